// The contract: every operation of the description is sent to the running product, with success and with its cheap refusals, and every
// answer is held against the description: status, headers, body. An operation without a case here fails the last test.

import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { test as withAccounts, type Accounts } from './described/accounts'
import { erasesDirectSignature, getsDirectSignature, signsDocument } from './described/direct'
import { listsMessages, readsMessages, writesMessages } from './described/messages'
import { DocumentedCalls } from './described/documented-call'
import { readsAuditTrail, readsVerification } from './described/signer-reads'
import { WEBHOOK_CASES } from './described/webhooks'

type Signer = { request_id: string; signer_id: string }
/** Made once, for all who only read it: a document of each key, a request that waits, and one that is signed, which takes its time. */
type Shared = { documents: Map<string, Promise<string>>; waiting?: Promise<Signer>; signed?: Promise<Signer> }
type World = { calls: DocumentedCalls; accounts: Accounts; receiver: string; shared: Shared }

const test = withAccounts.extend<object, { world: World }>({
  world: [
    async ({ accounts }, provide) => {
      const { server, address } = await receiver()
      await provide({ calls: new DocumentedCalls(accounts), accounts, receiver: address, shared: { documents: new Map() } })
      server.close()
    },
    { scope: 'worker' },
  ],
})

// All tests run in one worker, one after the other: the last one looks at what the others have seen.
test.describe.configure({ mode: 'default' })

const anna = { name: 'Anna Kowalska', email: 'anna@example.com', phone: '+48500123456' }
const john = { name: 'John Smith', email: 'john@example.com', phone: '+48500123457' }
const nobody = {
  request_id: 'sreq_0000000000000000',
  signer_id: 'sgn_0000000000000000',
  document_id: 'doc_0000000000000000',
}

async function upload({ calls }: World, more: { key?: string } = {}): Promise<string> {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(await plainPdf(2))], 'contract.pdf', { type: 'application/pdf' }))
  form.set('name', 'Umowa pożyczki – Loan agreement')
  return String((await calls.call('uploadDocument', { form, ...more }, 201)).json['id'])
}

function documentOf(world: World, key = ''): Promise<string> {
  const known = world.shared.documents.get(key) ?? upload(world, key === '' ? {} : { key })
  world.shared.documents.set(key, known)
  return known
}

async function create(
  world: World,
  signers: readonly object[] = [anna],
  more: { key?: string } = {},
): Promise<{ id: string; signers: { id: string }[] }> {
  const body = { document_id: await documentOf(world, more.key), signers }
  return (await world.calls.call('createSignatureRequest', { body, ...more }, 201)).json as { id: string; signers: { id: string }[] }
}

function waiting(world: World): Promise<Signer> {
  return (world.shared.waiting ??= create(world).then(({ id, signers }) => ({ request_id: id, signer_id: signers[0]?.id ?? '' })))
}

/** A request that was signed in the sandbox, of the account that may read proofs of identity. */
function signed(world: World): Promise<Signer> {
  return (world.shared.signed ??= signedBy(world, businessKey(world)))
}

async function signedBy(world: World, key: string): Promise<Signer> {
  const { id, signers } = await create(world, [anna], { key })
  const path = { signer_id: signers[0]?.id ?? '' }
  const { json } = await world.calls.call('completeSandboxSigner', { path, body: {}, key }, 200)
  expect(json['status']).toBe('signed')
  await expect
    .poll(async () => (await world.calls.call('getSignatureRequest', { path: { request_id: id }, key }, 200)).json['status'])
    .toBe('completed')
  return { request_id: id, ...path }
}

/** A signer about whom a person is to decide. */
async function referred(world: World) {
  const { id, signers } = await create(world)
  const path = { signer_id: signers[0]?.id ?? '' }
  const { json } = await world.calls.call('completeSandboxSigner', { path, body: { document_number: 'REFERRED01' } }, 200)
  expect(json['at']).toBe('decision')
  return { request_id: id, ...path }
}

