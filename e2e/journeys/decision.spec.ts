// What is not certain, a person decides: at the console one is refused, by the API one is approved and signs; the evidence names who decided.

import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { findings, overflow } from '../axe'
import { words } from '../words'
import { anna, ask, zofia, type Asked } from './people'
import { test } from './product'

const SIZES = [
  { width: 390, height: 664 },
  { width: 1280, height: 800 },
]

/** The sandbox shows a document of which nobody can be certain. */
async function referred({ api, request }: Asked): Promise<string> {
  const signer = request.signers[0]?.id ?? ''
  const { body } = await api.call<{ at: string }>('POST', `/sandbox/signers/${signer}/complete`, { document_number: 'REFERRED01' })
  expect(body.at).toBe('decision')
  return signer
}

/** As the form of the console does it; the browser keeps the cookie. */
async function signIn({ request }: Page, key: string): Promise<void> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await request.post('/api/auth/callback/credentials', { form: { key, csrfToken, json: 'true' } })
  expect(answer.status()).toBe(200)
}

test('an officer looks at the pictures in the console and refuses; the signer tries again', async ({ page, product }) => {
  const person = anna()
  const asked = await ask(product, [person])
  await referred(asked)
  await signIn(page, product.apiKey)
  await page.goto(`/console/requests/${asked.request.id}`)
  await page.getByRole('link', { name: words('console.decision.open') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('console.decision.title'))
  for (const picture of await page.locator('main img').all())
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await page.getByRole('radio', { name: words('console.decision.choose.reject.title') }).check()
  await page.evaluate(axe.source)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    expect(await overflow(page), `wider than ${size.width}`).toBe(0)
    expect((await findings(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await page.getByRole('button', { name: words('console.decision.goOn') }).click()
  await expect(page.getByText(words('console.decision.missing.reasons'))).toBeVisible()
  await page.getByRole('checkbox', { name: words('console.decision.reason.DOCUMENT_ILLEGIBLE') }).check()
  await page.getByRole('button', { name: words('console.decision.goOn') }).click()
  await page.getByRole('button', { name: words('console.decision.send.reject') }).click()
  await expect(page.getByText(words('console.decision.done.reject'))).toBeVisible()

  await page.goto(asked.links[0] ?? '')
  await page.getByRole('button', { name: words('journey.invitation.goOn') }).click()
  await expect(page.getByText(words('identity.DOCUMENT_ILLEGIBLE.message')).first()).toBeVisible()
})

test('a program approves, and the signer goes on to the signature', async ({ product }) => {
  const asked = await ask(product, [zofia()])
  const { api, request } = asked
  const signer = await referred(asked)
  const check = `/signature-requests/${request.id}/signers/${signer}/verification`
  const { body: shown } = await api.call<{ verification_id: string; result_sha256: string }>('GET', `${check}/evidence`)
  const decided = await api.call('POST', `${check}/decision`, {
    verification_id: shown.verification_id,
    result_sha256: shown.result_sha256,
    decision: 'approve',
    reasons: ['FACE_SAME', 'DOCUMENT_GENUINE'],
    note: 'The same scar on both.',
  })
  expect(decided.status).toBe(200)
  const { body } = await api.call<{ status: string }>('POST', `/sandbox/signers/${signer}/complete`, {})
  expect(body.status).toBe('signed')
  const { body: verification } = await api.call<{ decision: { decision: string; decided_by: string } }>('GET', check)
  expect([verification.decision.decision, verification.decision.decided_by.slice(0, 4)]).toEqual(['approve', 'key_'])
})
