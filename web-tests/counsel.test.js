// County counsel's pages: what is unresolved, citizenship by two people, and the county's policy, which two people put in.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, widths } from './lib/browser.js'
import { button, choose, press, type } from './lib/keyboard.js'
import { folder, start } from './lib/program.js'
import { person } from './lib/served.js'

const port = 20_000 + (process.pid + 6_000) % 8_000 // the issuers are a thousand above

let browser, program, origin, home

before(async () => {
  home = await folder()
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${path.join(home.dir, 'trial')}\nport: ${port}\njails: [{place: us-il/cook, ori: ILCKTRY01}]\n`)
  program = await start(['serve', '--config', config], /us-il\.cook\S*: sign in at (https:\S+)\/sign-in[\s\S]*pages are served[\s\S]*pages are served/)
  origin = program.match[1]
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

// enter takes down a fact that nobody asked for.
async function enter(page, fact, value, source) {
  await reachFact(page, fact)
  const card = page.locator('#one')
  await card.getByLabel('Value').focus()
  await page.keyboard.type(value)
  await card.getByLabel(/^Source/).focus()
  await page.keyboard.type(source)
  await press(page, card.getByRole('button'))
}

async function reachFact(page, fact) {
  await page.getByLabel('Another fact').selectOption({ label: fact })
  await press(page, button(page, 'Choose this fact'))
}

test('an indication of citizenship stops everything until two people settle it', async () => {
  const clerk = await person(browser, origin, /Jon Example/, { width: widths.phone })
  const { page } = clerk
  await page.goto(`${origin}/desk/register`)
  for (const [label, value] of [['How it came', 'Mail'], ['Facility code', 'FC-02'], ['What is asked', 'Notice'], ['On which form', 'Form I-247G'], ['Officer whom', 'R. Alvarez']]) await type(page, label, value)
  await page.getByLabel('Day and time').fill('2026-11-20T08:30')
  await press(page, button(page, 'Enter it'))
  await enter(page, 'Anything that indicates United States citizenship', 'yes', 'what the person says')
  await page.getByText('An indication of citizenship stops everything').waitFor()
  await press(page, button(page, 'Accept the facts'))
  await hold(clerk, 'counsel-indicated-phone')
  assert.equal(await page.getByRole('link', { name: 'Settle it' }).count(), 0, 'a clerk is led to what others settle')
  const id = page.url().split('/').pop()
  await clerk.close()
  for (const [who, name, width] of [[/Kit Example/, 'desk', widths.desk], [/Sue Example/, 'phone', widths.phone]]) {
    const one = await person(browser, origin, who, { width })
    await one.page.goto(`${origin}/counsel`)
    await hold(one, `counsel-queue-${name}`)
    await press(one.page, one.page.locator('tbody a').first())
    assert.ok(one.page.url().endsWith(id))
    await hold(one, `counsel-case-${name}`)
    await choose(one.page, one.page.getByLabel('Not a citizen of the United States'))
    await type(one.page, 'Evidence', 'passport of another country, invented')
    await press(one.page, button(one.page, 'Enter the finding'))
    await one.close()
  }
  const kit = await person(browser, origin, /Kit Example/, { width: widths.desk })
  await kit.page.goto(`${origin}/counsel/case/${id}`)
  assert.equal(await kit.page.getByRole('heading', { name: 'An indication of citizenship' }).count(), 0, 'two people settled it')
  await kit.close()
})

test('the county’s policy takes two people', async () => {
  const counsel = await person(browser, origin, /Kit Example/, { width: widths.desk })
  const { page } = counsel
  await page.goto(`${origin}/counsel/policy`)
  await page.getByLabel('First day').fill('2099-01-01')
  await type(page, 'Interviews', 'The county forbids')
  await type(page, 'Where it is written', 'Sheriff\'s Order 12 (invented), section 3')
  await press(page, button(page, 'Put it in'))
  await hold(counsel, 'counsel-policy-desk')
  assert.equal(await button(page, 'Agree to').count(), 0, 'nobody is their own second')
  await counsel.close()
  const second = await person(browser, origin, /Sue Example/, { width: widths.phone })
  await second.page.goto(`${origin}/counsel/policy`)
  await press(second.page, button(second.page, 'Agree to the version'))
  await second.page.getByText('Holds from 1 January 2099').waitFor()
  await hold(second, 'counsel-policy-phone')
  await second.close()
})
