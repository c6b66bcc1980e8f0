// A served copy and the page of its receipt: a request comes by fax, the jail gives the person a copy, and whoever has it looks it up and says what is wrong.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { folder, start } from './lib/program.js'
import { person } from './lib/served.js'

const languages = ['en', 'es', 'fr', 'ar', 'zh', 'tl', 'vi', 'ko']
const port = 20_000 + process.pid % 8_000 // the issuers are a thousand above

let browser, program, origin, home, desk
const codes = {}

before(async () => {
  home = await folder()
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${path.join(home.dir, 'trial')}\nport: ${port}\njails:\n  - place: us-oh/franklin\n    ori: OHFRTRY01\n`)
  program = await start(['serve', '--config', config], /pages are served[\s\S]*pages are served/)
  origin = `https://us-oh.franklin.localhost:${port + 1}`
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await program?.stop()
  await home?.remove()
})

// given has the jail's clerk give a copy in a language, and opens it as it comes from the desk. The code is kept for the person.
async function given(clerk, language) {
  const { page } = clerk
  await page.goto(desk)
  await page.locator('#give-lang').selectOption(language)
  await page.locator('form', { has: page.locator('#give-lang') }).getByRole('button').click()
  await page.locator('.code').waitFor()
  codes[language] = (await page.locator('.code').textContent()).trim()
  assert.match(codes[language], /^(\w{4}-){4}\w$/)
}

test('a copy in every language, on two pages of letter paper', async () => {
  const clerk = await person(browser, origin, /Jon/)
  const { page } = clerk
  await page.goto(`${origin}/desk/register`)
  const chosen = { way: 'fax', action: 'hold', form: 'I-247D' }
  for (const [field, value] of Object.entries(chosen)) await page.locator(`#${field}`).selectOption(value)
  const written = { facility: 'FC-02', by: 'R. Alvarez, invented', dated: '2026-11-27T08:30' }
  for (const [field, value] of Object.entries(written)) await page.locator(`#${field}`).fill(value)
  await page.getByRole('button', { name: 'Enter it' }).click()
  await page.getByRole('button', { name: /local door judge/ }).click()
  await page.locator('#give-lang').waitFor()
  desk = page.url()
  for (const language of languages) {
    await given(clerk, language)
    await page.setViewportSize({ width: language === 'vi' ? widths.phone : widths.desk, height: 900 })
    await hold(clerk, `copy-${language}`)
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g).length
    assert.ok(paper <= 2, `${language}: ${paper} pages`)
    assert.ok(!page.url().includes(codes[language].slice(0, 4)) && !(await page.title()).includes(codes[language].slice(0, 4)), 'the code is in the address or title')
    if (language === 'ar') assert.ok((await page.locator('main').textContent()).includes('٤٨ ساعة'))
  }
  await clerk.close()
})

for (const language of languages) {
  test(`the receipt, ${language}`, async () => {
    const who = await visitor(browser, origin, { width: widths.phone, locale: language })
    const { page } = who
    await page.goto(`${origin}/receipt`)
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    if (['en', 'ar'].includes(language)) await hold(who, `receipt-empty-${language}`) // of the others the form is above what the code leads to
    await page.locator('#code').fill(codes[language].toLowerCase())
    await page.keyboard.press('Enter')
    await page.locator('#says').waitFor()
    assert.ok(!page.url().includes(codes[language].slice(0, 4).toLowerCase()))
    for (const [name, width] of Object.entries(widths)) {
      await page.setViewportSize({ width, height: 900 })
      await hold(who, `receipt-${language}-${name}`)
    }
    await who.close()
  })
}

test('the code of the square goes into the field, and out of the address', async () => {
  const who = await visitor(browser, origin)
  await who.page.goto(`${origin}/receipt#${codes.en}`)
  assert.equal(await who.page.locator('#code').inputValue(), codes.en)
  assert.equal(who.page.url(), `${origin}/receipt`)
  await who.close()
})

// tabTo goes on with the keyboard until something that a selector finds has the focus.
async function tabTo(page, selector) {
  for (let i = 0; i < 60; i++) {
    if (await page.locator(selector).evaluateAll(nodes => nodes.includes(document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${selector} is not reached`)
}

// lookUp types the code over whatever is in the field.
async function lookUp(page, code) {
  await tabTo(page, '#code')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

// What each says is wrong: how often Arrow down leads to it from the first, and in which words.
const doubts = { en: { down: 1, words: 'That is my brother, not me.' }, ar: { down: 0, words: 'وُلدت في كولومبوس' } }

for (const [language, doubt] of Object.entries(doubts)) {
  test(`saying what is wrong by keyboard, without scripts, ${language}`, async () => {
    const who = await visitor(browser, origin, { width: widths.phone, locale: language, script: false })
    const { page } = who
    await page.goto(`${origin}/receipt`)
    await lookUp(page, '0000-0000')
    await page.getByRole('alert').waitFor()
    who.complaints.length = 0 // the browser notes the 422
    await hold(who, `receipt-wrong-${language}`)
    await lookUp(page, codes[language])
    await page.locator('#challenge').waitFor()
    await tabTo(page, 'input[name=about]')
    await page.keyboard.press('Space')
    for (let i = 0; i < doubt.down; i++) await page.keyboard.press('ArrowDown')
    await tabTo(page, '#statement')
    await page.keyboard.type(doubt.words)
    await tabTo(page, 'section[aria-labelledby=challenge] button')
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    assert.equal(new URL(page.url()).search, `?taken&lang=${language}`)
    await hold(who, `receipt-taken-${language}`)
    await lookUp(page, codes[language])
    await page.locator('#became').waitFor()
    assert.ok(!(await page.locator('main').textContent()).includes(doubt.words), 'the page shows what was said')
    await hold(who, `receipt-became-${language}`)
    await who.close()
  })
}

test('following what became of it, once counsel has answered', async () => {
  const kit = await person(browser, origin, /Kit/)
  await kit.page.goto(`${origin}/counsel/case/${desk.split('/').pop()}`)
  await kit.page.locator('[name=finding]').fill('The booking photograph shows another man.')
  await kit.page.locator('form', { has: kit.page.locator('[name=finding]') }).getByRole('button').click()
  await kit.page.locator('[name=finding]').waitFor({ state: 'detached' })
  await kit.close()
  const who = await visitor(browser, origin, { width: widths.phone })
  const { page } = who
  await page.goto(`${origin}/receipt`)
  await lookUp(page, codes.en)
  await page.locator('#became').waitFor()
  const became = await page.locator('section[aria-labelledby=became]').textContent()
  assert.match(became, /It was answered\. Ask the agency what was found\.[\s\S]*k\. example/)
  assert.match(became, /two named people, neither of them a field officer/)
  assert.ok(!(await page.locator('main').textContent()).includes('photograph'), 'the page shows what was found')
  await hold(who, 'receipt-answered')
  await who.close()
})
