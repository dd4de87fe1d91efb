// The commands and bodies that integrators have in their programs (lib/spec/api.md), from upload to download, with only host and key
// changed: every field that they rely on is answered under its name and with its type. Where more had to be changed, a comment says so.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { test } from '../journeys/product'
import { judgePdf } from '../judges/pdf'

type Json = Record<string, unknown>
type Answer = { status: number; headers: Map<string, string>; json: Json; bytes: Buffer }

const scratch = mkdtempSync(path.join(tmpdir(), 'specification-'))
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** curl as a person types it; the answer with its headers. */
function curl(...args: string[]): Answer {
  const body = path.join(scratch, 'answer'),
    headers = path.join(scratch, 'headers')
  const status = execFileSync('curl', ['-s', '-o', body, '-D', headers, '-w', '%{http_code}', ...args], { cwd: scratch, encoding: 'utf8' })
  const bytes = execFileSync('cat', [body], { maxBuffer: 1 << 28 })
  const lines = execFileSync('cat', [headers], { encoding: 'utf8' })
    .split('\r\n')
    .flatMap((line) => {
      const [name, value] = line.split(/:\s+(.*)/)
      return name && value !== undefined ? [[name.toLowerCase(), value] as const] : []
    })
  let json: Json = {}
  try {
    json = JSON.parse(bytes.toString('utf8')) as Json
  } catch {
    /* The answer is a file, not JSON. */
  }
  return { status: Number(status), headers: new Map(lines), json, bytes }
}

/** The bodies are written with comments, which JSON does not allow: a person deletes them. */
const withoutComments = (written: string) => written.replace(/(^|\s)\/\/ .*$/gm, '$1')

const CREATE = `{
  "document_id": "doc_9Xk3mN7pQr2vT8wL",
  "signature_type": "qes",
  "signing_order": "sequential",
  "expires_at": "2025-03-01T23:59:59Z",
  "redirect_url": "https://yourapp.com/contract/success",
  "signers": [
    {
      "name": "Anna Kowalska",
      "email": "anna.kowalska@company.com",
      "phone": "+48500123456",
      "identity_verification": {
        "method": "video_id",      // video_id | eidas_idp | bank_id
        "country": "PL"
      },
      "locale": "en-GB",
      "order": 1
    },
    {
      "name": "John Smith",
      "email": "john.smith@company.com",
      "order": 2
    }
  ],
  "fields": [
    {
      "signer_index": 0,
      "page": 3,
      "x": 72, "y": 640,
      "width": 200, "height": 80,
      "type": "signature"
    }
  ],
  "metadata": {
    "contract_id": "CNT-2025-0042",
    "department": "legal"
  }
}`
const CANCEL = '{ "reason": "Contract terms updated — a revised version will be sent shortly." }'
const REMIND = `{
  "channel": "email",      // email | sms | both
  "message": "Please sign the document before the end of this week."
}`

const A = expect.any(String)
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)
const url = expect.stringMatching(/^https?:\/\/\S+$/)

