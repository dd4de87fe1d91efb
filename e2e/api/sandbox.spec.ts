// The sandbox: each magic address and each test document leads to what is documented, in the API, on the status page and for whoever verifies.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { askOcsp, judgePdf } from '../judges/pdf'
import { test } from '../journeys/product'
import { fetchPki, type RunningServer } from '../server'
import { ApiClient } from './client'

type Shown = {
  id: string
  status: string
  signing_url: string
  signers: { id: string; status: string; signed_at: string | null; certificate: { status: string; revoked_at: string | null } | null }[]
}
type Verification = {
  verification_status: string
  identity: { match_score: number; document_country: string; document_type: string } | null
  failure: { code: string; match_score: number | null } | null
}
type Completed = { status: string; at: string; failure: { code: string } | null; test_pin: string | null }

/** One request of one signer, and the ways in which its outcome shows. */
async function begin(product: RunningServer, signer: { name: string; email: string; phone?: string }) {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const { body: document } = await api.uploadBytes(await plainPdf(1), 'agreement.pdf')
  const { id, signing_url, signers } = await api.request([document.id], [signer])
  const [{ id: signerId } = { id: '' }] = signers
  const request = async () => (await api.call<Shown>('GET', `/signature-requests/${id}`)).body
  const verification = async () => (await api.call<Verification>('GET', `/signature-requests/${id}/signers/${signerId}/verification`)).body
  const complete = async (body: object = {}) => (await api.call<Completed>('POST', `/sandbox/signers/${signerId}/complete`, body)).body
  return { api, id, signerId, statusPage: signing_url, request, verification, complete }
}

/** A server may close an idle connection just as the next question comes: whoever polls asks again. */
const asked = <T>(question: () => Promise<T>): Promise<T | null> => question().catch(() => null)

test('magic addresses go their way by themselves', async ({ product, page }) => {
  const name = 'Anna Maria Kowalska'
  const success = await begin(product, { name, email: 'Sign.Success+e2e@qsignhub-test.io' })
  const fail = await begin(product, { name, email: 'sign.fail@qsignhub-test.io' })
  const timeout = await begin(product, { name, email: 'sign.timeout@qsignhub-test.io' })

  await expect.poll(() => asked(async () => (await success.request()).status), { timeout: 120_000 }).toBe('completed')
  expect(await success.verification()).toMatchObject({ verification_status: 'verified', identity: { match_score: 0.98, document_country: 'PL', document_type: 'national_id' } })

  await expect.poll(() => asked(async () => (await fail.verification()).verification_status), { timeout: 120_000 }).toBe('failed')
  expect(await fail.verification()).toMatchObject({ identity: null, failure: { code: 'FACE_MISMATCH', match_score: 0.07 } })
  await page.goto(fail.statusPage)
  await expect(page.getByText('Your face does not look like the photograph').first()).toBeVisible()

  expect((await timeout.request()).signers[0]?.status).toBe('pending_verification')
  const moved = await timeout.api.call<{ status: string; offset_seconds: number }>('POST', '/sandbox/clock', { signature_request_id: timeout.id, advance_seconds: 31 * 86_400 })
  expect(moved.body).toMatchObject({ status: 'expired', offset_seconds: 31 * 86_400 })
  expect(await timeout.request()).toMatchObject({ status: 'expired', signers: [{ status: 'expired' }] })
  await page.goto(timeout.statusPage)
  await expect(page.getByText('Test clock moved ahead').first()).toBeAttached()

  const directory = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
  const pki = await fetchPki(product.baseUrl, directory)
  writeFileSync(path.join(directory, 'signed.pdf'), await success.api.download(success.id))
  expect(judgePdf(path.join(directory, 'signed.pdf'), [pki.root]).problems).toEqual([])
})

