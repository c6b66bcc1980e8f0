// The records clerk's desk: what is missing, what disagrees, citizenship by two people, and what the person says is wrong.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world, facts

before(async () => {
  world = await serveWorld(18580)
  facts = `${world.hub}/facts/${world.ids.facts}`
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

for (const [name, width] of Object.entries(widths)) {
  test(`what waits, and a case, ${name}`, async () => {
    const cora = await person(browser, world.hub, /Cora/, { width })
    await cora.page.goto(`${world.hub}/facts`)
    await hold(cora, `records-queue-${name}`)
    await cora.page.getByRole('link', { name: world.ids.facts }).click()
    const heads = await cora.page.getByRole('heading', { level: 2 }).allTextContents()
    assert.ok(heads.indexOf('Sources disagree') < heads.indexOf('What is missing') && heads[0].includes('citizenship'), heads.join(', '))
    await hold(cora, `records-case-${name}`)
    await cora.page.goto(`${facts}?all=convictions[0]`)
    await hold(cora, `records-conviction-${name}`)
    await cora.close()
  })
}

test('a clerk’s work by keyboard, without scripts', async () => {
  const cora = await person(browser, world.hub, /Cora/, { script: false })
  const { page } = cora
  await page.goto(facts)
  await page.getByRole('radio', { name: 'Not a citizen of the United States' }).check()
  await page.getByLabel(/^Evidence/).fill('passport of another country, invented')
  await page.getByRole('button', { name: 'Record your finding' }).press('Enter')
  const dan = await person(browser, world.hub, /Dan/)
  await dan.page.goto(facts)
  await dan.page.getByText('c. example has recorded a finding.').waitFor()
  assert.ok(!(await dan.page.locator('main').textContent()).includes('passport of another country'))
  await hold(dan, 'records-second')
  await dan.page.getByRole('radio', { name: 'Not a citizen of the United States' }).check()
  await dan.page.getByLabel(/^Evidence/).fill('consulate’s letter, invented')
  await dan.page.getByRole('button', { name: 'Record your finding' }).click()
  await dan.page.getByRole('heading', { name: 'What is missing' }).waitFor()
  assert.equal(await dan.page.getByRole('heading', { name: /stops everything/ }).count(), 0)
  await page.goto(facts)
  await page.getByRole('link', { name: 'Settle it' }).press('Enter')
  const chosen = page.locator('#one')
  await chosen.getByLabel('Value').focus()
  await page.keyboard.type('yes')
  await chosen.getByLabel(/^Source/).focus()
  await page.keyboard.type('the court’s order, invented')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Sources disagree' }).waitFor({ state: 'detached' })
  assert.ok(await page.getByText('entry stamps of a passport, invented').count() > 0, 'the earlier value is gone')
  await page.getByLabel(/^What you found/).first().fill('Prints were taken again: the same person.')
  await page.getByRole('button', { name: 'Answer: the identity' }).press('Enter')
  await page.getByRole('heading', { name: /The person says/ }).waitFor({ state: 'detached' })
  await hold(dan, 'records-resolved')
  await cora.close()
  await dan.close()
})
