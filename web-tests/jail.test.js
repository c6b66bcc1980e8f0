// The jail's release desk at night: by keyboard, on a phone and at a desk, without JavaScript. A hold that the law of the place refuses, a notice that a supervisor
// agrees to, a request that came twice, a case found by its number, and what a browser in Arabic is shown.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, widths } from './lib/browser.js'
import { button, choose, press, type } from './lib/keyboard.js'
import { folder, start } from './lib/program.js'
import { person } from './lib/served.js'

const port = 20_000 + (process.pid + 4_000) % 8_000 // the issuers are a thousand above

let browser, program, cook, franklin, home

before(async () => {
  home = await folder()
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${path.join(home.dir, 'trial')}\nport: ${port}\njails: [{place: us-il/cook, ori: ILCKTRY01}, {place: us-oh/franklin, ori: OHFRTRY01}]\n`)
  program = await start(['serve', '--config', config], /pages are served[\s\S]*pages are served[\s\S]*pages are served/)
  const at = place => program.said().match(new RegExp(`${place}\\S*: sign in at (https:\\S+)/sign-in`))[1]
  cook = at('us-il\\.cook')
  franklin = at('us-oh\\.franklin')
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

const says = page => page.locator('main').textContent()

// register takes a fax down; what is asked and the form are chosen by their first letters.
async function register(page, origin, asks, form, officer = 'R. Alvarez') {
  await page.goto(`${origin}/desk/register`)
  await type(page, 'How it came', 'Fax')
  await type(page, 'Facility code', 'FC-02')
  await type(page, 'What is asked', asks)
  await type(page, 'On which form', form)
  await type(page, 'Officer whom it names', officer)
  await page.getByLabel('Day and time').fill('2026-11-20T08:30') // how a date is typed is the browser's own affair
  await press(page, button(page, 'Enter it'))
  await page.getByRole('heading', { level: 1, name: /^Case / }).waitFor()
}

for (const [name, width, script] of [['phone', widths.phone, true], ['desk', widths.desk, true], ['scriptless', widths.phone, false]]) {
  test(`a hold that the law refuses, ${name}`, async () => {
    const clerk = await person(browser, cook, /Jon Example/, { width, script })
    const { page } = clerk
    await register(page, cook, 'To hold', 'Form I-247A')
    if (name === 'phone') await hold(clerk, 'jail-registered-phone')
    await press(page, button(page, 'Accept the facts'))
    await hold(clerk, `jail-refused-${name}`)
    assert.equal(await page.getByLabel('Agree.').count(), 0, 'where the law refuses nobody can agree')
    assert.equal(await button(page, 'Start the hold').count(), 0)
    await choose(page, page.getByLabel('Refuse, under the rules below'))
    await press(page, page.getByLabel('I answer in my own name'), 'Space')
    await press(page, button(page, 'Send the answer'))
    await page.getByText(/not answered, under local law/).first().waitFor()
    await press(page, button(page, 'Give a copy without effect'))
    assert.equal(await page.locator('svg').count(), 1, 'the QR code')
    await clerk.close()
  })

  test(`a notice that is agreed to and served, ${name}`, async () => {
    const supervisor = await person(browser, franklin, /Sue Example/, { width, script })
    const { page } = supervisor
    await register(page, franklin, 'Notice', 'Form I-247G')
    await press(page, button(page, 'Accept the facts'))
    await page.getByText('would end without effect').waitFor()
    await choose(page, page.getByLabel('Agree.'))
    await press(page, page.getByLabel('I answer in my own name'), 'Space')
    await hold(supervisor, `jail-open-${name}`)
    await press(page, button(page, 'Send the answer'))
    await page.getByText(/Give the person the copy/).first().waitFor()
    const address = page.url()
    await press(page, button(page, 'Serve the copy, and print it'))
    assert.equal(await page.locator('svg').count(), 1, 'the QR code')
    if (name === 'phone') await hold(supervisor, 'jail-served-phone')
    await press(page, page.getByRole('link', { name: 'Back to the case' }))
    assert.equal(page.url(), address)
    if (name === 'desk') await hold(supervisor, 'jail-after-desk')
    await page.getByText(/Copy served/).first().waitFor()
    await supervisor.close()
  })
}

test('a case is found by its number, which stands in no address, and its rules lead to the law', async () => {
  const clerk = await person(browser, cook, /Jon Example/, { width: widths.phone })
  const { page } = clerk
  await register(page, cook, 'To hold', 'Form I-247D')
  await press(page, button(page, 'Accept the facts'))
  const address = page.url()
  const id = address.split('/').pop()
  await page.goto(`${cook}/desk`)
  await hold(clerk, 'jail-inbox-phone')
  await type(page, 'Find a case', 'ABCDEF-NOT-HERE')
  await press(page, button(page, 'Find it'))
  await page.getByText(/No case here has this number/).first().waitFor()
  clerk.complaints.length = 0 // the browser notes that the page says 404
  await hold(clerk, 'jail-find-phone')
  await page.getByLabel('Find a case').fill('')
  await type(page, 'Find a case', id.slice(0, 10))
  await press(page, button(page, 'Find it'))
  assert.equal(page.url(), address)
  const rule = page.locator('.beside li a').first()
  const text = (await rule.getAttribute('href')).split('#')[1]
  await press(page, rule)
  assert.equal(await page.locator(`[id="${text}"]`).count(), 1, `the law's page has no ${text}`)
  await page.setViewportSize({ width: widths.desk, height: 900 })
  await page.goto(`${cook}/desk`)
  await hold(clerk, 'jail-inbox-desk')
  await page.goto(address)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('main button:visible').count(), 0, 'a button is printed')
  await page.setViewportSize({ width: 720, height: 900 })
  await hold(clerk, 'jail-print')
  await clerk.close()
})

