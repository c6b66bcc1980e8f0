// The explorer, as a stranger uses it: the main task by keyboard, on a phone and at a desk, in four languages and two directions of writing, without scripts;
// and what leaves the device.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'

let browser, program, home
const origin = 'https://hub.localhost:18690'
const setting = 'place=us-ca%2Fsan-francisco&date=2014-06-01&action=hold'
const patience = { timeout: 120_000 }

before(async () => {
  home = await folder()
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${path.join(home.dir, 'trial')}\nport: 18690\njails: [{place: us-oh/franklin, ori: OHFRTRY01}]\n`)
  program = await start(['serve', '--config', config], /pages are served.*[\s\S]*pages are served/)
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

// settled answers that the person is a citizen, by keyboard alone.
async function settled(page) {
  const yes = page.locator('input[name=v][value=yes]')
  await yes.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.locator('#outcome .outcome.refused').waitFor(patience)
}

// answered answers the question that is open by a button, and waits for the answer to be listed.
async function answered(page, value, of) {
  await page.locator(`input[name=v][value="${value}"]`).check()
  await page.locator('button[name=say][value=answer]').click()
  await page.locator(`button[name=undo][value="${of}"]`).waitFor(patience)
}

// silent holds the address to what may be shared, and answers whether anything but that was sent.
function silent(page, sent) {
  const shared = new URL(page.url()).searchParams
  assert.deepEqual([...shared.keys()].filter(key => !['place', 'date', 'programme', 'action', 'lang'].includes(key)), [])
  assert.deepEqual(sent.filter(r => r.method() !== 'GET').map(r => r.url()), [], 'an answer left the device')
  assert.deepEqual(sent.filter(r => /citizen|convictions/.test(r.url())).map(r => r.url()), [], 'an answer is in an address')
}

// listen keeps what a page asks for.
function listen(page) {
  const sent = []
  page.on('request', request => sent.push(request))
  return sent
}

for (const lang of ['en', 'ar']) {
  for (const [name, width] of Object.entries(widths)) {
    test(`what would happen to a citizen, ${lang}, ${name}`, async () => {
      const who = await visitor(browser, origin, { width })
      const sent = listen(who.page)
      await who.page.goto(`${origin}/explore?lang=${lang}`)
      await hold(who, `explorer-${lang}-${name}-start`)
      await who.page.locator('#date').fill('2014-06-01')
      await who.page.locator('#place').selectOption('us-ca/san-francisco')
      await who.page.locator('#setting button').focus()
      await who.page.keyboard.press('Enter')
      await who.page.locator('#question').waitFor(patience)
      assert.ok(!sent.some(r => r.url().includes('.wasm')), 'the program is fetched before anything was answered')
      await hold(who, `explorer-${lang}-${name}-question`)
      await settled(who.page)
      await hold(who, `explorer-${lang}-${name}-answer`)
      assert.ok(sent.some(r => r.url().endsWith('/explore/explorer.wasm')))
      await who.page.locator('button[name=beside][value=places]').click()
      await who.page.locator('table').waitFor(patience)
      await hold(who, `explorer-${lang}-${name}-beside`)
      silent(who.page, sent)
      await who.close()
    })
  }
}

test('both doors, what would change it, and the same person elsewhere and under other programmes', async () => {
  const who = await visitor(browser, origin, { width: widths.phone })
  const { page } = who
  const sent = listen(page)
  await page.goto(`${origin}/explore`)
  await page.getByRole('button', { name: /place by place/ }).click()
  await page.locator('svg.states').waitFor(patience)
  const doors = page.locator('section .card')
  assert.match(await doors.filter({ hasText: 'Federal door' }).first().textContent(), /Not refused.*Secure Communities.*In force since/s)
  assert.match(await doors.filter({ hasText: 'Local door' }).first().textContent(), /Refused.*TRUST Act.*Where no ground is shown.*7282\.5.*read in part/s)
  const changes = page.locator('section').filter({ has: page.getByRole('heading', { name: 'What would change it' }) })
  assert.match(await changes.textContent(), /California Sex and Arson Registry today\? Yes: Not refused/)
  const row = place => page.locator('table tr').filter({ hasText: place }).locator('td').allTextContents()
  assert.deepEqual(await row('Texas'), ['Not refused', 'Silent', 'Not refused'])
  assert.deepEqual(await row('Philadelphia'), ['Not refused', 'Refused', 'Refused'])
  await hold(who, 'explorer-en-phone-example')
  await page.getByRole('button', { name: 'Texas' }).click()
  await page.locator('#outcome .outcome.permitted').waitFor(patience)
  assert.equal(new URL(page.url()).searchParams.get('place'), 'us-tx')
  await page.locator('button[name=beside][value=programmes]').click()
  await page.getByRole('button', { name: 'Priority Enforcement Program', exact: true }).waitFor(patience)
  await hold(who, 'explorer-en-phone-programmes')
  silent(page, sent)
  const shared = page.url()
  const other = await visitor(browser, origin, { width: widths.phone })
  await other.page.goto(shared)
  await other.page.locator('#question').waitFor(patience)
  assert.equal(await other.page.locator('input[name=a]').count(), 0, 'the address says something of the person')
  await other.close()
  await who.close()
})

test('another language keeps the answers, on the device', async () => {
  const who = await visitor(browser, origin, { width: widths.phone })
  const { page } = who
  const sent = listen(page)
  await page.goto(`${origin}/explore?${setting}`)
  await answered(page, 'no', 'person.us_citizen')
  for (const [name, lang, dir, doors] of [['العربية', 'ar', 'rtl', 'ماذا يقول البابان'], ['Español', 'es', 'ltr', 'Qué dicen las dos puertas'], ['Français', 'fr', 'ltr', 'Ce que disent les deux portes']]) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('heading', { name: doors }).waitFor(patience)
    const frame = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir, focus: document.activeElement.id }))
    assert.deepEqual(frame, { lang, dir, focus: 'question' })
    await page.locator('button[name=undo][value="person.us_citizen"]').waitFor(patience)
    if (lang !== 'ar') await hold(who, `explorer-${lang}-phone-kept`)
  }
  silent(page, sent)
  await page.goto(`${origin}/explore`)
  for (const [name, lang] of [['Español', 'es'], ['Français', 'fr']]) {
    await page.getByRole('main').getByRole('link', { name, exact: true }).click()
    await page.locator(`html[lang=${lang}]`).waitFor(patience)
    await hold(who, `explorer-${lang}-phone-start`)
  }
  await who.close()
})

test('without scripts: from the questions to the answer by forms alone, of which the server keeps nothing', async () => {
  const who = await visitor(browser, origin, { width: widths.phone, script: false })
  const { page } = who
  await page.goto(`${origin}/explore`)
  await page.locator('#date').fill('2014-06-01')
  await page.locator('#place').selectOption('us-ca/san-francisco')
  await page.locator('#setting button').click()
  await page.locator('#question').waitFor(patience)
  assert.match(await page.locator('noscript').textContent(), /sent to this node.*keeps nothing/) // a browser whose scripts a test turns off does not show it
  await hold(who, 'explorer-without-script')
  await answered(page, 'no', 'person.us_citizen')
  await page.getByText('they were sent to this node').waitFor(patience)
  await page.getByText('It keeps nothing of them').waitFor(patience)
  await page.getByRole('button', { name: 'Español' }).click()
  await page.getByRole('heading', { name: 'Qué dicen las dos puertas' }).waitFor(patience)
  await page.getByText('No guarda nada de ellas').waitFor(patience)
  await page.locator('button[name=undo][value="person.us_citizen"]').click()
  await settled(page)
  await page.locator('button[name=beside][value=places]').click()
  await page.locator('table').waitFor(patience)
  silent(page, [])
  await who.close()
})

// Each takes from a browser what the program needs.
const without = {
  'the program cannot be fetched': page => page.route('**/explorer.wasm', route => route.abort()),
  'the browser has no WebAssembly': page => page.addInitScript(() => { delete globalThis.WebAssembly }),
}
for (const [name, take] of Object.entries(without)) {
  test(`${name}: the page says so before it sends anything, then the server answers`, async () => {
    const who = await visitor(browser, origin)
    const sent = listen(who.page)
    await take(who.page)
    await who.page.goto(`${origin}/explore?${setting}`)
    await who.page.locator('input[name=v][value=yes]').check()
    await who.page.locator('button[value=answer]').click()
    await who.page.locator('#saying.problem').waitFor(patience)
    assert.match(await who.page.locator('#saying').textContent(), /cannot run on this device.*keeps nothing of them/)
    silent(who.page, sent)
    who.complaints.length = 0 // the browser reports what it could not fetch
    await hold(who, 'explorer-cannot-run')
    await who.page.locator('button[value=answer]').click()
    await who.page.locator('#outcome .outcome.refused').waitFor(patience)
    await who.page.getByText('they were sent to this node').waitFor(patience)
    assert.equal(sent.filter(r => r.method() === 'POST').length, 1)
    silent(who.page, [])
    await who.close()
  })
}
