// The REST API from outside: real requests through the pipeline, the calls that integrators have, and bad input with its coded refusals.

import { expect, test } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import { changeBound } from '../../operations/kernel/bound-rows'
import { readContent } from '../../operations/kernel/outbox'
import { installation } from '../../testing/as-installation'
import * as documents from '../endpoints/documents'
import * as requests from '../endpoints/signature-requests'
import { getVerification } from '../endpoints/signers'
import { CREATION_EXAMPLE } from '../schemas/signature-request'

const t = installation()

type Json = Record<string, unknown> & {
  error: { code: string; message: string; docs_url: string; request_id: string; errors?: { pointer: string; code: string }[] }
}
type Sent = { status: number; headers: Headers; json: Json; text: string }

async function read(response: Response): Promise<Sent> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: JSON.parse(text) as Json, text }
}

const url = (path: string) => `https://sign.example.com/v1${path}`
const auth = () => ({ 'x-api-key': t.apiKey })

async function upload(bytes: Uint8Array, headers: Record<string, string> = auth()): Promise<Sent> {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], 'service_agreement.pdf', { type: 'application/pdf' }))
  form.set('name', 'Q1 2025 Service Agreement')
  form.set('locale', 'en-GB')
  return uploadRequest(new Request(url('/documents'), { method: 'POST', body: form, headers }))
}
const uploadRequest = async (request: Request): Promise<Sent> => read(await documents.upload.handle(request, {}))

async function create(body: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  const request = new Request(url('/signature-requests'), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...auth(), 'content-type': 'application/json', ...headers },
  })
  return read(await requests.create.handle(request, {}))
}
/** As it is written: `create` would need a body that JSON.stringify can walk. */
const createRaw = async (body: string): Promise<Sent> =>
  read(
    await requests.create.handle(
      new Request(url('/signature-requests'), { method: 'POST', body, headers: { ...auth(), 'content-type': 'application/json' } }),
      {},
    ),
  )
const get = async (id: string, headers: Record<string, string> = auth()): Promise<Sent> =>
  read(await requests.get.handle(new Request(url(`/signature-requests/${id}`), { headers }), { request_id: id }))
const list = async (query: string): Promise<Sent> =>
  read(await requests.list.handle(new Request(url(`/signature-requests${query}`), { headers: auth() }), {}))

/** The request body that the API's description prints. */
const example = (documentId: string) => ({ ...CREATION_EXAMPLE, document_id: documentId })
const pdf = samplePdf({ pages: 4 })
const newDocument = async () => String((await upload(pdf)).json['id'])

test('a document is uploaded, and shown with every field that integrators rely on', async () => {
  const { status, headers, json } = await upload(pdf)
  expect(status).toBe(201)
  expect(json).toMatchObject({
    id: expect.stringMatching(/^doc_\w{16}$/),
    name: 'Q1 2025 Service Agreement',
    mime_type: 'application/pdf',
    size_bytes: pdf.length,
    pages: 4,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    preview_url: expect.stringContaining('/page-1.png'),
    created_at: '2026-11-20T10:00:00.000Z',
    expires_at: '2027-02-18T10:00:00.000Z',
  })
  expect(headers.get('location')).toBe(`https://sign.example.com/v1/documents/${String(json['id'])}`)
  expect(headers.get('x-request-id')).toMatch(/^req_/)
  expect(headers.get('x-ratelimit-limit')).toBe('1000')
  expect(headers.get('x-ratelimit-tier')).toBe('"startup"')
  const shown = await read(
    await documents.get.handle(new Request(url(`/documents/${String(json['id'])}`), { headers: auth() }), { document_id: json['id'] }),
  )
  expect(shown.json).toEqual(json)
})