const businessKey = ({ accounts }: World): string => accounts.business.keys[0] ?? ''

type Case = (world: World) => Promise<unknown>

const CASES: Readonly<Record<string, Case>> = {
  uploadDocument: async (world) => {
    const {
      calls,
      accounts: { ours },
    } = world
    await upload(world)
    const text = new FormData()
    text.set('file', new File(['Dear Sir or Madam'], 'letter.txt'))
    await calls.call('uploadDocument', { form: text }, 422, 'DOCUMENT_FORMAT_UNSUPPORTED')
    await calls.call('uploadDocument', { form: new FormData() }, 422, 'VALIDATION_FAILED')
    await calls.call(
      'uploadDocument',
      { body: {}, headers: { 'content-type': 'multipart/form-data; boundary=none' } },
      400,
      'MALFORMED_REQUEST',
    )
    await calls.call('uploadDocument', { body: {} }, 415, 'UNSUPPORTED_MEDIA_TYPE')
    await calls.call('uploadDocument', { form: text, key: ours.readOnly }, 403, 'FORBIDDEN')
    await calls.call('uploadDocument', { form: text, key: '' }, 401, 'UNAUTHENTICATED')
    await calls.call('uploadDocument', { form: text, key: ours.revoked }, 401, 'UNAUTHENTICATED')
  },
  getDocument: async (world) => {
    const path = { document_id: await documentOf(world) }
    await world.calls.call('getDocument', { path }, 200)
    await world.calls.call('getDocument', { path, key: '', headers: { authorization: `Bearer ${world.accounts.ours.keys[0]}` } }, 200)
    await world.calls.call('getDocument', { path, key: world.accounts.theirs.keys[0] ?? '' }, 404, 'NOT_FOUND')
    await world.calls.call('getDocument', { path, key: world.accounts.ours.live }, 404, 'NOT_FOUND')
  },
  createSignatureRequest: async (world) => {
    const { calls } = world
    const document_id = await documentOf(world)
    const document_base64 = Buffer.from(await plainPdf(1)).toString('base64')
    await calls.call(
      'createSignatureRequest',
      { body: { document_base64, document_title: 'In one call', signer: anna, delivery: 'none' } },
      201,
    )
    const refused: readonly (readonly [object, string])[] = [
      [{ document_id, signers: [] }, 'VALIDATION_FAILED'],
      [{ document_id, signers: [anna], colour: 'blue' }, 'VALIDATION_FAILED'],
      [{ document_id, signers: [{ ...anna, phone: '12' }] }, 'PHONE_INVALID'],
      [{ document_id, signers: [anna], signing_order: 'parallel' }, 'QES_SIGNING_ORDER'],
      [{ document_id, signers: Array.from({ length: 21 }, () => anna) }, 'TOO_MANY_SIGNERS'],
      [{ document_id, signers: [anna], fields: [{ signer_index: 0, page: 9, x: 1, y: 1, width: 9, height: 9 }] }, 'FIELD_OUT_OF_PAGE'],
      [{ document_id: nobody.document_id, signers: [anna] }, 'VALIDATION_FAILED'],
    ]
    for (const [body, code] of refused) await calls.call('createSignatureRequest', { body }, 422, code)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = await calls.call('createSignatureRequest', { body: { document_id, signers: [anna] }, headers }, 201)
    const again = await calls.call('createSignatureRequest', { body: { document_id, signers: [anna] }, headers }, 201)
    expect(again.bytes.equals(first.bytes)).toBe(true)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    await calls.call('createSignatureRequest', { body: { document_id, signers: [john] }, headers }, 422, 'IDEMPOTENCY_KEY_REUSED')
    await calls.call(
      'createSignatureRequest',
      { body: {}, headers: { 'idempotency-key': 'x'.repeat(300) } },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    )
  },
  listSignatureRequests: async (world) => {
    await waiting(world)
    await world.calls.call('listSignatureRequests', {}, 200)
    const { json } = await world.calls.call(
      'listSignatureRequests',
      { query: { limit: '1', status: 'pending', from: '2020-01-01T00:00:00Z' } },
      200,
    )
    await world.calls.call(
      'listSignatureRequests',
      { query: { cursor: String(json['next_cursor'] ?? ''), status: 'pending', limit: '1', from: '2020-01-01T00:00:00Z' } },
      200,
    )
    await world.calls.call('listSignatureRequests', { query: { cursor: 'nonsense' } }, 400, 'INVALID_CURSOR')
    await world.calls.call('listSignatureRequests', { query: { limit: '0' } }, 400, 'MALFORMED_REQUEST')
  },
  getSignatureRequest: async (world) => {
    const path = { request_id: (await waiting(world)).request_id }
    await world.calls.call('getSignatureRequest', { path }, 200)
    await world.calls.call('getSignatureRequest', { path, key: world.accounts.theirs.keys[0] ?? '' }, 404, 'NOT_FOUND')
  },
  cancelSignatureRequest: async (world) => {
    const path = { request_id: (await create(world)).id }
    await world.calls.call('cancelSignatureRequest', { path: nobody, body: {} }, 404, 'NOT_FOUND')
    await world.calls.call('cancelSignatureRequest', { path, body: { reason: 'A revised version will be sent shortly.' } }, 200)
    await world.calls.call('cancelSignatureRequest', { path }, 409, 'STATE_CONFLICT')
  },
  deleteSignatureRequest: async (world) => {
    const path = { request_id: (await create(world)).id }
    await world.calls.call('deleteSignatureRequest', { path }, 409, 'STATE_CONFLICT')
    await world.calls.call('cancelSignatureRequest', { path }, 200)
    await world.calls.call('deleteSignatureRequest', { path }, 200)
    await world.calls.call('getSignatureRequest', { path }, 410, 'SIGNATURE_REQUEST_DELETED')
    await world.calls.call('deleteSignatureRequest', { path: nobody }, 404, 'NOT_FOUND')
  },
  downloadSignedDocument: async (world) => {
    await world.calls.call('downloadSignedDocument', { path: await waiting(world) }, 409, 'STATE_CONFLICT')
    const [path, key] = [await signed(world), businessKey(world)]
    const pdf = await world.calls.call('downloadSignedDocument', { path, key }, 200)
    expect(pdf.bytes.toString('latin1', 0, 5)).toBe('%PDF-')
    const zip = await world.calls.call('downloadSignedDocument', { path, key, query: { include: 'audit_trail' } }, 200)
    expect(zip.bytes.toString('latin1', 0, 2)).toBe('PK')
  },
  addSigner: async (world) => {
    const path = { request_id: (await create(world)).id }
    await world.calls.call('addSigner', { path, body: john }, 201)
    await world.calls.call('addSigner', { path, body: { name: 'No Address' } }, 422, 'VALIDATION_FAILED')
    await world.calls.call('addSigner', { path: nobody, body: john }, 404, 'NOT_FOUND')
  },
  remindSigner: async (world) => {
    const { id, signers } = await create(world, [anna, john])
    const path = { request_id: id, signer_id: signers[0]?.id ?? '' }
    const reminded = await world.calls.call('remindSigner', { path, body: { channel: 'both', message: 'Please sign this week.' } }, 200)
    expect(Object.keys(reminded.json).length).toBeGreaterThan(0)
    await world.calls.call('remindSigner', { path }, 429, 'REMINDER_TOO_SOON')
    await world.calls.call('remindSigner', { path: { ...path, signer_id: signers[1]?.id ?? '' } }, 409, 'STATE_CONFLICT')
  },
  writeMessage: async (world) => {
    const { id, signers } = await create(world, [anna, john])
    await writesMessages(world.calls, { request_id: id, signers: signers.map((signer) => signer.id) })
  },
  listMessages: async (world) => listsMessages(world.calls, await waiting(world)),
  readMessages: async (world) => readsMessages(world.calls, await waiting(world)),
  getVerification: async (world) => readsVerification(world.calls, await waiting(world)),
  getAuditTrail: async (world) =>
    readsAuditTrail(world.calls, await waiting(world), { path: await signed(world), key: businessKey(world) }),
  getVerificationEvidence: async (world) => {
    const path = await referred(world)
    const shown = await world.calls.call('getVerificationEvidence', { path }, 200)
    expect(shown.json).toMatchObject({ referrals: [{ code: 'FACE_UNCERTAIN' }], match_score: 0.61 })
    await world.calls.call('getVerificationEvidence', { path: await waiting(world) }, 409, 'STATE_CONFLICT')
    await world.calls.call('getVerificationEvidence', { path: nobody }, 404, 'NOT_FOUND')
  },
  getVerificationPicture: async (world) => {
    const path = await referred(world)
    const { bytes } = await world.calls.call('getVerificationPicture', { path: { ...path, picture: 'document-front' } }, 200)
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    await world.calls.call('getVerificationPicture', { path: { ...path, picture: 'selfie-99' } }, 404, 'NOT_FOUND')
  },
  decideVerification: async (world) => {
    const path = await referred(world)
    const { json } = await world.calls.call('getVerificationEvidence', { path }, 200)
    const shown = { verification_id: json['verification_id'], result_sha256: json['result_sha256'] }
    const approval = { ...shown, decision: 'approve', reasons: ['FACE_SAME', 'DOCUMENT_GENUINE'] }
    const misfit = { ...approval, decision: 'reject' }
    await world.calls.call('decideVerification', { path, body: misfit }, 422, 'VALIDATION_FAILED')
    await world.calls.call(
      'decideVerification',
      { path, body: { ...approval, verification_id: 'ver_0000000000000000' } },
      409,
      'STATE_CONFLICT',
    )
    await world.calls.call('decideVerification', { path, body: approval }, 200)
    await world.calls.call('decideVerification', { path, body: approval }, 409, 'STATE_CONFLICT')
    await world.calls.call('decideVerification', { path: nobody, body: approval }, 404, 'NOT_FOUND')
    const goesOn = await world.calls.call('completeSandboxSigner', { path: { signer_id: path.signer_id }, body: {} }, 200)
    expect(goesOn.json).toMatchObject({ status: 'signed' })
  },
  importChip: async (world) => {
    const chip = await testChip(world)
    const body = { attempt: 1, ...chip }
    await world.calls.call('importChip', { path: await waiting(world), body }, 409, 'STATE_CONFLICT')
    await world.calls.call('importChip', { path: nobody, body }, 404, 'NOT_FOUND')
    await world.calls.call('importChip', { path: await waiting(world), body: { ...body, sod: '' } }, 422, 'VALIDATION_FAILED')
    const { signers, id } = await create(world)
    const path = { request_id: id, signer_id: signers[0]?.id ?? '' }
    const begun = { path: { signer_id: path.signer_id }, body: { stop_at: 'document' } }
    await world.calls.call('completeSandboxSigner', begun, 200)
    await world.calls.call('importChip', { path, body: { ...body, sod: 'dwA=' } }, 422, 'CHIP_UNREADABLE')
    const refused = await world.calls.call('importChip', { path, body: { ...body, ...(await testChip(world, 'data_changed')) } }, 200)
    expect(refused.json).toMatchObject({ outcome: 'refused', reasons: [{ code: 'CHIP_CHANGED' }] })
  },
  getIdentityProof: async (world) => {
    const key = businessKey(world)
    const path = await signed(world)
    await expect.poll(async () => (await proof(world, path, key)).status).toBe(200)
    await world.calls.call('getIdentityProof', { path, key }, 200)
    await world.calls.call('getVerification', { path, key }, 200)
    const { id, signers } = await create(world, [anna], { key })
    await world.calls.call(
      'getIdentityProof',
      { path: { request_id: id, signer_id: signers[0]?.id ?? '' }, key },
      409,
      'PROOF_NOT_VERIFIED',
    )
  },
  signDocument: (world) => signsDocument(world.calls, world.accounts.ours.live),
  getDirectSignature: (world) => getsDirectSignature(world.calls),
  eraseDirectSignature: (world) => erasesDirectSignature(world.calls),
  validateDocument: async (world) => {
    const { bytes } = await world.calls.call('downloadSignedDocument', { path: await signed(world), key: businessKey(world) }, 200)
    const report = await world.calls.call('validateDocument', { form: fileForm(bytes, 'signed.pdf') }, 200)
    expect(report.json).toMatchObject({ valid: true })
    for (const [format, begins] of [
      ['pdf', '%PDF-'],
      ['xml', '<?xml'],
    ] as const) {
      const file = await world.calls.call('validateDocument', { form: fileForm(bytes, 'signed.pdf', { report: format }) }, 200)
      expect(Buffer.from(file.bytes).toString('latin1', 0, 5)).toBe(begins)
    }
    for (const fields of [{ report: 'doc' }, { sealed: 'true' }, { report: 'pdf', sealed: '1' }])
      await world.calls.call('validateDocument', { form: fileForm(bytes, 'signed.pdf', fields) }, 422, 'VALIDATION_FAILED')
    const broken = Buffer.from(bytes)
    broken[600] = (broken[600] ?? 0) ^ 1
    expect((await world.calls.call('validateDocument', { form: fileForm(broken, 'broken.pdf') }, 200)).json).toMatchObject({ valid: false })
    await world.calls.call('validateDocument', { form: fileForm(Buffer.from('text'), 'letter.txt') }, 422, 'DOCUMENT_FORMAT_UNSUPPORTED')
  },
  ...WEBHOOK_CASES,
  listEvents: async (world) => {
    await waiting(world)
    await world.calls.call('listEvents', { query: { type: 'signature_request.created', limit: '2' } }, 200)
    await world.calls.call('listEvents', { query: { type: 'nonsense' } }, 400, 'MALFORMED_REQUEST')
  },
  getEvent: async (world) => {
    await waiting(world)
    const { json } = await world.calls.call('listEvents', { query: { limit: '1' } }, 200)
    const [event] = json['data'] as { id: string }[]
    const path = { event_id: event?.id ?? '' }
    await world.calls.call('getEvent', { path }, 200)
    await world.calls.call('getEvent', { path, key: world.accounts.theirs.keys[0] ?? '' }, 404, 'NOT_FOUND')
  },
  moveSandboxClock: async (world) => {
    const { id: signature_request_id } = await create(world)
    await world.calls.call('moveSandboxClock', { body: { signature_request_id, advance_seconds: 3600 } }, 200)
    const moved = await world.calls.call('moveSandboxClock', { body: { signature_request_id, advance_seconds: 40 * 86_400 } }, 200)
    expect(moved.json).toMatchObject({ status: 'expired' })
    await world.calls.call('moveSandboxClock', { body: { signature_request_id } }, 422, 'VALIDATION_FAILED')
    await world.calls.call(
      'moveSandboxClock',
      { body: { signature_request_id, advance_seconds: 1 }, key: world.accounts.ours.live },
      403,
      'SANDBOX_ONLY',
    )
  },
  makeSandboxChip: async (world) => {
    expect(Object.keys(await testChip(world))).toEqual(['dg1', 'dg2', 'sod'])
    const body = { mrz: ['P<POL', 'X'], portrait: PORTRAIT }
    await world.calls.call('makeSandboxChip', { body }, 422, 'VALIDATION_FAILED')
    await world.calls.call('makeSandboxChip', { body, key: world.accounts.ours.live }, 403, 'SANDBOX_ONLY')
  },
  completeSandboxSigner: async (world) => {
    const { signers } = await create(world)
    const path = { signer_id: signers[0]?.id ?? '' }
    const failed = await world.calls.call('completeSandboxSigner', { path, body: { document_number: 'FAIL000001' } }, 200)
    expect(failed.json).toMatchObject({ status: 'verification_failed', failure: { code: 'DOCUMENT_EXPIRED' } })
    await world.calls.call('completeSandboxSigner', { path: nobody, body: {} }, 404, 'NOT_FOUND')
    await world.calls.call('completeSandboxSigner', { path, body: {}, key: world.accounts.ours.live }, 403, 'SANDBOX_ONLY')
  },
  completeSandboxRequest: async (world) => {
    const { id, signers } = await create(world, [anna, john])
    const path = { request_id: id },
      first = signers[0]?.id
    const placed = await world.calls.call(
      'completeSandboxRequest',
      { path, body: { signer_id: first, stop_at: 'sign', code: true, keep_credential: true } },
      200,
    )
    expect(placed.json).toMatchObject({ data: [{ id: first, at: 'sign', test_code: expect.stringMatching(/^\d{6}$/) as unknown }] })
    await world.calls.call('completeSandboxRequest', { path, body: { code: true } }, 422, 'VALIDATION_FAILED')
    await world.calls.call('completeSandboxRequest', { path, body: { signer_id: nobody.signer_id } }, 422, 'VALIDATION_FAILED')
    await world.calls.call('completeSandboxRequest', { path: { request_id: nobody.request_id }, body: {} }, 404, 'NOT_FOUND')
    await world.calls.call('completeSandboxRequest', { path, body: {}, key: world.accounts.ours.live }, 403, 'SANDBOX_ONLY')
    await world.calls.call('cancelSignatureRequest', { path }, 200)
    await world.calls.call('deleteSignatureRequest', { path }, 200)
    await world.calls.call('completeSandboxRequest', { path, body: {} }, 410, 'SIGNATURE_REQUEST_DELETED')
  },
  getUsage: async (world) => {
    await world.calls.call('getUsage', {}, 200)
    await world.calls.call('getUsage', { query: { colour: 'blue' } }, 400, 'MALFORMED_REQUEST')
  },
  listCountries: async (world) => {
    await world.calls.call('listCountries', {}, 200)
    await world.calls.call('listCountries', { key: '' }, 401, 'UNAUTHENTICATED')
  },
}

