// Bad input, one refusal each: a coded error that says what to do, and nothing is created.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { encryptedPdf, plainPdf } from '../documents'
import { test } from '../journeys/product'
import { ApiClient } from './client'

const SIGNER = { name: 'Anna Kowalska', email: 'anna@example.com', phone: '+48500123456' }

test('files that cannot be signed are refused', async ({ product }) => {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const scratch = mkdtempSync(path.join(tmpdir(), 'bad-input-'))
  const good = await plainPdf(3)
  const cases: readonly (readonly [Uint8Array, number, string])[] = [
    [Buffer.from('Dear Sir or Madam'), 422, 'DOCUMENT_FORMAT_UNSUPPORTED'],
    [await encryptedPdf(scratch), 422, 'DOCUMENT_ENCRYPTED'],
    [good.subarray(0, good.length - 600), 422, 'DOCUMENT_DAMAGED'],
    [Buffer.concat([good, Buffer.alloc(51 * 1024 * 1024)]), 413, 'DOCUMENT_TOO_LARGE'],
  ]
  for (const [bytes, status, code] of cases) {
    const answer = await api.uploadBytes(bytes, 'file.pdf')
    expect([answer.status, answer.error?.code]).toEqual([status, code])
    expect(answer.error?.message).toMatch(/\w+/)
    expect(answer.error?.request_id).toMatch(/^req_/)
  }
})

test('requests that break a rule are refused', async ({ product }) => {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const { body } = await api.uploadBytes(await plainPdf(1), 'file.pdf')
  const field = { signer_index: 0, page: 1, x: 72, y: 600, width: 200, height: 80, type: 'signature' }
  const cases: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ colour: 'blue' }, 'VALIDATION_FAILED'],
    [{ signers: [{ ...SIGNER, phone: '0500 12' }] }, 'PHONE_INVALID'],
    [{ fields: [field, { ...field, y: 100 }] }, 'QES_FIELD_COUNT'],
    [{ signing_order: 'parallel' }, 'QES_SIGNING_ORDER'],
    [{ signature_authentication_mode: 'otp_sms' }, 'QES_AUTHENTICATION_MODE'],
    [{ fields: [{ ...field, page: 9 }] }, 'FIELD_OUT_OF_PAGE'],
  ]
  for (const [more, code] of cases) {
    const answer = await api.call('POST', '/signature-requests', { document_id: body.id, signers: [SIGNER], ...more })
    expect([answer.status, answer.error?.code], JSON.stringify(more)).toEqual([422, code])
  }
})

test('a missing, malformed or unknown key is refused', async ({ product }) => {
  for (const key of ['', 'qsh_test_wrong', 'qsh_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
    const answer = await new ApiClient(product.baseUrl, key).call('GET', '/signature-requests')
    expect([answer.status, answer.error?.code]).toEqual([401, 'UNAUTHENTICATED'])
  }
})
