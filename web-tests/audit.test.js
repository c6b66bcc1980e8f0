// The auditor's pages, at the hub.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

const books = path.resolve(import.meta.dirname, '../internal/reconcile/testdata/books.json')

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
    await page.getByRole('link', { name: 'Conflicts: citizenship in doubt' }).press('Enter')
    await hold(ina, `audit-citizenship-${name}`)
    await page.goto(`${world.hub}/audit/reads`)
    await page.getByRole('rowheader', { name: 'c. example' }).or(page.getByText('c. example')).first().waitFor()
    await hold(ina, `audit-reads-${name}`)
    await page.getByRole('link', { name: 'Every read, line by line' }).press('Enter')
    await hold(ina, `audit-lines-${name}`)
    await compare(ina, name)
    const text = await page.content()
    assert.ok(!/score|risk/i.test(text))
    for (const closed of ['/people', '/office', `/facts/${world.ids.facts}`]) {
      const answer = await asked(page, world.hub + closed)
      assert.equal(answer, 403, closed)
    }
    await ina.close()
  })
}

// compare brings what a comparison of two books found, and a file that is none.
async function compare(ina, name) {
  const { page } = ina
  const show = page.getByRole('button', { name: 'Show it' })
  await page.goto(`${world.hub}/audit`)
  await page.getByRole('link', { name: /Look at a result/ }).press('Enter')
  await page.getByLabel('The file with the result').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
  await show.press('Enter')
  await page.getByRole('alert').waitFor()
  ina.complaints.length = 0 // the browser notes the 422
  await hold(ina, `audit-result-wrong-${name}`)
  await page.getByLabel('The file with the result').setInputFiles(books)
  await show.press('Enter')
  await page.getByRole('heading', { name: 'Differences', exact: true }).waitFor()
  const found = JSON.parse(await readFile(books, 'utf8'))
  const rows = page.locator('table', { has: page.getByRole('columnheader', { name: 'What was found' }) }).first().locator('tbody tr')
  assert.equal(await rows.count(), found.differences.length)
  await hold(ina, `audit-result-${name}`)
}

// asked is the status of an address, as the page asks for it.
const asked = (page, address) => page.evaluate(async at => (await fetch(at)).status, address)
