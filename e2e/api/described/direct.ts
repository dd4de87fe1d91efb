// The cases of signatures that are made at once, for the contract.

import { expect } from '@playwright/test'
import { plainPdf } from '../../documents'
import type { DocumentedCalls, Result } from './documented-call'

const NOBODY = { signature_id: 'sig_0000000000000000' }
const JANE = { name: 'Jane Doe', identifier: 'jane@example.com' }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function signed(calls: DocumentedCalls, more: object = {}, headers: Record<string, string> = {}): Promise<Result> {
  return calls.call('signDocument', { body: { document: base64(await plainPdf(1)), signer: JANE, ...more }, headers }, 200)
}

export async function signsDocument(calls: DocumentedCalls, live: string): Promise<void> {
  const document = base64(await plainPdf(1))
  const once = { document, anchor: { text: 'page 1 of 1' }, metadata: { contract: 7 } }
  const answer = await signed(calls, once, { 'idempotency-key': 'direct' })
  const file = Buffer.from(String(answer.json['document']), 'base64')
  expect(file.toString('latin1', 0, 5)).toBe('%PDF-')
  const form = new FormData()
  form.set('file', new File([new Uint8Array(file)], 'signed.pdf'))
  const report = await calls.call('validateDocument', { form }, 200)
  expect(report.json).toMatchObject({ valid: true, signatures: [{ signed_for: [JANE.name] }] })
  // The very same file: another one of the same words is another payload.
  const again = await signed(calls, once, { 'idempotency-key': 'direct' })
  expect([again.bytes.equals(answer.bytes), again.headers.get('idempotency-replayed')]).toEqual([true, 'true'])
  const text = base64(Buffer.from('A letter.'))
  await calls.call('signDocument', { body: { document, signer: JANE, anchor: { text: 'nowhere' } } }, 422, 'ANCHOR_NOT_FOUND')
  await calls.call('signDocument', { body: { document, signer: JANE, anchor: { text: 'clause' } } }, 422, 'ANCHOR_AMBIGUOUS')
  await calls.call('signDocument', { body: { document: text, signer: JANE } }, 422, 'DOCUMENT_FORMAT_UNSUPPORTED')
  await calls.call('signDocument', { body: { document: '%PDF-', signer: JANE } }, 422, 'VALIDATION_FAILED')
  await calls.call('signDocument', { body: { document } }, 422, 'VALIDATION_FAILED')
  await calls.call('signDocument', { body: { document, signer: JANE }, key: live }, 503, 'UNAVAILABLE')
}

export async function getsDirectSignature(calls: DocumentedCalls): Promise<void> {
  const { document: _, ...facts } = (await signed(calls)).json
  const path = { signature_id: String(facts['id']) }
  expect((await calls.call('getDirectSignature', { path }, 200)).json).toEqual(facts)
  await calls.call('getDirectSignature', { path: NOBODY }, 404, 'NOT_FOUND')
}

export async function erasesDirectSignature(calls: DocumentedCalls): Promise<void> {
  const path = { signature_id: String((await signed(calls)).json['id']) }
  const erased = await calls.call('eraseDirectSignature', { path }, 200)
  expect(erased.json).toMatchObject({ signer: { name: null, identifier: null } })
  expect((await calls.call('getDirectSignature', { path }, 200)).json).toEqual(erased.json)
  await calls.call('eraseDirectSignature', { path: NOBODY }, 404, 'NOT_FOUND')
}
