// The sandbox: an outcome of each kind leads to what is documented, in the API, on the status page, by webhook and by
// OCSP.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { plainPdf } from '../documents'
import { askOcsp, judgePdf } from '../judges/pdf'
import { fetchPki, type RunningServer } from '../server'
import { ApiClient } from './client'
import { OUTCOMES, SIGNER, type Outcome } from './sandbox/outcomes'
import { test, type Delivery, type WebhookReceiver } from './sandbox/webhook-receiver'

const METADATA = { contract_id: 'CNT-2025-0042' }
/** Three tries of the identity check on a busy machine, and the jobs behind them. */
const SOON = { timeout: 120_000 }

/** One request of one signer. */
async function begin(product: RunningServer, email: string) {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const { body: document } = await api.uploadBytes(await plainPdf(1), 'agreement.pdf')
  const { id, signing_url: statusPage, signers } = await api.request([document.id], [{ ...SIGNER, email }], { metadata: METADATA })
  const signerId = signers[0]?.id ?? ''
  const complete = async (body: object) =>
    (await api.call<Record<string, unknown>>('POST', `/sandbox/signers/${signerId}/complete`, body)).body
  return { api, id, signerId, statusPage, complete }
}
type Begun = Awaited<ReturnType<typeof begin>>

for (const outcome of OUTCOMES) {
  test(`${outcome.of} ${outcome.story}`, async ({ product, page, webhooks }) => {
    const begun = await begin(product, outcome.of.includes('@') ? outcome.of : 'anna@example.com')
    await bringAbout(begun, outcome)
    await theApiAnswers(begun, outcome)
    await theReceiverIsTold(webhooks, begun, outcome)
    await aPersonReads(page, begun, outcome)
    if (outcome.certificate !== null) await othersVerify(product, begun, outcome.certificate)
  })
}

/** A magic address acts by itself. For the others, calls let time pass and show documents. */
async function bringAbout({ api, id, complete }: Begun, { of, request, signer, verification: { failure } }: Outcome): Promise<void> {
  if (!of.includes('@')) {
    expect(await complete({ document_number: of })).toMatchObject({
      status: signer,
      at: failure ? 'help' : 'signed',
      failure: failure && { code: failure.code },
    })
  } else if (request === 'expired') {
    expect((await api.get(id)).signers).toMatchObject([{ status: 'pending_verification' }])
    const moved = await api.call('POST', '/sandbox/clock', { signature_request_id: id, advance_seconds: 31 * 86_400 })
    expect(moved.body).toMatchObject({ status: 'expired', offset_seconds: 31 * 86_400 })
  }
}

async function theApiAnswers({ api, id, signerId }: Begun, { request, signer, certificate, verification }: Outcome): Promise<void> {
  const answered = async () => {
    const { status, signers } = await api.get(id)
    return [status, signers[0]?.status, signers[0]?.certificate?.status ?? null]
  }
  await expect.poll(answered, SOON).toEqual([request, signer, certificate])
  const verified = async () => (await api.call('GET', `/signature-requests/${id}/signers/${signerId}/verification`)).body
  await expect.poll(verified, SOON).toMatchObject(verification)
}

/** The receiver is told ids, states, coded reasons and the requester's metadata: nothing names a person, and no link opens anything. */
async function theReceiverIsTold({ toldOf }: WebhookReceiver, { id, signerId }: Begun, { of, events }: Outcome): Promise<void> {
  // Deliveries may overtake each other.
  await expect
    .poll(
      () =>
        toldOf(id)
          .map(({ event }) => inShort(event))
          .sort(),
      SOON,
    )
    .toEqual([...events].sort())
  for (const {
    event: { type, data },
    raw,
    proven,
  } of toldOf(id)) {
    expect(proven, type).toBe(true)
    expect(data.signature_request, type).toMatchObject({ id, metadata: METADATA })
    if (type.startsWith('signer.')) expect(data.signer, type).toMatchObject({ id: signerId, order: 1 })
    for (const personal of [...SIGNER.name.split(' '), SIGNER.name.toUpperCase(), SIGNER.phone.slice(3), '@', of, '/s/', '/r/'])
      expect(raw).not.toContain(personal)
  }
}

/** `signer.verification_failed: pending_verification, FACE_MISMATCH, 2 left`. */
function inShort({ type, data: { signature_request: request, signer, verification } }: Delivery['event']): string {
  const why = verification?.reason ? [verification.reason, `${verification.attempts_left} left`] : []
  return `${type}: ${[signer?.status ?? request?.status, ...why].join(', ')}`
}

async function aPersonReads(page: Page, { statusPage }: Begun, { page: words, verification: { failure } }: Outcome): Promise<void> {
  await page.goto(statusPage)
  const main = page.getByRole('main')
  for (const text of words) await expect(main.getByText(text).filter({ visible: true }).first(), text).toBeVisible()
  if (failure) await expect(main).not.toContainText(failure.code)
}

/** Independent programs and our own validation verify the document and its certificate. */
async function othersVerify(product: RunningServer, { api, id }: Begun, certificate: 'good' | 'revoked'): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
  const pki = await fetchPki(product.baseUrl, directory)
  const file = path.join(directory, 'signed.pdf')
  const bytes = await api.download(id)
  writeFileSync(file, bytes)
  expect(judgePdf(file, [pki.root]).problems).toEqual([])
  expect(askOcsp(file, pki)).toEqual([expect.stringMatching(certificate === 'good' ? /: good\n/ : /: revoked\s[^]*Reason: keyCompromise/)])
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)]), 'signed.pdf')
  // What was signed before the revocation stays signed.
  expect((await api.call('POST', '/validate', form)).body).toMatchObject({ valid: true, signatures: [{ ocsp_status: certificate }] })
  rmSync(directory, { recursive: true, force: true })
}

test('the sandbox tells what is wrong with a call', async ({ product }) => {
  const { api, id, signerId } = await begin(product, 'anna@example.com')
  const cases: readonly (readonly [string, object, number, string])[] = [
    [`/sandbox/signers/${signerId}/complete`, { document_number: 'XYZ' }, 422, 'VALIDATION_FAILED'],
    [`/sandbox/signers/${signerId}/complete`, { stop_at: 'review', code: true }, 422, 'VALIDATION_FAILED'],
    [`/sandbox/signature-requests/${id}/complete`, { signer_id: 'sgn_AAAAAAAAAAAAAAAA' }, 422, 'VALIDATION_FAILED'],
    ['/sandbox/signature-requests/sreq_AAAAAAAAAAAAAAAA/complete', {}, 404, 'NOT_FOUND'],
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
