// The largest request: twenty people (eight in a usual run) sign one document, each after the one before, and judges find every signature and
// time-stamp valid; a twenty-first signer is refused, at creation and later.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { test } from '../journeys/product'
import { judgePdf } from '../judges/pdf'
import { fetchPki } from '../server'
import { WHOLE } from '../whole'
import { ApiClient } from './client'

const MOST = 20
const SIGNING = WHOLE ? MOST : 8
const AT_A_TIME = 4
type Walked = { data: { id: string; status: string }[] }

/** Names are letters: a number is nobody's. */
const letter = (index: number) => String.fromCharCode(97 + index)
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Anna Kowalsk${letter(index)}`,
    email: `anna.${letter(index)}@example.com`,
    phone: `+485001234${String(index + 10)}`,
  }))

test('many signers complete a request, the twenty-first is refused', async ({ product }) => {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const { body: document } = await api.uploadBytes(await plainPdf(2), 'agreement.pdf')
  const tooMany = await api.call('POST', '/signature-requests', { document_id: document.id, signers: people(MOST + 1) })
  expect([tooMany.status, tooMany.error?.code]).toEqual([422, 'TOO_MANY_SIGNERS'])
  const full = await api.request([document.id], people(MOST))
  const more = await api.call('POST', `/signature-requests/${full.id}/signers`, { name: 'Maria Nowak', email: 'maria@example.com' })
  expect([more.status, more.error?.code]).toEqual([422, 'TOO_MANY_SIGNERS'])
  const request = WHOLE ? full : await api.request([document.id], people(SIGNING))
  // Some at a time: a client gives an answer up after five minutes, which all twenty together take on a slow machine.
  for (let at = AT_A_TIME; at <= SIGNING; at += AT_A_TIME) {
    const upTo = request.signers.slice(0, at).map(({ id }) => id)
    const walked = await api.call<Walked>('POST', `/sandbox/signature-requests/${request.id}/complete`, { signer_id: upTo.at(-1) })
    expect(walked.body.data.map(({ id, status }) => [id, status])).toEqual(upTo.map((id) => [id, 'signed']))
  }
  await expect.poll(async () => (await api.get(request.id)).status).toBe('completed')
  const scratch = mkdtempSync(path.join(tmpdir(), 'twenty-'))
  try {
    const file = path.join(scratch, 'signed.pdf')
    writeFileSync(file, await api.download(request.id))
    const { problems, signatures, ...judged } = judgePdf(file, [(await fetchPki(product.baseUrl, scratch)).root])
    expect(problems).toEqual([])
    expect(signatures.map(({ signer }) => signer)).toEqual(people(SIGNING).map(({ name }) => name))
    expect([judged.cms, judged.signatureTimestamps, judged.documentTimestamps].map(({ length }) => length)).toEqual([
      SIGNING,
      SIGNING,
      SIGNING,
    ])
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
})
