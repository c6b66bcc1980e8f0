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

// asked is the status of an address, as the page asks for it.
const asked = (page, address) => page.evaluate(async at => (await fetch(at)).status, address)