test('the body that integrators send creates a request, places all fields and invites the first signer only', async () => {
  const documentId = await newDocument()
  const { status, json } = await create(example(documentId))
  expect(status).toBe(201)
  expect(json).toMatchObject({
    id: expect.stringMatching(/^sreq_/),
    status: 'pending',
    signature_type: 'qes',
    document_id: documentId,
    signing_url: expect.stringMatching(/\/r\/\w{43}$/),
    expires_at: '2027-03-01T23:59:59.000Z',
    metadata: { contract_id: 'CNT-2025-0042' },
    embed_token: null,
    signers: [
      { name: 'Anna Kowalska', status: 'pending_verification', signing_url: expect.stringMatching(/\/s\/\w{43}$/) },
      { name: 'John Smith', status: 'waiting' },
    ],
    fields: [
      { signer_index: 0, page: 3, x: 72, y: 640 },
      { signer_index: 1, page: 4 },
    ],
  })
  const mails = await t.context.db.outboxMessage.findMany({ where: { requestId: String(json['id']) } })
  expect(mails.map((mail) => readContent(t.context, mail).to)).toEqual(['anna.kowalska@company.com'])
  const [mail] = mails.map((message) => readContent(t.context, message))
  expect(mail?.text).toContain((json['signers'] as { signing_url: string }[])[0]?.signing_url)
  expect(mail?.html).toContain('TEST, NOT QUALIFIED')
  expect((await get(String(json['id']))).json).toEqual(json)
})

test('bad input gets a code and a pointer that say what to do', async () => {
  const body = example(await newDocument())
  const [anna, john] = body.signers
  const field = body.fields[0]
  const cases: [change: object, status: number, code: string, pointer?: string][] = [
    [{ signing_order: 'parallel' }, 422, 'QES_SIGNING_ORDER', '/signing_order'],
    [{ fields: [field, field] }, 422, 'QES_FIELD_COUNT', '/fields/1'],
    [{ fields: [{ ...field, page: 5 }] }, 422, 'FIELD_OUT_OF_PAGE', '/fields/0'],
    [{ fields: [{ ...field, x: 500 }] }, 422, 'FIELD_OUT_OF_PAGE', '/fields/0'],
    [{ fields: [{ ...field, signer_index: 2 }] }, 422, 'VALIDATION_FAILED', '/fields/0/signer_index'],
    [{ signature_authentication_mode: 'otp_sms' }, 422, 'QES_AUTHENTICATION_MODE'],
    [{ signature_type: 'aes' }, 422, 'NOT_AT_THIS_LEVEL', '/signers/0/identity_verification/method'],
    [
      { signers: [{ ...anna, identity_verification: { method: 'eidas_idp' } }] },
      422,
      'QES_IDENTITY_METHOD',
      '/signers/0/identity_verification/method',
    ],
    [{ signers: [anna, { ...john, phone: '0500123456' }] }, 422, 'PHONE_INVALID', '/signers/1/phone'],
    [{ signers: [{ ...anna, phone: '+4812345' }] }, 422, 'PHONE_INVALID', '/signers/0/phone'],
    [{ signers: undefined, signer: { ...anna, phone: '+4812345' }, fields: undefined }, 422, 'PHONE_INVALID', '/signer/phone'],
    [{ signers: [anna, { ...john, order: 1 }] }, 422, 'VALIDATION_FAILED', '/signers/1/order'],
    [{ signers: [] }, 422, 'VALIDATION_FAILED', '/signers'],
    [{ signers: Array.from({ length: 21 }, () => john) }, 422, 'TOO_MANY_SIGNERS', '/signers'],
    [{ signers: [{ ...anna, emial: 'x' }] }, 422, 'VALIDATION_FAILED', '/signers/0/emial'],
    [{ docment_id: 'x' }, 422, 'VALIDATION_FAILED', '/docment_id'],
    [{ expires_at: '2026-11-20T10:01:00Z' }, 422, 'VALIDATION_FAILED', '/expires_at'],
    [{ redirect_url: 'http://yourapp.com/' }, 422, 'VALIDATION_FAILED', '/redirect_url'],
    [{ document_id: 'doc_0000000000000000' }, 422, 'VALIDATION_FAILED', '/document_id'],
    [{ document_id: undefined }, 422, 'VALIDATION_FAILED', '/document_id'],
    [{ signers: [{ ...anna, name: 'Anna \u202eaksla' }] }, 422, 'VALIDATION_FAILED', '/signers/0/name'],
    [{ signers: [{ ...anna, name: 'Anna\nBcc: eve@example.com' }] }, 422, 'VALIDATION_FAILED', '/signers/0/name'],
    [{ signers: [{ ...anna, email: 'a@example.com,b@example.com' }] }, 422, 'VALIDATION_FAILED', '/signers/0/email'],
    [
      { signers: [{ ...anna, identity_verification: { country: 'ZZ' } }] },
      422,
      'VALIDATION_FAILED',
      '/signers/0/identity_verification/country',
    ],
    [{ expires_at: '2026-12-01T23:59:59' }, 422, 'VALIDATION_FAILED', '/expires_at'],
    [{ expires_at: '2027-12-01T23:59:59Z' }, 422, 'VALIDATION_FAILED', '/expires_at'],
    [{ redirect_url: 'javascript:alert(1)' }, 422, 'VALIDATION_FAILED', '/redirect_url'],
    [{ metadata: { note: 'a\0b' } }, 422, 'VALIDATION_FAILED', '/metadata'],
    [{ metadata: { note: '\ud800' } }, 422, 'VALIDATION_FAILED', '/metadata'],
    [{ metadata: { deep: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) } }, 400, 'MALFORMED_REQUEST'],
  ]
  for (const [change, status, code, pointer] of cases) {
    const sent = await create({ ...body, ...change })
    expect([JSON.stringify(change).slice(0, 80), sent.status, sent.json.error?.code]).toEqual([
      JSON.stringify(change).slice(0, 80),
      status,
      code,
    ])
    if (pointer !== undefined) expect(sent.json.error.errors?.map((error) => error.pointer)).toContain(pointer)
    expect(sent.json.error.docs_url).toBe(`https://sign.example.com/docs/errors/${code}`)
    expect(sent.json.error.request_id).toMatch(/^req_/)
  }
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `{"metadata":{"deep":${open.repeat(150_000)}1${close.repeat(150_000)}}}`
    expect((await createRaw(deep)).json.error).toMatchObject({ code: 'MALFORMED_REQUEST' })
  }
  expect(t.errors).toEqual([])
})

