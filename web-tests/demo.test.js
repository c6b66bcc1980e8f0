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