for (const [operationId, sends] of Object.entries(CASES))
  test(operationId, async ({ world }) => {
    await sends(world)
  })

test('every operation has a case here, and each was seen to succeed', async ({ world, accounts }) => {
  expect(accounts.description.operations.map(({ operationId }) => operationId).filter((id) => !(id in CASES))).toEqual([])
  expect(world.calls.withoutSuccess()).toEqual([])
})

function proof({ accounts }: World, path: { request_id: string; signer_id: string }, key: string): Promise<Response> {
  return fetch(`${accounts.baseUrl}/v1/signature-requests/${path.request_id}/signers/${path.signer_id}/identity-proof`, {
    headers: { 'x-api-key': key },
  })
}

/** The specimen of ICAO Doc 9303-4, valid until 2032. */
const ZONE = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']
const PORTRAIT = readFileSync('lib/testing/camera/portrait/portrait.jpg').toString('base64')

async function testChip({ calls }: World, fault?: string): Promise<Record<string, unknown>> {
  const body = { mrz: ZONE, portrait: PORTRAIT, ...(fault === undefined ? {} : { fault }) }
  return (await calls.call('makeSandboxChip', { body }, 200)).json
}

function fileForm(bytes: Uint8Array, name: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', new File([new Uint8Array(bytes)], name))
  return form
}

/** A receiver in this process, to which the webhooks of these tests go. */
function receiver(): Promise<{ server: Server; address: string }> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => request.resume().on('end', () => response.end('ok'))).listen(0, '127.0.0.1', () => {
      const at = server.address()
      resolve({ server, address: `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}/webhooks` })
    })
  })
}
