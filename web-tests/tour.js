// Makes the pictures of docs/tour.md from the demonstration: node tour.js. Everybody in them is invented.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launch, visitor } from './lib/browser.js'
import { folder, start } from './lib/program.js'

const to = path.resolve(import.meta.dirname, '../docs/tour')
await mkdir(to, { recursive: true })
const home = await folder()
const program = await start(['demo', '--dir', home.dir, '--addr', '127.0.0.1:0'], /http:\/\/[\w.:]+/)
const origin = program.match[0]
const browser = await launch()

// take pictures the top of a page, of a height that is worth its room.
const take = (page, name, height = 800) => page.screenshot({ path: path.join(to, `${name}.png`), clip: { x: 0, y: 0, width: page.viewportSize().width, height }, fullPage: true })

async function be(page, key) {
  await page.getByLabel('You are').selectOption(key)
  await page.getByRole('button', { name: 'Be them' }).click()
  await page.waitForLoadState()
}
const first = page => page.getByRole('rowheader').getByRole('link').first().click()

try {
  const { page } = await visitor(browser, origin, { width: 1100 })
  await page.goto(origin)
  await take(page, 'story', 1500)
  await page.getByRole('link', { name: /Noor Hallam/ }).first().click()
  await take(page, 'booking', 1100)
  await be(page, 'examiner')
  await first(page)
  await take(page, 'examiner', 1000)
  await be(page, 'clerk')
  await first(page)
  await take(page, 'records', 1000)
  await be(page, 'officer')
  await first(page)
  await take(page, 'office', 1000)
  await be(page, 'us-ca.los-angeles-supervisor')
  await take(page, 'inbox', 520)
  await first(page)
  await take(page, 'jail', 1000)
  await be(page, 'counsel')
  await first(page)
  await take(page, 'counsel', 1000)
  await be(page, 'us-oh.franklin')
  await page.getByLabel('Year').selectOption('2015')
  await page.getByRole('button', { name: 'Show' }).click()
  await take(page, 'record', 1250)
  await page.goto(`${origin}/law`)
  await take(page, 'law', 900)
  const phone = await visitor(browser, origin, { width: 390 })
  await phone.page.goto(`${origin}/explore?lang=ar`)
  await take(phone.page, 'explorer-ar', 844)
} finally {
  await browser.close()
  await program.stop()
  await home.remove()
}