test('from upload to download, as integrators write it', async ({ product }) => {
  const base = `${product.baseUrl}/v1`
  const key = ['-H', `X-API-Key: ${product.apiKey}`]
  const json = [...key, '-H', 'Content-Type: application/json']
  writeFileSync(path.join(scratch, 'service_agreement.pdf'), await plainPdf(4))

  // The upload, with the headers that every answer has.
  const uploaded = curl(
    '-X',
    'POST',
    `${base}/documents`,
    ...key,
    '-F',
    'file=@service_agreement.pdf',
    '-F',
    'name=Q1 2025 Service Agreement',
    '-F',
    'locale=en-GB',
  )
  expect(uploaded.status).toBe(201)
  expect(uploaded.json).toMatchObject({
    id: expect.stringMatching(/^doc_\w{16}$/),
    name: 'Q1 2025 Service Agreement',
    mime_type: 'application/pdf',
    size_bytes: expect.any(Number),
    pages: 4,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    preview_url: url,
    created_at: moment,
    expires_at: moment,
  })
  expect(Date.parse(String(uploaded.json['expires_at'])) - Date.parse(String(uploaded.json['created_at']))).toBe(90 * 86_400_000)
  expect(curl(String(uploaded.json['preview_url'])).bytes.subarray(1, 4).toString()).toBe('PNG')
  const limit = Number(uploaded.headers.get('x-ratelimit-limit'))
  expect(limit).toBeGreaterThanOrEqual(1000)
  expect(Number(uploaded.headers.get('x-ratelimit-remaining'))).toBeLessThan(limit)
  expect(Number(uploaded.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000 - 1)
  expect(uploaded.headers.get('x-ratelimit-tier')).toMatch(/^"[a-z]+"$/)

  // The request. Its document is the one just uploaded. Its deadline lies in the past, so it is refused.
  const asWritten = withoutComments(CREATE).replace('doc_9Xk3mN7pQr2vT8wL', String(uploaded.json['id']))
  const late = curl('-X', 'POST', `${base}/signature-requests`, ...json, '-d', asWritten)
  expect(late).toMatchObject({
    status: 422,
    json: { error: { code: 'VALIDATION_FAILED', message: A, docs_url: url, request_id: A, errors: [{ pointer: '/expires_at' }] } },
  })
  const deadline = new Date(Date.now() + 45 * 86_400_000).toISOString().replace(/\.\d+/, '')
  const idempotent = [...json, '-H', 'X-Idempotency-Key: 550e8400-e29b-41d4-a716-446655440000']
  const body = asWritten.replace('2025-03-01T23:59:59Z', deadline)
  const created = curl('-X', 'POST', `${base}/signature-requests`, ...idempotent, '-d', body)
  expect(created.status).toBe(201)
  expect(created.json).toMatchObject({
    id: expect.stringMatching(/^sreq_\w{16}$/),
    status: 'pending',
    signature_type: 'qes',
    document_id: uploaded.json['id'],
    signing_url: expect.stringMatching(/^https?:\/\/\S+\/r\/\w+$/),
    // Integrators expect a string. A qualified signature is never embedded, so there is no token to give.
    embed_token: null,
    signers: [
      {
        id: expect.stringMatching(/^sgn_\w+$/),
        name: 'Anna Kowalska',
        email: 'anna.kowalska@company.com',
        status: 'pending_verification',
        signing_url: expect.stringMatching(/^https?:\/\/\S+\/s\/\w+$/),
      },
      { name: 'John Smith', email: 'john.smith@company.com', status: 'waiting', signing_url: url },
    ],
    expires_at: expect.stringContaining(deadline.slice(0, -1)),
    created_at: moment,
    fields: [{ signer_index: 0, page: 3, x: 72, y: 640, width: 200, height: 80, type: 'signature' }, { signer_index: 1 }],
    metadata: { contract_id: 'CNT-2025-0042', department: 'legal' },
    redirect_url: 'https://yourapp.com/contract/success',
  })
  const again = curl('-X', 'POST', `${base}/signature-requests`, ...idempotent, '-d', body)
  expect(again.status).toBe(201)
  expect(again.bytes.equals(created.bytes)).toBe(true)
  const id = String(created.json['id'])
  const signers = (created.json['signers'] as { id: string }[]).map((signer) => signer.id)
  const of = (index: number) => `${base}/signature-requests/${id}/signers/${signers[index] ?? ''}`

  // A reminder, the verification before and after, and the signers on their way.
  expect(curl('-X', 'POST', `${of(0)}/remind`, ...json, '-d', withoutComments(REMIND))).toMatchObject({
    status: 200,
    json: { reminders_sent: 1, reminders_left: 2, channel: 'email' },
  })
  expect(curl('-X', 'POST', `${of(0)}/remind`, ...json, '-d', withoutComments(REMIND))).toMatchObject({
    status: 429,
    json: { error: { code: 'REMINDER_TOO_SOON' } },
  })
  expect(curl(`${of(0)}/verification`, ...key)).toMatchObject({
    status: 200,
    json: { verification_status: 'pending', verified_at: null, identity: null },
  })
  expect(curl(`${base}/signature-requests/${id}/download`, ...key)).toMatchObject({
    status: 409,
    json: { error: { code: 'STATE_CONFLICT' } },
  })
  for (const signer of signers) {
    expect(curl('-X', 'POST', `${base}/sandbox/signers/${signer}/complete`, ...json, '-d', '{}')).toMatchObject({
      status: 200,
      json: { status: 'signed' },
    })
  }
  expect(curl(`${of(0)}/verification`, ...key).json).toMatchObject({
    signer_id: signers[0],
    verification_status: 'verified',
    method_used: 'video_id',
    verified_at: moment,
    identity: {
      full_name: expect.stringMatching(/KOWALSKA/),
      document_type: expect.stringMatching(/^(passport|national_id|drivers_license)$/),
      document_country: 'PL',
      date_of_birth: day,
      document_expiry: day,
      match_score: expect.any(Number),
    },
    liveness_check: true,
  })

  // The state after completion.
  await expect.poll(() => curl(`${base}/signature-requests/${id}`, ...key).json['audit_trail_url']).toEqual(url)
  const got = curl(`${base}/signature-requests/${id}`, ...key)
  const signed = {
    status: 'signed',
    signed_at: moment,
    certificate: {
      issuer: A,
      serial: expect.stringMatching(/^([0-9A-F]{2}:)+[0-9A-F]{2}$/),
      valid_from: day,
      valid_to: day,
      qualified: expect.any(Boolean),
      tsp: A,
    },
    timestamp: { value: moment, authority: A, hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
  }
  expect(got.json).toMatchObject({
    id,
    status: 'completed',
    signature_type: 'qes',
    signed_document_url: url,
    audit_trail_url: url,
    completed_at: moment,
    signers: [
      { id: signers[0], name: 'Anna Kowalska', ...signed },
      { id: signers[1], name: 'John Smith', ...signed },
    ],
  })
  expect(
    curl('-G', `${base}/signature-requests`, ...key, '-d', 'status=completed', '-d', 'limit=100', '-d', 'from=2025-01-01T00:00:00Z').json,
  ).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ id })]), next_cursor: null })

  // The document, and the archive with the audit trail.
  const pdf = curl(`${base}/signature-requests/${id}/download`, ...key)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  const file = path.join(scratch, 'signed_agreement.pdf')
  writeFileSync(file, pdf.bytes)
  expect(judgePdf(file, []).signatures).toMatchObject([{ valid: true }, { valid: true }])
  expect(curl(String(got.json['signed_document_url'])).bytes.equals(pdf.bytes)).toBe(true)
  expect(curl(String(got.json['audit_trail_url'])).bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const zip = path.join(scratch, 'archive.zip')
  writeFileSync(zip, curl(`${base}/signature-requests/${id}/download?include=audit_trail`, ...key).bytes)
  const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).trim().split('\n')
  for (const kind of [/\.pdf$/, /\.html$/, /\.(jpe?g|png)$/, /\.(pem|crt|cer)$/])
    expect(
      names.filter((name) => kind.test(name)),
      names.join(', '),
    ).not.toEqual([])

  // Validation.
  expect(curl('-X', 'POST', `${base}/validate`, ...key, '-F', 'file=@signed_agreement.pdf')).toMatchObject({
    status: 200,
    json: {
      valid: true,
      signatures: [
        {
          signer_name: A,
          signed_at: moment,
          signature_level: A,
          certificate_valid: true,
          certificate_issuer: A,
          trusted_list: A,
          document_integrity: true,
          timestamp_valid: true,
          ocsp_status: 'good',
        },
        { document_integrity: true },
      ],
    },
  })
})