test('null means the same as leaving out, and an address may be in any alphabet after the @', async () => {
  const signer = { name: 'Анна Петрова', email: 'r&d@пример.рф', phone: null, identity_verification: null, locale: null, order: null }
  const { status, json } = await create({
    document_id: await newDocument(),
    document_ids: null,
    signers: [signer],
    signature_type: null,
    signing_order: null,
    expires_at: null,
    redirect_url: null,
    fields: null,
    metadata: null,
    signature_authentication_mode: null,
  })
  expect([status, json['signature_type'], json['metadata']]).toEqual([201, 'qes', {}])
  expect(json['signers']).toMatchObject([{ email: 'r&d@xn--e1afmkfd.xn--p1ai', data_corrected: false, refusal_reason: null }])
})

test('moments that no database holds are refused, and are no fault of the server', async () => {
  for (const from of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', 'yesterday']) {
    const { status, json } = await list(`?from=${encodeURIComponent(from)}`)
    expect([status, json.error.code]).toEqual([400, 'MALFORMED_REQUEST'])
  }
})

test('files that cannot be signed are refused with the reason', async () => {
  const truncated = pdf.subarray(0, pdf.length - 400)
  const encrypted = Buffer.from(pdf.toString('latin1').replace('/Root 1 0 R', '/Encrypt 9 0 R /Root 1 0 R'), 'latin1')
  const codes = async (bytes: Uint8Array) => {
    const { status, json } = await upload(bytes)
    return [status, json.error.code]
  }
  expect(await codes(Buffer.from('just text'))).toEqual([422, 'DOCUMENT_FORMAT_UNSUPPORTED'])
  expect(await codes(new Uint8Array())).toEqual([422, 'DOCUMENT_DAMAGED'])
  expect(await codes(truncated)).toEqual([422, 'DOCUMENT_DAMAGED'])
  expect(await codes(encrypted)).toEqual([422, 'DOCUMENT_ENCRYPTED'])
})

