// The law's pages, as anybody reads them: no account, no script, at a phone's width and a desk's, by keyboard alone.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'

const port = 18620
const hub = `https://hub.localhost:${port}`
let browser, program, home

before(async () => {
  home = await folder()
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${path.join(home.dir, 'trial')}\nport: ${port}\njails: [{place: us-oh/franklin, ori: OHFRTRY01}]\n`)
  program = await start(['serve', '--config', config], /pages are served.*[\s\S]*pages are served/)
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

// reader has no scripts; looker has, for axe runs nowhere else: that no page of the law has a script is held by a test of the room.
const reader = options => visitor(browser, hub, { script: false, ...options })
const looker = options => visitor(browser, hub, options)

const pages = {
  places: '/law?on=2015-07-02',
  'places-wrong-day': '/law?on=2015-02-30',
  place: '/law/us-ca/san-francisco',
  state: '/law/us-ca',
  pack: '/law/us-ct/trust',
  'pack-long': '/law/us/pep',
  cases: '/law/us-ct/trust/cases',
  difference: '/law/us-ct/trust/2019-10-01..2025-10-01',
  'difference-none': '/law/us-fl/sb168/2019-07-01..2025-02-13',
  questions: '/law/questions',
  changes: '/law/changes',
}

for (const [size, width] of Object.entries(widths)) {
  test(`every page, ${size}`, async t => {
    const who = await looker({ width })
    for (const [name, address] of Object.entries(pages)) {
      await t.test(name, async () => {
        await who.page.goto(hub + address)
        if (name === 'places-wrong-day') who.complaints.length = 0 // the browser reports the status
        await hold(who, `law-${name}-${size}`)
      })
    }
    await who.close()
  })
}

test('in the dark', async () => {
  const who = await looker({ width: widths.phone, colorScheme: 'dark' })
  for (const name of ['places', 'pack', 'difference']) {
    await who.page.goto(hub + pages[name])
    await hold(who, `law-${name}-dark`)
  }
  await who.close()
})

// tabTo presses Tab until what is called so has the focus; it is also seen to have it.
async function tabTo(page, name) {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => ({ name: document.activeElement.textContent.trim(), outline: getComputedStyle(document.activeElement).outlineStyle }))
    if (at.name === name) {
      assert.notEqual(at.outline, 'none', `the focus on ${name} is not seen`)
      return
    }
  }
  assert.fail(`no way to ${name} by keyboard`)
}

test('from the first page to what a text changed, by keyboard', async () => {
  const who = await reader()
  await who.page.goto(hub)
  for (const [name, heading] of [
    ['The law', 'The law, place by place'],
    ['Connecticut Trust Act (Conn. Gen. Stat. 54-192h)', 'Connecticut Trust Act (Conn. Gen. Stat. 54-192h)'],
    ['against the text of 1 January 2014', 'Connecticut Trust Act (Conn. Gen. Stat. 54-192h): the texts of 1 January 2014 and 1 October 2019'],
  ]) {
    await tabTo(who.page, name)
    await who.page.keyboard.press('Enter')
    await who.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  }
  assert.ok(await who.page.locator('.card').count() > 3)
  await who.close()
})

test('the law of another day, and two texts that are not neighbours, by their forms', async () => {
  const who = await reader()
  await who.page.goto(`${hub}/law`)
  await who.page.getByLabel('Law in force on').fill('2013-06-01')
  await who.page.keyboard.press('Enter')
  await who.page.getByRole('heading', { name: 'In force on 1 June 2013' }).waitFor()
  await who.page.goto(`${hub}/law/us-ct/trust`)
  await who.page.getByRole('button', { name: 'Show the difference' }).click()
  await who.page.getByRole('heading', { level: 1, name: /1 January 2014 and 1 October 2025/ }).waitFor()
  await who.close()
})

test('what a browser is sent first', async () => {
  const who = await reader()
  const session = await who.page.context().newCDPSession(who.page)
  await session.send('Network.enable')
  let sent = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { sent += encodedDataLength })
  await who.page.goto(`${hub}/law/us/pep`, { waitUntil: 'networkidle' })
  assert.ok(sent > 1000 && sent < 100_000, `${sent} bytes`)
  await who.close()
})
