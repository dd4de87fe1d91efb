// The way into a person's own space: somebody who has signed, on a phone; the link from the mail, then the code to the phone.

import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { bringAxe, findings, overflow } from '../axe'
import { latestCode, latestSpaceLink } from '../outbox'
import { placed } from '../scene'
import type { RunningServer } from '../server'
import { words } from '../words'
import { anna, completed, PHONE, type Person } from './people'

export type Visit = {
  person: Person
  context: BrowserContext
  page: Page
  /** Nothing for axe to find, and no wider than the phone. */
  isClean(): Promise<void>
}

/** The person has not signed in yet. */
export async function visitOfSigner(browser: Browser, product: RunningServer): Promise<Visit> {
  const person = anna()
  await completed(await placed(product, [person], 'signed'))
  const context = await browser.newContext({ viewport: PHONE, baseURL: product.baseUrl, locale: 'en-GB' })
  await bringAxe(context)
  const page = await context.newPage()
  const isClean = async (): Promise<void> => {
    expect([page.url(), await findings(page), await overflow(page)]).toEqual([page.url(), [], 0])
  }
  return { person, context, page, isClean }
}

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