test('51 MB are refused, and so is one byte more than 50 MB', async () => {
  const { status, json } = await upload(Buffer.alloc(51 * 1024 * 1024, 'x'))
  expect(status).toBe(413)
  expect(json.error).toMatchObject({ code: 'DOCUMENT_TOO_LARGE', message: 'File exceeds the 50 MB limit. Received: 51.0 MB.' })
  expect((await upload(Buffer.alloc(50 * 1024 * 1024 + 1, 'x'))).json.error.code).toBe('DOCUMENT_TOO_LARGE')
  expect((await upload(Buffer.alloc(50 * 1024 * 1024, 'x'))).json.error.code).toBe('DOCUMENT_FORMAT_UNSUPPORTED')
})

test('a multipart body in pieces of any size is read alike, and a broken one is refused', async () => {
  const boundary = 'abc'
  const body = Buffer.concat([
    Buffer.from(
      `preamble\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a \\"b\\".pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
    ),
    pdf,
    Buffer.from(`\r\n--${boundary}--\r\nepilogue`),
  ])
  const send = (bytes: Buffer, size: number) => {
    let at = 0
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(new Uint8Array(bytes.subarray(at, (at += size))))
      },
    })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { ...auth(), 'content-type': `multipart/form-data; boundary=${boundary}` },
    }
    return uploadRequest(new Request(url('/documents'), init))
  }
  for (const size of [1, 7, 64, 100_000]) expect((await send(body, size)).json).toMatchObject({ size_bytes: pdf.length, name: 'a "b"' })
  expect((await send(body.subarray(0, body.length - 20), 64)).json.error.code).toBe('MALFORMED_REQUEST')
  const part = (header: string, content: Uint8Array | string) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${header}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')])
  const whole = (...parts: Buffer[]) => send(Buffer.concat([...parts, Buffer.from(`--${boundary}--`)]), 100_000)
  const dotNet = part(
    "Content-Type: application/pdf\r\nContent-Disposition: form-data; name=file; filename=umowa.pdf; filename*=utf-8''umowa%20%C5%BC.pdf",
    pdf,
  )
  expect((await whole(dotNet)).json).toMatchObject({ name: 'umowa ż' })
  expect((await whole(part('Content-Disposition: form-data; name="document"; filename="a.pdf"', pdf))).json.error.message).toContain(
    'name that part "file"',
  )
  expect((await whole(dotNet, part('Content-Disposition: form-data; name="name"', 'a\0b'))).json.error.code).toBe('VALIDATION_FAILED')
  expect(
    (await whole(dotNet, part('Content-Disposition: form-data; name="name"', Buffer.from([0x61, 0xff])))).json.error.message,
  ).toContain('UTF-8')
})

test('keys that are missing, unknown, revoked, of another account or mode are refused', async () => {
  const id = String((await create(example(await newDocument()))).json['id'])
  const other = await t.newCaller()
  const live = await t.newCaller('live')
  expect((await get(id, {})).json.error.code).toBe('UNAUTHENTICATED')
  expect((await get(id, { 'x-api-key': `qsh_test_${'x'.repeat(32)}` })).status).toBe(401)
  expect((await get(id, { 'x-api-key': other.apiKey })).status).toBe(404)
  expect((await get(id, { 'x-api-key': live.apiKey })).status).toBe(404)
  expect((await get(id, { authorization: `Bearer ${t.apiKey}` })).status).toBe(200)
  await changeBound(t.context, t.context.db, 'apiKey', { id: other.caller.apiKeyId }, { revokedAt: t.context.now() })
  const revoked = await get(id, { 'x-api-key': other.apiKey })
  expect([revoked.status, revoked.json.error.code]).toEqual([401, 'UNAUTHENTICATED'])
  expect(revoked.json.error.message).toMatch(/was revoked on 2026-11-20. Use another key/)
  expect(revoked.headers.get('x-ratelimit-limit')).toBe('100')
})

test('fifty equal requests with one key create one signature request, and the replay is the same bytes', async () => {
  const body = example(await newDocument())
  const key = { 'x-idempotency-key': '550e8400-e29b-41d4-a716-446655440000' }
  const before = await t.context.db.signatureRequest.count()
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(body, key)))
  expect(await t.context.db.signatureRequest.count()).toBe(before + 1)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
  const first = answers.find(({ status }) => status === 201)
  const replay = await create(body, { 'idempotency-key': '"550e8400-e29b-41d4-a716-446655440000"' })
  expect([replay.status, replay.text, replay.headers.get('idempotency-replayed')]).toEqual([201, first?.text, 'true'])
  expect((await create({ ...body, metadata: {} }, key)).json.error.code).toBe('IDEMPOTENCY_KEY_REUSED')
  expect((await create(body, { ...key, 'idempotency-key': 'other' })).json.error.code).toBe('IDEMPOTENCY_KEY_INVALID')
})

test('cancelling tells the signers who were invited, and only an open request can be cancelled', async () => {
  const id = String((await create(example(await newDocument()))).json['id'])
  const cancel = async () =>
    read(
      await requests.cancel.handle(
        new Request(url(`/signature-requests/${id}`), {
          method: 'DELETE',
          headers: { ...auth(), 'content-type': 'application/json' },
          body: JSON.stringify({ reason: 'Contract terms updated' }),
        }),
        { request_id: id },
      ),
    )
  expect((await cancel()).json).toMatchObject({
    status: 'cancelled',
    cancel_reason: 'Contract terms updated',
    signers: [{ status: 'cancelled', signing_url: null }, {}],
  })
  const mails = (await t.context.db.outboxMessage.findMany({ where: { requestId: id, template: 'cancelled' } })).map((mail) =>
    readContent(t.context, mail),
  )
  expect(mails.map(({ to }) => to)).toEqual(['anna.kowalska@company.com'])
  expect(mails[0]?.text).toContain('> Contract terms updated')
  expect([(await cancel()).status, (await cancel()).json.error.code]).toEqual([409, 'STATE_CONFLICT'])
})

test('the list walks every request once, also while others are created', async () => {
  const documentId = await newDocument()
  for (let i = 0; i < 3; i++) {
    t.advance(1000)
    await create(example(documentId))
  }
  const all = (await list('?limit=100')).json['data'] as { id: string }[]
  const seen: string[] = []
  let query = '?limit=2'
  for (;;) {
    const { json } = await list(query)
    seen.push(...(json['data'] as { id: string }[]).map(({ id }) => id))
    await create(example(documentId))
    if (json['has_more'] !== true) break
    query = `?limit=2&cursor=${String(json['next_cursor'])}`
  }
  expect(seen).toEqual(all.map(({ id }) => id))
  expect((await list(`?status=pending&cursor=${query.split('cursor=')[1] ?? ''}`)).json.error.code).toBe('INVALID_CURSOR')
  expect((await list('?limit=101')).json.error.code).toBe('MALFORMED_REQUEST')
  expect((await list('?lmit=10')).json.error.code).toBe('MALFORMED_REQUEST')
})

test('a verification that has not begun is pending', async () => {
  const { json } = await create(example(await newDocument()))
  const signer = (json['signers'] as { id: string }[])[0]?.id
  const params = { request_id: json['id'], signer_id: signer }
  const shown = await read(await getVerification.handle(new Request(url('/x'), { headers: auth() }), params))
  expect(shown.json).toMatchObject({
    signer_id: signer,
    verification_status: 'pending',
    verified_at: null,
    identity: null,
    liveness_check: false,
  })
})

test('the quota ends with 429 and says when to come back', async () => {
  const { caller, apiKey } = await t.newCaller()
  const windowStart = new Date(Math.floor(t.context.now().getTime() / 60_000) * 60_000)
  await t.context.db.rateWindow.create({ data: { subject: `key:${caller.apiKeyId}`, windowStart, count: 999 } })
  expect((await get('sreq_0000000000000000', { 'x-api-key': apiKey })).status).toBe(404)
  const limited = await get('sreq_0000000000000000', { 'x-api-key': apiKey })
  expect([limited.status, limited.json.error.code]).toEqual([429, 'RATE_LIMITED'])
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
})
