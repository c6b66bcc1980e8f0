// The demonstration's pages, as a stranger opens them.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'

let browser, program, origin, home

before(async () => {
  home = await folder()
  program = await start(['demo', '--dir', home.dir, '--addr', '127.0.0.1:0'], /http:\/\/[\w.:]+/)
  origin = program.match[0]
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

for (const [name, width] of Object.entries(widths)) {
  test(`the story and a case, ${name}`, async () => {
    const who = await visitor(browser, origin, { width })
    await who.page.goto(origin)
    await hold(who, `story-${name}`)
    await who.page.getByRole('link', { name: /Marisol Tench/ }).first().click()
    await who.page.getByRole('heading', { level: 1 }).waitFor()
    await hold(who, `case-${name}`)
    await who.close()
  })
}

test('the story by keyboard, without scripts', async () => {
  const who = await visitor(browser, origin, { width: widths.phone, script: false })
  await who.page.goto(origin)
  await who.page.keyboard.press('Tab')
  assert.equal(await who.page.evaluate(() => document.activeElement.textContent), 'Skip to the content')
  await who.page.keyboard.press('Enter')
  assert.equal(new URL(who.page.url()).hash, '#main')
  await who.close()
})

// be makes the visitor somebody else, by keyboard.
async function be(page, key) {
  await page.getByLabel('You are').selectOption(key)
  await page.getByRole('button', { name: 'Be them' }).press('Enter')
  await page.waitForLoadState()
}

test('anyone, without scripts: an officer asks, the jail’s supervisor agrees, the clerk serves the copy', async () => {
  const who = await visitor(browser, origin, { script: false })
  const { page } = who
  await page.goto(origin)
  await page.getByRole('button', { name: 'Be the field officer for Severin Adair' }).press('Enter')
  await page.getByRole('rowheader').getByRole('link').press('Enter')
  const id = new URL(page.url()).pathname.split('/').pop()
  await page.getByRole('radio', { name: /I-247N/ }).press('Space')
  await page.getByRole('button', { name: 'Go on to the signature' }).press('Enter')
  await page.getByRole('row', { name: id }).getByText('at the jail, not answered yet').waitFor()
  await hold(who, 'demo-asked')
  await be(page, 'us-ca.los-angeles-clerk')
  const cases = page.getByRole('rowheader').getByRole('link')
  assert.equal(await cases.count(), 2, 'the request that waited, and the new one')
  await hold(who, 'demo-inbox')
  await cases.last().press('Enter')
  const here = page.url()
  await page.getByRole('button', { name: /^Accept the facts/ }).press('Enter')
  await be(page, 'us-ca.los-angeles-supervisor')
  await page.goto(here)
  await page.getByRole('radio', { name: /^Agree/ }).press('Space')
  await page.getByRole('checkbox').press('Space')
  await hold(who, 'demo-case')
  await page.getByRole('button', { name: 'Send the answer' }).press('Enter')
  await be(page, 'us-ca.los-angeles-clerk')
  await page.goto(here)
  await page.getByRole('button', { name: 'Serve the copy, and print it' }).press('Enter')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await hold(who, 'demo-copy')
  await page.goto(origin)
  await be(page, 'officer')
  await page.goto(`${origin}/office/sent`)
  await page.getByRole('row', { name: id }).getByText('the jail will tell of the release').waitFor()
  assert.deepEqual(who.complaints, [])
  await who.close()
})

test('a browser in Arabic on a phone is shown every desk in English, from left to right', async () => {
  const who = await visitor(browser, origin, { width: widths.phone, locale: 'ar' })
  const { page } = who
  await page.goto(origin)
  for (const key of ['examiner', 'clerk', 'officer', 'counsel', 'auditor', 'us-ca.los-angeles-clerk', 'us-oh.franklin-counsel']) {
    await be(page, key)
    const { lang, dir } = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }))
    assert.deepEqual([lang, dir], ['en', 'ltr'], key)
    await hold(who, `demo-desk-${key}`)
  }
  await be(page, 'us-oh.franklin') // the public record is there in Arabic
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl')
  await who.close()
})

test('the clock of a hold runs while a page is open', async () => {
  const who = await visitor(browser, origin)
  const { page } = who
  await page.clock.install()
  await page.goto(origin)
  await page.getByRole('button', { name: 'Be the jail clerk for Ottoline Frey' }).press('Enter')
  const clock = page.locator('[data-left]').first()
  await page.getByText('(in 1 day 8 hours)').or(page.getByText('(in 1 day 9 hours)')).first().waitFor()
  const before = await clock.textContent()
  await page.clock.fastForward('03:00:00')
  await page.getByText(/^\(in 1 day [56] hours\)$/).first().waitFor()
  assert.notEqual(await clock.textContent(), before)
  await page.clock.fastForward('40:00:00')
  await page.getByText(/^over: \d+ hours/).first().waitFor()
  await hold(who, 'demo-clock-over')
  await who.close()
})
