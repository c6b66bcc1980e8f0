// The field office: whom something may be asked about, which forms and why not the others, and a request that is signed.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world

before(async () => {
  world = await serveWorld(18880)
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

for (const [name, width] of Object.entries(widths)) {
  test(`people, forms and the refused, ${name}`, async () => {
    const ole = await person(browser, world.hub, /Ole/, { width })
    const { page } = ole
    await page.getByRole('navigation').getByRole('link', { name: 'Field office' }).press('Enter')
    await page.getByRole('link', { name: world.ids.askable }).waitFor()
    for (const hidden of [world.ids.facts, world.ids.prints]) { // unresolved, and not confirmed
      assert.equal(await page.getByText(hidden).count(), 0)
      const answer = await asked(page, `${world.hub}/office/person/${hidden}`)
      assert.equal(answer, 404)
    }
    ole.complaints.length = 0 // the browser notes each 404
    await hold(ole, `office-list-${name}`)
    await page.getByRole('link', { name: world.ids.askable }).press('Enter')
    await page.getByRole('heading', { name: 'Why not on the others' }).waitFor()
    await page.locator('summary', { hasText: 'I-247N' }).first().press('Enter')
    await hold(ole, `office-person-${name}`)
    await page.goto(`${world.hub}/office/refused`)
    await hold(ole, `office-refused-${name}`)
    await page.goto(`${world.hub}/office/sent`)
    await hold(ole, `office-sent-${name}`)
    await ole.close()
  })
}

test('a request by keyboard, signed with a passkey, and what became of it', async () => {
  const ole = await person(browser, world.hub, /Ole/)
  const { page } = ole
  await page.goto(`${world.hub}/office/person/${world.ids.askable}`)
  await page.getByRole('radio').first().press('Space')
  await page.getByRole('button', { name: 'Go on to the signature' }).press('Enter')
  await page.getByRole('heading', { name: 'Sign with your passkey' }).waitFor()
  ole.complaints.length = 0 // the browser notes the 403
  await hold(ole, 'office-sign')
  await page.getByRole('button', { name: 'I have no passkey yet: add one' }).press('Enter')
  await page.getByText('The passkey was added.').waitFor()
  await page.getByRole('button', { name: 'Sign:' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'What was asked, and what became of it' }).waitFor()
  await page.getByRole('row', { name: world.ids.askable }).waitFor()
  await hold(ole, 'office-sent')
  await ole.close()
})

// asked is the status of an address, as the page asks for it.
const asked = (page, address) => page.evaluate(async at => (await fetch(at)).status, address)
