// The auditor's pages, at the hub.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world

before(async () => {
  world = await serveWorld(18780)
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

for (const [name, width] of Object.entries(widths)) {
  test(`what an auditor looks at first, ${name}`, async () => {
    const cora = await person(browser, world.hub, /Cora/)
    await cora.page.goto(`${world.hub}/facts/${world.ids.facts}`) // a reading
    await cora.close()
    const ina = await person(browser, world.hub, /Ina/, { width })
    const { page } = ina
    await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
    await page.getByRole('cell', { name: world.ids.facts }).or(page.getByText(world.ids.facts)).first().waitFor()
    await hold(ina, `audit-${name}`)
    await page.getByRole('link', { name: 'Citizenship in doubt' }).press('Enter')
    await hold(ina, `audit-citizenship-${name}`)
    await page.goto(`${world.hub}/audit/reads`)
    await page.getByRole('rowheader', { name: 'c. example' }).or(page.getByText('c. example')).first().waitFor()
    await hold(ina, `audit-reads-${name}`)
    await page.getByRole('link', { name: 'Every read, line by line' }).press('Enter')
    await hold(ina, `audit-lines-${name}`)
    const text = await page.content()
    assert.ok(!/score|risk/i.test(text))
    for (const closed of ['/people', '/office', `/facts/${world.ids.facts}`]) {
      const answer = await asked(page, world.hub + closed)
      assert.equal(answer, 403, closed)
    }
    await ina.close()
  })
}

// asked is the status of an address, as the page asks for it.
const asked = (page, address) => page.evaluate(async at => (await fetch(at)).status, address)
