// A returning signer signs with the keyboard alone; a wrong PIN and a wrong code are answered alike; nobody can frame the page.

import { createServer } from 'node:http'
import { expect, type Locator, type Page } from '@playwright/test'
import { latestCode } from '../outbox'
import { anna, ask, completed, seat } from './people'
import { test } from './product'

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await element.waitFor()
  for (let presses = 0; presses < 60; presses++) {
    if (await element.evaluate((it) => it === document.activeElement || it.contains(document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach it')
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first()
  await expect(button).toBeEnabled({ timeout: 30_000 })
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

test('a second signature, by keyboard', async ({ browser, product }) => {
  test.setTimeout(400_000)
  const person = anna()
  const { at, context } = await seat(browser, product, person)
  await at.open((await ask(product, [person])).links[0] ?? '')
  expect(await at.goOn()).toBe('done')

  const asked = await ask(product, [person])
  const { page } = at
  await page.goto(asked.links[0] ?? '')
  await press(page, 'Start')
  await page.waitForURL(/\/sign\//)
  await page.getByRole('checkbox').first().waitFor()
  for (const box of await page.getByRole('checkbox').all()) {
    await tabTo(page, box)
    await page.keyboard.press('Space')
    await expect(box).toBeChecked()
  }
  await press(page, 'Accept and continue')
  await page.locator('[data-page="1"] canvas').waitFor()
  await tabTo(page, page.getByRole('region', { name: 'contract-1' }))
  await page.keyboard.press('End')
  await press(page, 'Accept this document')
  await press(page, 'Continue to sign')
  const since = new Date(Date.now() - 500)
  await press(page, 'Send code')

  const [pin, code] = [page.locator('form#sign input').first(), page.locator('form#sign input').nth(1)]
  const enter = async (pinDigits: string, codeDigits: string) => {
    await tabTo(page, pin)
    await page.keyboard.type(pinDigits)
    await tabTo(page, code)
    await page.keyboard.type(codeDigits)
    await page.keyboard.press('Enter')
  }
  await pin.waitFor()
  const right = await latestCode(product.baseUrl, person.phone, since)
  const answers: string[] = []
  for (const [wrongPin, wrongCode] of [['111222', right], [person.pin, right === '000000' ? '000001' : '000000']] as const) {
    await enter(wrongPin, wrongCode)
    await expect(page.getByRole('alert').or(page.locator('main [role=status], main [tabindex="-1"]')).filter({ hasText: /PIN or/ }).first()).toBeVisible()
    // Emptied by the answer: the words of the first one are still there when the second is on its way.
    await expect(pin).toHaveValue('')
    await expect(code).toHaveValue('')
    answers.push((await page.locator('main').innerText()).replace(/\d+ tries|one try|\d:\d\d/g, '#'))
  }
  expect(answers[1]).toBe(answers[0])
  await enter(person.pin, right)
  await expect(page.getByRole('heading', { name: 'Signed.' })).toBeVisible({ timeout: 60_000 })
  await completed(asked)
  await context.close()
})

test('a page of somebody else cannot frame the journey', async ({ page, product }) => {
  const asked = await ask(product, [anna()])
  const thief = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<h1>Win a prize</h1><iframe src="${asked.links[0]}" width="800" height="600"></iframe>`)
  })
  await new Promise<void>((resolve) => void thief.listen(0, '127.0.0.1', () => resolve()))
  const address = thief.address()
  if (!address || typeof address !== 'object') throw new Error('no port')
  const refused = page.waitForEvent('console', (message) => /frame-ancestors|X-Frame-Options/.test(message.text()))
  await page.goto(`http://127.0.0.1:${address.port}/`)
  await refused
  // The error page takes the place of the refused one a moment after the browser has said why.
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
  thief.close()
})
