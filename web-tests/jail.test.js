// The jail's release desk at night: by keyboard, on a phone and at a desk, without JavaScript. A hold that the law of the place refuses, a notice that is answered
// and of which a copy is given, and the county's policy, which two people put in.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'
import { person } from './lib/served.js'

const port = 20_000 + (process.pid + 4_000) % 8_000 // the issuers are a thousand above

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

// reach goes to something by the Tab key alone, and sees that where the focus is can be seen.
async function reach(page, what) {
  for (let i = 0; i < 200; i++) {
    if (await what.evaluate(e => e === document.activeElement)) {
      const outline = await what.evaluate(e => getComputedStyle(e).outlineStyle)
      assert.notEqual(outline, 'none', 'the focus is not to be seen')
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`not reached by keyboard: ${what}`)
}

async function type(page, label, text) {
  await reach(page, page.getByLabel(label, { exact: false }).first())
  await page.keyboard.type(text)
}

async function press(page, what, key = 'Enter') {
  await reach(page, what)
  await page.keyboard.press(key)
  if (key === 'Enter') await page.waitForLoadState()
}

const button = (page, name) => page.getByRole('button', { name })

// register takes a fax down; what is asked and the form are chosen by their first letters.
async function register(page, asks, form) {
  await page.goto(`${origin}/desk/register`)
  await type(page, 'How it came', 'Fax')
  await type(page, 'Facility code', 'FC-02')
  await type(page, 'What is asked', asks)
  await type(page, 'On which form', form)
  await type(page, 'Officer whom it names', 'R. Alvarez')
  await page.getByLabel('Day and time').fill('2026-11-20T08:30') // how a date is typed is the browser's own affair
  await press(page, button(page, 'Enter it'))
  await page.getByRole('heading', { level: 1, name: /^Case / }).waitFor({ timeout: 60_000 })
}

for (const [name, width, script] of [['phone', widths.phone, true], ['desk', widths.desk, true], ['without scripts', widths.phone, false]]) {
  const look = (who, shot) => script ? hold(who, shot) : undefined // axe is a script too
  test(`a fax, ${name}: refused by law, and one that is answered`, async () => {
    const clerk = await person(browser, origin, /Jon Example/, { width, script })
    const { page } = clerk
    await register(page, 'To hold', 'Form I-247A')
    await look(clerk, `jail-registered-${name}`)
    await press(page, button(page, 'Accept the facts'))
    await look(clerk, `jail-refused-${name}`)
    assert.equal(await page.getByLabel('Agree.').count(), 0, 'where the law refuses nobody can agree')
    assert.equal(await button(page, 'Start the hold').count(), 0)
    await press(page, page.getByLabel('Refuse, under the rules below'), 'Space')
    await press(page, page.getByLabel('I answer in my own name'), 'Space')
    await press(page, button(page, 'Send the answer'))
    assert.match(await page.textContent('main'), /not answered, under local law/)
    await press(page, button(page, 'Give a copy without effect'))
    assert.equal(await page.locator('svg').count(), 1, 'the QR code')
    await register(page, 'Notice', 'Form I-247G')
    await page.goto(`${origin}/desk`)
    await look(clerk, `jail-inbox-${name}`)
    await press(page, page.locator('tbody a').first())
    await page.getByRole('heading', { level: 1, name: /^Case / }).waitFor({ timeout: 60_000 })
    await page.goto(`${origin}/desk/register`)
    await look(clerk, `jail-register-${name}`)
    await clerk.close()
  })
}

test('a supervisor sets aside what came twice, on a phone', async () => {
  const who = await person(browser, origin, /Sue Example/, { width: widths.phone })
  const { page } = who
  await register(page, 'Notice', 'Form I-247G')
  await press(page, page.getByLabel('The same request came before'), 'Space')
  await press(page, button(page, 'Set it aside'))
  assert.match(await page.textContent('main'), /the same request came before/)
  await hold(who, 'jail-aside-phone')
  await who.close()
})

test('the county\'s policy takes two people', async () => {
  const counsel = await person(browser, origin, /Kit Example/, { width: widths.desk })
  await counsel.page.goto(`${origin}/counsel/policy`)
  await counsel.page.getByLabel('First day').fill('2099-01-01')
  await type(counsel.page, 'Interviews', 'The county forbids')
  await type(counsel.page, 'Where it is written', 'Sheriff\'s Order 12 (invented), section 3')
  await press(counsel.page, button(counsel.page, 'Put it in'))
  await hold(counsel, 'counsel-policy-desk')
  assert.equal(await button(counsel.page, 'Agree to').count(), 0, 'nobody is their own second')
  await counsel.page.goto(`${origin}/counsel`)
  await hold(counsel, 'counsel-queue-desk')
  await counsel.close()
  const second = await person(browser, origin, /Sue Example/, { width: widths.phone })
  await second.page.goto(`${origin}/counsel/policy`)
  await press(second.page, button(second.page, 'Agree to the version of 2099-01-01'))
  assert.match(await second.page.textContent('main'), /holds from 2099-01-01/)
  await hold(second, 'counsel-policy-phone')
  await second.close()
})
