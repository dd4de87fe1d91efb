// Nothing dead-ends: refusing, correcting one's data, an old link, a request that was withdrawn, and what the requester reads.

import { expect } from '@playwright/test'
import { latestLink } from '../outbox'
import { placed } from '../scene'
import { SignerAtWork } from '../signer-at-work'
import { words } from '../words'
import { anna, ask, zofia } from './people'
import { test } from './product'

test('refusing ends the request for everyone, with the reason for the requester', async ({ page, product }) => {
  const [first, second] = [anna(), zofia()]
  const asked = await ask(product, [first, second])
  const at = new SignerAtWork(page, product, first)
  await at.open(asked.links[0] ?? '')
  expect(await at.goOn(['details'])).toBe('details')
  await at.page.getByRole('button', { name: 'I do not accept' }).click()
  await at.page.getByRole('textbox').fill('The interest rate is not what we agreed on.')
  await at.page.getByRole('button', { name: 'Refuse to sign' }).last().click()
  await at.page.getByRole('button', { name: 'Yes, refuse to sign' }).click()
  await expect(at.page.getByRole('heading', { level: 1 })).toHaveText('You refused to sign.')

  await page.goto(asked.links[1] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This request has ended.')
  await page.goto(asked.request.signing_url)
  await expect(page.getByText('Refused to sign').first()).toBeVisible()
  await expect(page.locator('main')).not.toContainText('The interest rate')
  const { status, signers } = await asked.api.get(asked.request.id)
  expect(status).toBe('cancelled')
  expect(signers[0]).toMatchObject({ status: 'refused', refusal_reason: 'The interest rate is not what we agreed on.' })
})

test('a correction renews the link, tells the requester, and the old link opens nothing', async ({ page, context, product }) => {
  const person = anna()
  const asked = await placed(product, [{ ...person, name: 'Ana Kowalsky' }], 'details')
  const at = new SignerAtWork(page, product, person)
  await at.open(asked.links[0] ?? '')
  expect(await at.goOn(['details'])).toBe('details')
  const since = new Date()
  await at.page.getByRole('button', { name: words('journey.details.wrong') }).click()
  await at.page.getByLabel('Your full name').fill(person.name)
  await at.page.getByRole('button', { name: 'Save and continue' }).click()
  await expect(at.page.getByRole('heading', { level: 1 })).toHaveText('May we check who you are?')
  // Now the browser is that of somebody else, who has the old link and no cookie.
  await context.clearCookies()

  await page.goto(asked.links[0] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not open anything any more.')
  // Whoever had the link may know whose request it was.
  await expect(page.locator('main')).toContainText(asked.request.id)
  await page.getByRole('button', { name: 'Send me a new link' }).click()
  await expect(page.getByText(words('journey.oldLink.sentTitle'))).toBeVisible()
  await page.goto(await latestLink(product, person.email, since))
  await expect(page.getByRole('button', { name: 'Continue where I left off' })).toBeVisible()
  expect((await asked.api.get(asked.request.id)).signers[0]).toMatchObject({ name: person.name })
  await page.goto(asked.request.signing_url)
  await expect(page.getByText(/corrected/i).first()).toBeVisible()
})

test('a request that was withdrawn says so', async ({ page, product }) => {
  const asked = await ask(product, [anna()])
  const answer = await asked.api.call('DELETE', `/signature-requests/${asked.request.id}`, { reason: 'A revised version follows.' })
  expect(answer.status).toBeLessThan(300)
  await page.goto(asked.links[0] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This request was withdrawn.')
})