test('test documents give what they are documented to give', async ({ product }) => {
  const person = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
  const expired = await begin(product, person)
  expect(await expired.complete({ document_number: 'FAIL000001' })).toMatchObject({ status: 'verification_failed', at: 'help', failure: { code: 'DOCUMENT_EXPIRED' } })
  expect(await expired.verification()).toMatchObject({ verification_status: 'failed', failure: { code: 'DOCUMENT_EXPIRED', match_score: null } })

  const unlike = await begin(product, person)
  expect(await unlike.complete({ document_number: 'LOWSCORE01' })).toMatchObject({ status: 'verification_failed', failure: { code: 'FACE_UNCERTAIN' } })
  expect((await unlike.verification()).failure?.match_score).toBe(0.61)

  const revoked = await begin(product, person)
  expect(await revoked.complete({ document_number: 'REVOKED001' })).toMatchObject({ status: 'signed', test_pin: '490731' })
  expect((await revoked.verification()).identity).toMatchObject({ match_score: 0.98, document_country: 'DE' })
  await expect.poll(() => asked(async () => (await revoked.request()).signers[0]?.certificate?.status), { timeout: 60_000 }).toBe('revoked')
  const directory = mkdtempSync(path.join(tmpdir(), 'revoked-'))
  const pki = await fetchPki(product.baseUrl, directory)
  const file = path.join(directory, 'signed.pdf')
  writeFileSync(file, await revoked.api.download(revoked.id))
  expect(askOcsp(file, pki)).toEqual([expect.stringMatching(/: revoked\s[^]*Reason: keyCompromise/)])

  // Events are what webhooks send.
  const { body: events } = await revoked.api.call<{ data: { type: string; data: { verification?: { reason: string | null } } }[] }>('GET', '/events?limit=100')
  expect(events.data.map(({ type }) => type)).toEqual(expect.arrayContaining(['signer.verification_failed', 'signer.identification_failed', 'signer.signed']))
  const reasons = events.data.flatMap(({ data }) => data.verification?.reason ?? [])
  expect(reasons).toEqual(expect.arrayContaining(['DOCUMENT_EXPIRED', 'FACE_UNCERTAIN']))
})

test('a developer without a camera clicks through the browser with a test document', async ({ product, page }) => {
  const { complete, request, signerId } = await begin(product, { name: 'Anna Example', email: 'anna@example.com', phone: '+48500123456' })
  expect(await complete({ stop_at: 'document' })).toMatchObject({ at: 'document' })
  const { signers } = await new ApiClient(product.baseUrl, product.apiKey).get((await request()).id)
  await page.goto(String((signers.find(({ id }) => id === signerId) as { signing_url?: string } | undefined)?.signing_url))
  await page.locator('form button').first().click()
  await expect(page.getByRole('heading', { name: 'TEST ONLY: use a test document' })).toBeVisible()
  await page.getByLabel('Test document', { exact: true }).selectOption('LOWSCORE01')
  await page.getByRole('button', { name: 'Use this test document' }).click()
  await expect(page.getByText('We could not be sure that you are the person on the document.').first()).toBeVisible({ timeout: 60_000 })
})

test('the sandbox tells what is wrong with a call', async ({ product }) => {
  const { api, id, signerId } = await begin(product, { name: 'Anna Example', email: 'anna@example.com' })
  const cases: readonly (readonly [string, object, number, string])[] = [
    [`/sandbox/signers/${signerId}/complete`, { document_number: 'XYZ' }, 422, 'VALIDATION_FAILED'],
    ['/sandbox/signers/sgn_AAAAAAAAAAAAAAAA/complete', {}, 404, 'NOT_FOUND'],
    ['/sandbox/clock', { signature_request_id: id }, 422, 'VALIDATION_FAILED'],
    ['/sandbox/clock', { signature_request_id: id, to: '2020-01-01T00:00:00Z' }, 422, 'VALIDATION_FAILED'],
    ['/sandbox/clock', { signature_request_id: 'sreq_AAAAAAAAAAAAAAAA', advance_seconds: 1 }, 404, 'NOT_FOUND'],
  ]
  for (const [resource, body, status, code] of cases) {
    const answer = await api.call('POST', resource, body)
    expect([answer.status, answer.error?.code], resource).toEqual([status, code])
  }
})
