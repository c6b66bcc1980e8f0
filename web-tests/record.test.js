// The public record, as anyone reads it: what is drawn, what its table says and what is downloaded are the same numbers.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world

before(async () => {
  world = await serveWorld(18980, 'record')
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

// asks is a query with its terms in one order, whichever way it was written.
const asks = query => query.trim().split(/ +/).sort().join(' ')

// drawnFor is what a picture asks for one of its columns: of a month instead of its year.
const drawnFor = (query, term) => asks((term.startsWith('month=') ? query.replace(/year=\d+/, '') : query) + ' ' + term)

// plain is a number as it was before it was written for people; nothing where nobody counted.
const plain = text => text.replace(/ so far|\+|,/g, '').replace(/^(not reported|within a larger place)$/, '')

// sections are those of the page that is open: what is drawn and what the tables say, by query, and where the download is.
const sections = page => page.locator('section.figures').evaluateAll(all => all.map(section => ({
  name: section.querySelector('h2').textContent,
  drawn: [...section.querySelectorAll('svg[data-query] g')].map(g => [g.closest('svg').dataset.query, g.dataset.term, g.querySelector('.value').textContent]),
  pictures: section.querySelectorAll('svg[role=img]').length,
  table: [...section.querySelectorAll('td a[href^="/api/"]')].map(a => [new URL(a.href).searchParams.get('query'), a.textContent]),
  downloads: [...section.querySelectorAll('a[href^="/record/figures.csv"]')].map(a => a.href),
})))

// downloaded is what a download has, by query.
async function downloaded(page, address) {
  const text = await page.evaluate(async at => {
    const answer = await fetch(at)
    return answer.ok && answer.headers.get('content-type').startsWith('text/csv') ? answer.text() : ''
  }, address)
  const [head, ...rows] = text.trim().split('\n').map(line => line.split(','))
  assert.deepEqual(head.slice(0, 3), ['query', 'count', 'state'])
  return new Map(rows.map(row => [asks(row[0]), row[1]]))
}

// compare holds all that the open page shows against its downloads, and says how many numbers there were.
async function compare(page) {
  let numbers = 0
  for (const section of await sections(page)) {
    const table = new Map(section.table.map(([query, text]) => [asks(query), plain(text)]))
    assert.ok(section.pictures > 0 && table.size > 0 && section.downloads.length > 0, section.name)
    for (const [query, term, text] of section.drawn) assert.equal(plain(text), table.get(drawnFor(query, term)), `${section.name}: ${query} ${term}`)
    const rows = new Map()
    for (const address of section.downloads) for (const [query, count] of await downloaded(page, address)) rows.set(query, count)
    for (const [query, shown] of table) assert.equal(shown, rows.get(query), `${section.name}: ${query}`)
    for (const [query, count] of rows) assert.ok(table.has(query) || Number(count) === 0, `${section.name}: ${query} is not on the page`)
    numbers += rows.size
  }
  return numbers
}

for (const [name, width] of Object.entries(widths)) {
  test(`what is drawn is what the table says and the download has, ${name}`, async () => {
    const who = await visitor(browser, world.hub, { width })
    const { page } = who
    await page.goto(`${world.hub}/record`)
    await page.getByRole('heading', { name: 'The public record' }).waitFor()
    await hold(who, `record-${name}`)
    if (name === 'desk') {
      const numbers = await compare(page)
      assert.ok(numbers > 100, `${numbers} numbers`)
    } else {
      await page.locator('#place').focus()
      await page.keyboard.type('Los')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(url => url.searchParams.get('place') === 'us-ca/los-angeles')
      assert.ok(await compare(page) > 100)
      await page.getByText('The numbers, as a table').first().press('Enter')
      await page.locator('details[open] table').first().waitFor()
      await hold(who, 'record-place-phone')
    }
    await who.close()
  })
}

test('a number leads to its query and checkpoint, a rule to its law, by keyboard', async () => {
  const who = await visitor(browser, world.hub)
  const { page } = who
  await page.goto(`${world.hub}/record`)
  const root = await page.locator('main .small code').first().textContent()
  const number = page.locator('section.figures td a').first()
  const shown = plain(await number.textContent())
  await number.press('Enter')
  await page.waitForURL(/\/api\/v1\/figures/)
  const answer = JSON.parse(await page.locator('body').innerText())
  assert.equal(String(answer.figure.count), shown)
  await page.goBack()
  assert.ok(root.length > 40)
  const rule = page.locator('section[aria-labelledby=rules] th a').first()
  await rule.press('Enter')
  await page.waitForURL(/\/law\/us\/pep#rule-/)
  const id = new URL(page.url()).hash.slice(1)
  assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id)
  await who.close()
})

// In the other languages; the law's own words stay in English.
const western = text => text.replace(/[٠-٩]/g, digit => '٠١٢٣٤٥٦٧٨٩'.indexOf(digit)).replace(/\D/g, '')

for (const language of ['es', 'fr', 'ar']) {
  test(`the figures, ${language}`, async () => {
    const who = await visitor(browser, world.hub, { locale: language, width: language === 'ar' ? widths.phone : widths.desk })
    const { page } = who
    await page.goto(`${world.hub}/record`)
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    const shown = async () => (await sections(page)).flatMap(section => section.table.map(([query, text]) => `${query}: ${western(text)}`))
    const here = await shown()
    await hold(who, `record-${language}`)
    if (language === 'ar') {
      await page.setViewportSize({ width: widths.desk, height: 900 })
      await hold(who, 'record-ar-desk')
    }
    await page.goto(`${world.hub}/record?lang=en`)
    assert.deepEqual(here, await shown())
    assert.ok(here.length > 100)
    await who.close()
  })
}

for (const [name, width] of Object.entries(widths)) {
  test(`checkpoints and monitors, ${name}`, async () => {
    const who = await visitor(browser, world.hub, { width })
    const { page } = who
    await page.goto(`${world.hub}/record`)
    const ways = page.getByRole('navigation', { name: 'Public record' })
    await ways.getByRole('link', { name: 'Checkpoints' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Checkpoints' }).waitFor()
    const signed = await page.evaluate(async () => (await fetch('/log/checkpoint')).text())
    assert.ok((await page.locator('main').textContent()).includes(signed.split('\n')[0]), 'another log')
    await hold(who, `record-checkpoints-${name}`)
    await ways.getByRole('link', { name: 'Monitors' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Monitors' }).waitFor()
    await hold(who, `record-monitors-${name}`)
    await who.close()
  })
}

test('an auditor of this record reads grounds and rules in words', async () => {
  const ina = await person(browser, world.hub, /Ina/, { width: widths.phone })
  const { page } = ina
  await page.goto(`${world.hub}/audit/lines/ground`)
  const line = page.locator('tbody tr', { hasText: 'pep.charge-only.refuse' }).first()
  assert.match(await line.textContent(), /refused[\s\S]*never supports a request/)
  assert.equal(await line.getByRole('link', { name: 'pep.charge-only.refuse' }).count(), 1)
  await page.goto(`${world.hub}/audit`)
  for (const [name, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 900 })
    await hold(ina, `audit-record-${name}`)
  }
  await ina.close()
})

test('without scripts, and where there is nothing', async () => {
  const who = await visitor(browser, world.hub, { width: widths.phone, script: false })
  const { page } = who
  await page.goto(`${world.hub}/record?place=us-ny`)
  await page.getByRole('alert').waitFor()
  who.complaints.length = 0 // the browser notes the 404
  await page.getByText('The numbers, as a table').first().press('Enter')
  await page.locator('details[open] table').first().waitFor()
  await hold(who, 'record-nothing')
  await who.close()
})