test('the other calls that integrators have: cancelling, adding signers, countries, a bearer token, an unknown key', async ({
  product,
}) => {
  const base = `${product.baseUrl}/v1`
  const bearer = ['-H', `Authorization: Bearer ${product.apiKey}`, '-H', 'Content-Type: application/json']
  mkdirSync(scratch, { recursive: true })
  // One call that creates document and request, as the program base64 writes it.
  writeFileSync(path.join(scratch, 'contract.pdf'), await plainPdf(2))
  const base64 = execFileSync('base64', ['-w0', 'contract.pdf'], { cwd: scratch, encoding: 'utf8' })
  const body = {
    document_base64: base64,
    document_title: 'Service Agreement',
    signer: { name: 'Jane Doe', email: 'jane@example.com' },
    anchor: { text: 'Contract, page 2', width: 220, height: 70 },
  }
  writeFileSync(path.join(scratch, 'body.json'), JSON.stringify(body))
  const created = curl('-X', 'POST', `${base}/signature-requests`, ...bearer, '-d', '@body.json')
  expect(created).toMatchObject({
    status: 201,
    json: {
      documents: [{ name: 'Service Agreement', pages: 2 }],
      signers: [{ name: 'Jane Doe' }],
      fields: [{ page: 2, width: 220, height: 70, anchor_placement: { found: true, occurrences: 1, note: null } }],
    },
  })
  const request = `${base}/signature-requests/${String(created.json['id'])}`
  const tier = JSON.stringify({ ...body, document_base64: base64, tier: 'ses' })
  writeFileSync(path.join(scratch, 'body.json'), tier)
  expect(curl('-X', 'POST', `${base}/signature-requests`, ...bearer, '-d', '@body.json')).toMatchObject({
    status: 422,
    json: { error: { errors: [{ pointer: '/tier', code: 'UNKNOWN_FIELD' }] } },
  })

  const maria = {
    name: 'Maria Nowak',
    email: 'maria.nowak@company.com',
    phone: '+48500123457',
    identity_verification: { method: 'video_id', country: 'PL' },
    locale: 'pl-PL',
  }
  expect(curl('-X', 'POST', `${request}/signers`, ...bearer, '-d', JSON.stringify(maria))).toMatchObject({
    status: 201,
    json: { id: expect.stringMatching(/^sgn_/), name: 'Maria Nowak', status: 'waiting', order: 2, signing_url: url },
  })
  expect(curl('-X', 'DELETE', request, ...bearer, '-d', CANCEL)).toMatchObject({ status: 200, json: { status: 'cancelled' } })
  expect(curl('-X', 'DELETE', request, ...bearer)).toMatchObject({ status: 409, json: { error: { code: 'STATE_CONFLICT' } } })
  expect(curl('-X', 'POST', `${request}/signers`, ...bearer, '-d', JSON.stringify(maria))).toMatchObject({ status: 409 })

  const countries = curl(`${base}/idp/countries`, ...bearer).json['data'] as { country: string }[]
  expect(countries).toHaveLength(20)
  expect(countries).toContainEqual(
    expect.objectContaining({
      country: 'PL',
      name: 'Poland',
      providers: [{ name: 'Profil Zaufany' }, { name: 'mObywatel' }, { name: 'KIR' }],
    }),
  )
  const usage = curl(`${base}/usage`, ...bearer).json['data'] as { counts: Record<string, number> }[]
  expect(usage[0]?.counts['requests_created']).toBeGreaterThan(0)
  expect(curl(`${base}/signature-requests`, '-H', 'X-API-Key: qsh_live_Xk9mN3pQr7vT2wL8yE5uH1jA4cB6dF0g')).toMatchObject({
    status: 401,
    json: { error: { code: 'UNAUTHENTICATED' } },
  })
})
