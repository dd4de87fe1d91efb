// The journey with the keyboard alone: a certificate without a camera, then a signature with it; a wrong PIN and a wrong code are
// answered alike. And nobody can frame the page.

import { createServer } from 'node:http'
import { expect, type Locator, type Page } from '@playwright/test'
import { latestCode } from '../outbox'
import { placed } from '../scene'
import { words } from '../words'
import { anna, ask, completed } from './people'
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
  await expect(button).toBeEnabled({ timeout: 60_000 })
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

async function open(page: Page, link: string | undefined): Promise<void> {
  await page.goto(link ?? '')
  await press(page, /^(Start|Continue where I left off)$/)
  await page.waitForURL(/\/sign\//)
}

async function tickAll(page: Page): Promise<void> {
  await page.getByRole('checkbox').first().waitFor()
  for (const box of await page.getByRole('checkbox').all()) {
    await tabTo(page, box)
    await page.keyboard.press('Space')
    await expect(box).toBeChecked()
  }
}

test('a certificate, by keyboard and with a test document in place of the camera', async ({ page, product }) => {
  const person = anna()
  await open(page, (await placed(product, [person], 'document')).links[0])
  await expect(page.getByRole('heading', { name: 'TEST ONLY: use a test document' })).toBeVisible()
  const number = page.getByLabel('Test document', { exact: true })
  await tabTo(page, number)
  await expect(number).toHaveValue('AZE123456')
  await press(page, 'Use this test document')
  await press(page, words('journey.extractedData.confirm'))
  const since = new Date()
  await press(page, words('journey.names.sendCode'))
  await expect(page.getByLabel(words('journey.names.code'))).toBeFocused()
  await page.keyboard.type(await latestCode(product, person.phone, since))
  // With its last digit the focus goes on to the PIN.
  await expect(page.getByLabel(words('journey.pin.pin'))).toBeFocused()
  await page.keyboard.type(person.pin)
  await tabTo(page, page.getByLabel(words('pin.again')))
  await page.keyboard.type(person.pin)
  await press(page, words('journey.pin.continue'))
  await tickAll(page)
  await press(page, words('journey.certificate.continue'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Read your document/)
})

test('a second signature, by keyboard', async ({ page, product }) => {
  const person = anna()
  const { pin: known } = await placed(product, [person], 'signed', { keep: true })

  const asked = await ask(product, [person])
  await open(page, asked.links[0])
  await tickAll(page)
  await press(page, words('journey.details.signedBefore'))
  const asking = new Date()
  await press(page, words('journey.details.before.send'))
  await expect(page.getByLabel(words('journey.details.before.code'))).toBeFocused()
  await page.keyboard.type(await latestCode(product, person.phone, asking))
  await press(page, words('journey.details.before.use'))
  await press(page, words('journey.savedIdentity.use'))
  await page.locator('[data-page="1"] canvas').waitFor()
  await tabTo(page, page.getByRole('region', { name: 'contract-1' }))
  await page.keyboard.press('End')
  await press(page, 'Accept this document')
  const since = new Date()
  await press(page, 'Continue to sign')

  const [pin, code] = [page.getByLabel(words('journey.sign.pin')), page.getByLabel(words('journey.sign.code'))]
  const enter = async (pinDigits: string, codeDigits: string) => {
    await tabTo(page, code)
    await page.keyboard.type(codeDigits)
    await tabTo(page, pin)
    await page.keyboard.type(pinDigits)
    await page.keyboard.press('Enter')
  }
  await pin.waitFor()
  const right = await latestCode(product, person.phone, since)
  const answers: string[] = []
  for (const [wrongPin, wrongCode] of [
    ['111222', right],
    [known, right === '000000' ? '000001' : '000000'],
  ] as const) {
    await enter(wrongPin, wrongCode)
    await expect(
      page
        .getByRole('alert')
        .or(page.locator('main [role=status], main [tabindex="-1"]'))
        .filter({ hasText: /PIN or/ })
        .first(),
    ).toBeVisible()
    // Emptied by the answer: the words of the first one are still there when the second is on its way.
    await expect(pin).toHaveValue('')
    await expect(code).toHaveValue('')
    answers.push((await page.locator('main').innerText()).replace(/\d+ tries|one try|new code in \d:\d\d|Send a new code/g, '#'))
  }
  expect(answers[1]).toBe(answers[0])
  await enter(known, right)
  await expect(page.getByRole('heading', { name: 'Signed.' })).toBeVisible({ timeout: 60_000 })
  await completed(asked)
})

test('a page of somebody else cannot frame the journey', async ({ page, product }) => {
  const asked = await ask(product, [anna()])
  const thief = createServer((_, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end(`<h1>Win a prize</h1><iframe src="${asked.links[0]}" width="800" height="600"></iframe>`)
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
