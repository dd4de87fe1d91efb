// A signer asks, the requester answers: two browsers that see each other's words within a second, unread marks, one mail for a pause, and a
// thread that is nobody else's.

import { expect, type Locator, type Page } from '@playwright/test'
import axe from 'axe-core'
import { accountsOf } from '../run'
import { findings, overflow } from '../axe'
import { signIn } from '../api/sign-in'
import { mailsTo } from '../outbox'
import { placed } from '../scene'
import { words } from '../words'
import { anna } from './people'
import { test } from './product'

const SIZES = [
  { width: 390, height: 664 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]
const WITHIN = { timeout: 1_000, intervals: [50] }
const WAITING = 'A message for you'

async function write(on: Page, text: string): Promise<void> {
  await on.getByLabel(words('conversation.label')).fill(text)
  await on.getByRole('button', { name: words('conversation.send'), exact: true }).click()
  await expect(own(on, text)).toBeVisible()
}
const own = (on: Page, text: string): Locator => on.getByRole('log').getByText(text, { exact: true })
const sees = (on: Page, text: string) => expect.poll(() => own(on, text).isVisible(), WITHIN).toBe(true)

async function looksRight(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    expect(await overflow(page), `wider than ${size.width}`).toBe(0)
    expect((await findings(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
}

test('both see what the other writes within a second, and who is away gets one mail', async ({ page, browser, product }) => {
  const person = anna()
  const asked = await placed(product, [person], 'review')
  const signer = asked.request.signers[0]?.id ?? ''
  const waiting = async () => (await mailsTo(product, person.email)).filter(({ subject }) => subject?.startsWith(WAITING)).length
  const later = () => asked.api.call('POST', '/sandbox/clock', { signature_request_id: asked.request.id, advance_seconds: 121 })

  // The signer has a question, by keys alone.
  await page.goto(asked.links[0] ?? '')
  await page.getByRole('button', { name: words('journey.invitation.goOn') }).click()
  const open = page.getByRole('button', { name: words('conversation.open') })
  await open.focus()
  await page.keyboard.press('Enter')
  await write(page, 'Is the rate fixed? See https://bank.example/<b>rates</b>')
  await expect(page.getByRole('log').getByRole('link')).toHaveCount(0)
  await looksRight(page)

  const desk = await (await browser.newContext({ locale: 'en-GB', baseURL: product.baseUrl })).newPage()
  expect(await signIn(desk.request, product.apiKey)).toBe(200)
  await desk.goto(`/console/requests/${asked.request.id}`)
  await desk.getByRole('button', { name: words('conversation.unread') }).click()
  await expect(own(desk, 'Is the rate fixed? See https://bank.example/<b>rates</b>')).toBeVisible()
  await expect(page.getByText(words('conversation.seen'))).toBeVisible()
  await looksRight(desk)
  for (const text of ['Yes, for ten years.', 'See section four.']) {
    await write(desk, text)
    await sees(page, text)
  }
  await write(page, 'Thank you')
  await sees(desk, 'Thank you')

  // The sheet closed: the mark of what is unread. The page closed: one mail, however much is written.
  await page.getByRole('button', { name: words('conversation.close') }).click()
  await write(desk, 'You are welcome')
  await expect(page.getByRole('button', { name: words('conversation.openUnread') })).toBeVisible()
  await page.close()
  await later()
  await write(desk, 'Are you still there?')
  await later()
  await later()
  expect(await waiting()).toBe(1)
  expect(JSON.stringify(await mailsTo(product, person.email))).not.toContain('You are welcome')

  // Nobody else's.
  const thread = `/api/console/requests/${asked.request.id}/signers/${signer}/messages`
  const stranger = await browser.newContext({ baseURL: product.baseUrl })
  expect((await stranger.request.get(`${thread}?version=-1&after=0`)).status()).toBe(401)
  expect(await signIn(stranger.request, accountsOf(0).theirs.keys[0] ?? '')).toBe(200)
  expect((await stranger.request.get(`${thread}?version=-1&after=0`)).status()).toBe(404)
  const data = { text: 'From somebody else', sentAs: 'somebody-else-0001' }
  expect((await stranger.request.post(thread, { data, headers: { 'sec-fetch-site': 'same-origin' } })).status()).toBe(404)
  expect((await stranger.request.post(`${thread}/read`, { data: { to: 1 }, headers: { 'sec-fetch-site': 'same-origin' } })).status()).toBe(
    404,
  )
})