test('what came twice is said to, and set aside by a supervisor on a phone', async () => {
  const who = await person(browser, cook, /Sue Example/, { width: widths.phone })
  const { page } = who
  await register(page, cook, 'Notice', 'Form I-247G', 'B. Twice')
  assert.equal(await page.getByText('asks the same').count(), 0)
  await register(page, cook, 'Notice', 'Form I-247G', 'B. Twice')
  await page.getByText(/asks the same/).first().waitFor()
  await hold(who, 'jail-twice-phone')
  await choose(page, page.getByLabel('The same request came before'))
  await press(page, button(page, 'Set it aside'))
  await page.getByText(/How it ended: the same request came before/).first().waitFor()
  for (const [name, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${cook}/desk/register`)
    await hold(who, `jail-register-${name}`)
  }
  await who.close()
})

test('a browser in Arabic is shown the desk in English, from left to right, and a name in Arabic as it is', async () => {
  const clerk = await person(browser, cook, /Jon Example/, { width: widths.phone, locale: 'ar' })
  const { page } = clerk
  const officer = 'ل. منصور (٤٧)'
  await register(page, cook, 'Notice', 'Form I-247G', officer)
  const address = page.url()
  for (const at of ['/desk', '/desk/register', '/desk/find', new URL(address).pathname]) {
    await page.goto(cook + at)
    const html = page.locator('html')
    assert.deepEqual([await html.getAttribute('lang'), await html.getAttribute('dir')], ['en', 'ltr'], at)
    assert.ok(!/[\u0600-\u06ff]/.test((await says(page)).replaceAll(officer, '').replaceAll('العربية', '')), `${at} mixes languages`)
  }
  const shown = page.locator('bdi', { hasText: 'منصور' }).first()
  assert.equal(await shown.evaluate(e => getComputedStyle(e).unicodeBidi), 'isolate')
  assert.equal(await shown.textContent(), officer)
  await hold(clerk, 'jail-arabic-phone')
  await page.goto(`${cook}/desk/register`)
  const field = page.getByLabel('Officer whom it names')
  await field.fill(officer)
  assert.equal(await field.evaluate(e => getComputedStyle(e).direction), 'rtl', 'a name in Arabic is typed from the right')
  await clerk.close()
})
