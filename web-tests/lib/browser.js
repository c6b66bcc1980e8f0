// A real browser, and what every page is held to: no violation that axe finds, no request to another host, nothing wider than the screen, no error in the
// console. Screenshots go to shots/ to be looked at.
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = path.resolve(import.meta.dirname, '../shots')

const scriptless = new WeakSet() // pages without scripts: axe, a script itself, cannot look at them, and the same page with scripts is looked at elsewhere

export const widths = { phone: 390, desk: 1280 }

export async function launch() {
  await mkdir(shots, { recursive: true })
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

// visitor is a page of a browser that has nothing in it, and the complaints that it has heard so far.
export async function visitor(browser, origin, { width = widths.desk, locale = 'en-US', script = true, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale, javaScriptEnabled: script, bypassCSP: false, ignoreHTTPSErrors: true, ...more })
  const page = await context.newPage()
  if (!script) scriptless.add(page)
  const complaints = []
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.origin !== origin) complaints.push(`asked another host: ${url.origin}`)
  })
  page.on('console', message => { if (message.type() === 'error') complaints.push(`console: ${message.text()}`) })
  page.on('pageerror', error => complaints.push(`script: ${error.message}`))
  return { page, complaints, close: () => context.close() }
}

// hold holds the page that is open to what every page promises, and keeps a picture of it.
export async function hold({ page, complaints }, name) {
  await picture(page, path.join(shots, `${name}.jpg`))
  assert.deepEqual(complaints, [], name)
  if (!scriptless.has(page)) assert.deepEqual(await violations(page), [], `${name}: axe`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wide <= 0, `${name}: ${wide} pixels wider than the screen`)
}

// tallest is how much of a page a picture shows: of the law's longest, twenty screens say as much as sixty, in a tenth of the time.
const tallest = 10_000

async function picture(page, file) {
  const { height, width } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight, width: document.documentElement.scrollWidth }))
  await page.screenshot({ path: file, type: 'jpeg', quality: 70, fullPage: true, ...(height > tallest && { clip: { x: 0, y: 0, width, height: tallest } }) })
}

// violations asks axe; it runs beside the page, whose policy lets no foreign script in.
async function violations(page) {
  const session = await beside(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' })
  const run = expression => session.send('Runtime.evaluate', { contextId: executionContextId, expression, awaitPromise: true, returnByValue: true })
  await run(axe)
  const { result, exceptionDetails } = await run('axe.run(document).then(r => r.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target).join(" | ")}`))')
  assert.equal(exceptionDetails, undefined)
  return result.value
}

// beside is the one session that a page keeps: when one is detached, Chromium takes the focus from the page, and a passkey asked without it never answers.
const sessions = new WeakMap()
async function beside(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page))
  return sessions.get(page)
}
