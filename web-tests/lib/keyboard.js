// A page by keyboard alone: Tab to what is meant, and see that where the focus is can be seen.
import assert from 'node:assert/strict'

export const button = (page, name) => page.getByRole('button', { name })

// reach goes to something by the Tab key alone.
export async function reach(page, what) {
  for (let i = 0; i < 250; i++) {
    const [here, outline] = await what.evaluate(e => [e === document.activeElement, getComputedStyle(e).outlineStyle])
    if (here) {
      assert.notEqual(outline, 'none', 'the focus is not to be seen')
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`not reached by keyboard: ${what}`)
}

export async function type(page, label, text) {
  await reach(page, page.getByLabel(label, { exact: false }).first())
  await page.keyboard.type(text)
}

// press uses something; Enter leads to another page, which is waited for.
export async function press(page, what, key = 'Enter') {
  await reach(page, what)
  if (key !== 'Enter') return page.keyboard.press(key)
  const loaded = page.waitForEvent('load')
  await page.keyboard.press(key)
  await loaded
}

// choose takes one of several: Tab goes to the group, arrows go round in it.
export async function choose(page, radio) {
  const group = page.locator(`input[type=radio][name="${await radio.getAttribute('name')}"]`)
  await reach(page, group.first())
  await page.keyboard.press('Space')
  for (let i = await group.count(); i > 0 && !await radio.isChecked(); i--) await page.keyboard.press('ArrowDown')
  assert.ok(await radio.isChecked(), `not chosen by keyboard: ${radio}`)
}
