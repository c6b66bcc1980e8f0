// The explorer, as a stranger uses it: the main task by keyboard, on a phone and at a desk, in two directions of writing, without scripts; and what leaves the device.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'

let browser, program, home
const origin = 'https://hub.localhost:18690'
const setting = 'place=us-ca%2Fsan-francisco&date=2014-06-01&action=hold'

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
  await page.locator('#outcome .outcome.refused').waitFor({ timeout: 120_000 })
}

for (const lang of ['en', 'ar']) {
  for (const [name, width] of Object.entries(widths)) {
    test(`what would happen to a citizen, ${lang}, ${name}`, async () => {
      const who = await visitor(browser, origin, { width })
      const sent = []
      who.page.on('request', request => sent.push(request))
      await who.page.goto(`${origin}/explore?lang=${lang}`)
      await hold(who, `explorer-${lang}-${name}-start`)
      await who.page.locator('#date').fill('2014-06-01')
      await who.page.locator('#place').selectOption('us-ca/san-francisco')
      await who.page.locator('#setting button').focus()
      await who.page.keyboard.press('Enter')
      await who.page.locator('#question').waitFor()
      assert.ok(!sent.some(r => r.url().includes('.wasm')), 'the program is fetched before anything was answered')
      await hold(who, `explorer-${lang}-${name}-question`)
      await settled(who.page)
      await hold(who, `explorer-${lang}-${name}-answer`)
      assert.ok(sent.some(r => r.url().endsWith('/explore/explorer.wasm')))
      assert.deepEqual(sent.filter(r => r.method() !== 'GET').map(r => r.url()), [], 'an answer left the device')
      await who.page.locator('button[name=beside][value=places]').click()
      await who.page.locator('table').waitFor({ timeout: 120_000 })
      await hold(who, `explorer-${lang}-${name}-beside`)
      const shared = new URL(who.page.url()).searchParams
      assert.deepEqual([...shared.keys()].filter(key => !['place', 'date', 'programme', 'action', 'lang'].includes(key)), [])
      await who.close()
    })
  }
}

test('without scripts the form is posted, and answers can be taken back', async () => {
  const who = await visitor(browser, origin, { width: widths.phone, script: false })
  await who.page.goto(`${origin}/explore?${setting}`)
  await settled(who.page)
  await who.page.locator('button[name=undo]').click()
  await who.page.locator('#question').waitFor()
  await who.page.locator('button[name=say][value="?"]').click()
  await who.page.locator('button[name=undo]').waitFor()
  assert.equal(new URL(who.page.url()).pathname, '/explore')
  await who.close()
})

test('where the program cannot run, the page says so before it sends anything', async () => {
  const who = await visitor(browser, origin)
  await who.page.route('**/explorer.wasm', route => route.fulfill({ status: 500, body: '' }))
  await who.page.goto(`${origin}/explore?${setting}`)
  await who.page.locator('input[name=v][value=yes]').check()
  await who.page.locator('button[value=answer]').click()
  await who.page.locator('#saying.problem').waitFor()
  await Promise.all([who.page.waitForURL(/explore/), who.page.locator('button[value=answer]').click()])
  await who.page.locator('#outcome .outcome.refused').waitFor()
  await who.close()
})
