// An examiner's desk: prints side by side, marks, answers and the signature, by keyboard alone; and what is shown only afterwards.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world, prints

before(async () => {
  world = await serveWorld(18480)
  prints = `${world.hub}/prints/${world.ids.prints}`
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

const active = page => page.evaluate(() => document.activeElement.textContent || document.activeElement.getAttribute('aria-label') || document.activeElement.name)

// tabTo goes on by Tab until what has the focus is what is looked for.
async function tabTo(page, what) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(([css]) => document.activeElement.matches(css), [what])) return
  }
  assert.fail(`no ${what} by keyboard; at ${await active(page)}`)
}

test('prints at every size, on a phone and a desk', async () => {
  for (const [name, width] of Object.entries(widths)) {
    const ada = await person(browser, world.hub, /Ada/, { width })
    await ada.page.goto(`${world.hub}/prints`)
    await hold(ada, `examiner-queue-${name}`)
    await ada.page.getByRole('link', { name: world.ids.prints }).click()
    await hold(ada, `examiner-${name}`)
    await ada.page.getByRole('button', { name: '2×' }).click()
    await ada.page.getByRole('button', { name: 'Minutiae: hidden' }).click()
    await hold(ada, `examiner-zoomed-${name}`)
    const size = await ada.page.locator('svg.print').first().evaluate(svg => svg.clientWidth / svg.viewBox.baseVal.width)
    assert.ok(Math.abs(size - 2) < 0.02, `${size} screen pixels for a pixel of the print`)
    await ada.close()
  }
})

test('without scripts: another finger, a mark as text, and what was written stays', async () => {
  const ada = await person(browser, world.hub, /Ada/, { script: false })
  const { page } = ada
  await page.goto(prints)
  await page.getByText('Marks as text').click()
  await page.getByLabel(/^Marks/).fill('2 booking 100 120')
  await page.getByLabel(/^Notes/).fill('a scar')
  await page.getByRole('button', { name: 'left index' }).click()
  await page.getByRole('button', { name: 'right index' }).click()
  assert.equal(await page.getByLabel(/^Notes/).inputValue(), 'a scar')
  assert.equal(await page.locator('svg[data-side=booking] .marks circle').count(), 1)
  await page.getByRole('radio', { name: /Same/ }).check()
  for (;;) {
    const next = page.getByRole('button', { name: 'Next person' })
    if (await next.count() === 0) break
    await next.click()
    await page.getByRole('radio', { name: 'Not the same' }).check()
  }
  await page.getByRole('button', { name: /Give the answer/ }).click()
  assert.match(await page.locator('noscript p').innerText(), /which a page can ask only with a script/)
  await hold(ada, 'examiner-sign-without-scripts')
  await ada.close()
})

test('a whole examination by keyboard, signed with a passkey, and blind', async () => {
  const ada = await person(browser, world.hub, /Ada/)
  const bo = await person(browser, world.hub, /Bo/)
  await bo.page.goto(prints)
  const unaware = await bo.page.locator('main').innerHTML()
  const { page } = ada
  await page.goto(prints)
  assert.ok(!/score|G-0000/i.test(await page.content()), 'something that was found is shown before the answer')
  await tabTo(page, 'svg[data-side=booking]')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Backspace')
  await tabTo(page, 'svg[data-side=person]')
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('.marks circle').count(), 2)
  await hold(ada, 'examiner-marked')
  const people = await page.getByRole('group', { name: 'Person' }).getByRole('button').count()
  await page.getByRole('button', { name: 'Minutiae: hidden' }).press('Enter')
  let best = 0, most = -1
  for (let i = 0; i < people; i++) { // whoever the test knows it to be: the minutiae of the gallery's first person
    await page.getByRole('group', { name: 'Person' }).getByRole('button').nth(i).click()
    await page.getByRole('radio', { name: 'Not the same' }).check()
    const drawn = await page.locator('svg[data-side=person] .minutiae path').evaluateAll(all => all.map(p => p.getAttribute('d')))
    const alike = await likeness(page, drawn)
    if (alike > most) [best, most] = [i, alike]
  }
  await page.getByRole('group', { name: 'Person' }).getByRole('button').nth(best).press('Enter')
  await tabTo(page, 'input[type=radio]')
  await page.keyboard.press('ArrowUp')
  await tabTo(page, 'textarea[name^=notes]')
  await page.keyboard.type('the same delta, two forks above it')
  await tabTo(page, 'button[value=done]')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Sign the answer' }).waitFor()
  await hold(ada, 'examiner-sign')
  await page.bringToFront() // a passkey answers only the page in front
  await tabTo(page, 'button[value=add]')
  await page.keyboard.press('Enter')
  await page.getByText('The passkey was added.').waitFor()
  await page.keyboard.press('Shift+Tab')
  await page.locator('form[data-passkey] button').first().press('Enter')
  await page.getByRole('heading', { name: 'Your answer' }).waitFor()
  await page.getByText('the same delta, two forks above it').waitFor()
  await page.getByText('mixed in: somebody else').waitFor()
  await hold(ada, 'examiner-answered')
  await bo.page.goto(prints)
  assert.equal(await bo.page.locator('main').innerHTML(), unaware, 'the second examiner’s page knows of the first answer')
  await ada.close()
  await bo.close()
})

// likeness counts the points that the booking's minutiae share with drawn ones: rough, and enough to tell one person from two others.
async function likeness(page, drawn) {
  const own = await page.locator('svg[data-side=booking] .minutiae path').evaluateAll(all => all.map(p => p.getAttribute('d')))
  const at = d => d.match(/-?[\d.]+/g).map(Number)
  let most = 0
  const shifts = new Map()
  for (const a of own.map(at)) for (const b of drawn.map(at)) {
    const key = [0, 1, 2, 3].map(i => Math.round((a[i] - b[i]) / 12)).join()
    shifts.set(key, (shifts.get(key) ?? 0) + 1)
    most = Math.max(most, shifts.get(key))
  }
  return most
}
