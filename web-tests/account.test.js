// Getting in: signing in, a role, a passkey, who is let out, and a session that is over.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { hold, launch, visitor, widths } from './lib/browser.js'
import { person, serveWorld } from './lib/served.js'

let browser, world

before(async () => {
  world = await serveWorld(18680)
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await world?.stop()
})

for (const [name, width] of Object.entries(widths)) {
  test(`outside, the account, and out again, ${name}`, async () => {
    const out = await visitor(browser, world.hub, { width })
    const answer = await out.page.goto(`${world.hub}/office`)
    assert.equal(answer.status(), 401)
    await out.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    out.complaints.length = 0 // the browser notes the 401
    await hold(out, `account-outside-${name}`)
    await out.close()

    const ole = await person(browser, world.hub, /Ole/, { width })
    await ole.page.goto(`${world.hub}/account`)
    await ole.page.getByText('field officer').first().waitFor()
    await hold(ole, `account-${name}`)
    await ole.page.getByRole('button', { name: 'Add a passkey' }).click()
    await ole.page.getByText('The passkey was added.').waitFor()
    await ole.page.reload()
    await ole.page.getByRole('table').waitFor()
    await hold(ole, `account-passkey-${name}`)
    await ole.page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await ole.page.getByRole('heading', { level: 1, name: 'You are signed out' }).waitFor()
    await hold(ole, `account-out-${name}`)
    assert.equal(await asked(ole.page, `${world.hub}/sign-in/who`), 401)
    await ole.close()
    const rut = await person(browser, world.hub, /Rut/, { width })
    await rut.page.goto(`${world.hub}/people`)
    await rut.page.getByText('Roles and changes of o. example').click()
    await hold(rut, `people-${name}`)
    await rut.page.getByRole('button', { name: 'Remove the passkeys of o. example' }).click()
    await rut.page.waitForURL(`${world.hub}/people`)
    assert.equal(await rut.page.getByRole('button', { name: 'Remove the passkeys of o. example' }).count(), 0)
    await rut.close()
  })
}

test('a session that is over', async () => {
  const ina = await person(browser, world.hub, /Ina/)
  const context = ina.page.context()
  const [cookie] = (await context.cookies()).filter(c => c.name === '__Host-sallyport')
  await context.addCookies([{ name: cookie.name, value: 'A'.repeat(43), url: world.hub, secure: true, httpOnly: true }])
  const answer = await ina.page.goto(`${world.hub}/audit`)
  assert.equal(answer.status(), 401)
  await ina.page.getByRole('heading', { level: 1, name: 'Your session has ended' }).waitFor()
  ina.complaints.length = 0
  await hold(ina, 'account-ended')
  await ina.close()
})

test('a role is given, chosen and ended, by keyboard and without scripts', async () => {
  const rut = await person(browser, world.hub, /Rut/, { script: false })
  await rut.page.goto(`${world.hub}/people`)
  const fay = rut.page.locator('section', { hasText: 'f. example' })
  await fay.locator('summary').press('Enter')
  await fay.getByLabel('Another role for f. example').selectOption('field officer')
  await fay.getByRole('button', { name: 'Give f. example this role' }).press('Enter')
  await rut.page.getByText('Role: field office director, field officer').waitFor()
  const director = await person(browser, world.hub, /Fay/)
  assert.equal(new URL(director.page.url()).pathname, '/account') // with two roles, one is asked for
  await hold(director, 'account-roles')
  await director.page.getByRole('radio', { name: 'field officer', exact: true }).check()
  await director.page.getByRole('button', { name: 'Act in this role' }).press('Enter')
  await director.page.getByText('f. example, field officer').or(director.page.locator('.who', { hasText: 'field officer' })).first().waitFor()
  for (const role of ['field office director', 'field officer']) {
    await fay.locator('summary').press('Enter')
    await fay.getByRole('button', { name: `End: ${role}`, exact: true }).press('Enter')
    await rut.page.waitForLoadState()
  }
  const answer = await director.page.goto(`${world.hub}/account`)
  assert.equal(answer.status(), 403)
  await director.page.getByRole('heading', { name: 'You are signed in, but have no access here' }).waitFor()
  director.complaints.length = 0
  await hold(director, 'account-no-role')
  const other = await rut.page.goto(`${world.hub}/office`)
  assert.equal(other.status(), 403)
  await director.close()
  await rut.close()
})

// asked is the status of an address, as the page asks for it.
const asked = (page, address) => page.evaluate(async at => (await fetch(at)).status, address)
