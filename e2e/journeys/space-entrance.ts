// The way into a person's own space: the link from the mail, then the code to the phone.

import { expect, type Page } from '@playwright/test'
import { latestCode, latestSpaceLink } from '../outbox'
import type { RunningServer } from '../server'
import { words } from '../words'
import type { Person } from './people'

export async function signIn(page: Page, product: RunningServer, person: Person): Promise<void> {
  await page.goto('/space')
  await expect(page).toHaveURL(/\/space\/sign-in$/)
  const since = new Date()
  await page.getByLabel(words('space.signIn.email')).fill(person.email)
  await page.getByRole('button', { name: words('space.signIn.submit') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('space.signIn.sentTitle'))
  const link = await latestSpaceLink(product, person.email, since)
  // A program that follows links in mails reads the page and uses nothing up.
  expect((await fetch(link)).status).toBe(200)
  await page.goto(link)
  await page.getByRole('button', { name: words('space.open.submit') }).click()
  await page.getByRole('button', { name: words('space.code.send') }).click()
  await page.getByRole('textbox', { name: words('space.code.label') }).fill(await latestCode(product, person.phone, since))
  await page.getByRole('button', { name: words('space.code.submit') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('space.documents.title'))
}
