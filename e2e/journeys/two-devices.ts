// One person, two screens that follow each other, one of them active: from the desk to the phone by the link behind the QR code, and back.

import { expect, type Browser } from '@playwright/test'
import type { RunningServer } from '../server'
import { words } from '../words'
import { PHONE, seat, type Person, type Seated } from './people'

/** The desk stands where it asks which device to go on with; the phone opens what the QR code says. */
export async function goOnByPhone(browser: Browser, product: RunningServer, person: Person, desk: Seated): Promise<Seated> {
  const offered = desk.at.page.waitForResponse((response) => response.url().endsWith('/handover') && response.ok())
  expect(await desk.at.goOn(['device'])).toBe('device')
  const { url } = (await (await offered).json()) as { url: string }
  await expect(desk.at.page.getByRole('img', { name: /QR code/ })).toBeVisible()

  const phone = await seat(browser, product, person, { viewport: PHONE })
  await phone.at.open(url)
  expect(await phone.at.goOn(['document'])).toBe('document')
  await expect(desk.at.page.getByRole('heading', { level: 1 })).toContainText('Continue on your phone')
  await expect(desk.at.page.getByText(/phone is connected/)).toBeVisible()
  await expectUsedUp(browser, url)
  return phone
}

/** The code works once: opened again after the phone did, it shows nothing. */
async function expectUsedUp(browser: Browser, url: string): Promise<void> {
  const late = await browser.newContext({ locale: 'en-GB' })
  const page = await late.newPage()
  await page.goto(url)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('does not open anything')
  await late.close()
}

/** The person goes on at `there`: `here`, where they made the selfie, shows a code to be typed there, and takes the two digits of that screen. */
export async function letGoOn(here: Seated, there: Seated, heading: string): Promise<void> {
  await here.at.page.getByRole('button', { name: words('journey.continueElsewhere.open') }).click()
  const code = await here.at.page.getByRole('img', { name: words('journey.continueElsewhere.code') }).textContent()
  await there.at.page.getByLabel(words('journey.otherDevice.code.label')).fill(code?.replaceAll(/\D/g, '') ?? '')
  await there.at.page.getByRole('button', { name: words('journey.otherDevice.code.submit') }).click()
  const label = there.at.page.getByRole('img', { name: words('journey.otherDevice.number.label') })
  const number = (await label.textContent())?.trim() ?? ''
  await here.at.page.getByLabel(words('journey.continueElsewhere.number')).fill(number)
  await here.at.page.getByRole('button', { name: words('journey.continueElsewhere.submit') }).click()
  await expect(there.at.page.getByRole('heading', { level: 1 })).toContainText(heading)
  await expect(here.at.page.getByRole('heading', { level: 1 })).toContainText(/another device|Continue on your phone/)
}

/** Takes over here; `there` is told that the journey goes on elsewhere. */
export async function takeOver(here: Seated, there: Seated, heading: string): Promise<void> {
  await here.at.page.getByRole('button', { name: 'Continue here instead' }).click()
  await expect(here.at.page.getByRole('heading', { level: 1 })).toContainText(heading)
  await expect(there.at.page.getByRole('heading', { level: 1 })).toContainText(/another device|Continue on your phone/)
}
