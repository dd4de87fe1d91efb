// From the desk to the phone and back: one journey, two screens that follow each other, one of them active.

import { expect } from '@playwright/test'
import { honest } from '../camera/actor'
import { anna, ask, PHONE, seat } from './people'
import { test } from './product'

test('Anna begins at her desk, shows her document with her phone, and goes on at the desk', async ({ browser, product }) => {
  test.setTimeout(300_000)
  const person = anna()
  const asked = await ask(product, [person])
  const desk = await seat(browser, product, person)
  await desk.at.open(asked.links[0] ?? '')
  const offered = desk.at.page.waitForResponse((response) => response.url().endsWith('/handover') && response.ok())
  expect(await desk.at.goOn(['device'])).toBe('device')
  const { url } = (await (await offered).json()) as { url: string }
  await expect(desk.at.page.getByRole('img', { name: /QR code/ })).toBeVisible()

  const phone = await seat(browser, product, person, { viewport: PHONE, actor: honest(person.specimen) })
  await phone.at.open(url)
  expect(await phone.at.goOn(['document'])).toBe('document')
  await expect(desk.at.page.getByRole('heading', { level: 1 })).toContainText('Continue on your phone', { timeout: 15_000 })
  await expect(desk.at.page.getByText(/phone is connected/)).toBeVisible()
  expect(await phone.at.goOn(['selfie'])).toBe('selfie')

  // The code works once.
  const late = await browser.newContext()
  const page = await late.newPage()
  await page.goto(url)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('does not open anything')
  await late.close()

  await desk.at.page.getByRole('button', { name: 'Continue here instead' }).click()
  await expect(desk.at.page.getByRole('heading', { level: 1 })).toContainText('video of your face')
  expect(await desk.at.goOn(['extractedData', 'help'])).toBe('extractedData')
  await expect(phone.at.page.getByRole('heading', { level: 1 })).toContainText('another device', { timeout: 15_000 })
  await phone.context.close()
  await desk.context.close()
})
