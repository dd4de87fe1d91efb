// Signatures that are made at once, from outside: what is answered, judged by programs that are not ours; what is refused and how; what is
// kept, for whom, and until when.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openssl, pdfsig, pdfText, qpdfCheck } from '../../../scripts/judges'
import { samplePdf } from '../../../scripts/sample-pdf'
import { sha256Hex } from '../../crypto/algorithms'
import { Problem } from '../../domain/problem'
import { changeBound } from '../../operations/kernel/bound-rows'
import { forgetAppended } from '../../operations/direct/forget-appended'
import { getUsage } from '../../operations/usage/get-usage'
import { validateDocument } from '../../operations/validation/validate-document'
import { asInstallation, installation } from '../../testing/as-installation'
import { contractPdf } from '../../testing/contract-pdf'
import { keptAndOpened, keptAsItLies, openedBlobs } from '../../testing/everything-kept'
import { Draft } from '../../testing/hostile/draft'
import { sampleDocx } from '../../testing/sample-files'
import * as direct from './direct-signatures'

const t = installation()
const folder = mkdtempSync(path.join(tmpdir(), 'direct-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Json = Record<string, unknown> & { error?: { code: string; message: string; errors?: { pointer: string }[] } }
type Trail = { signer: { name: string | null; identifier: string | null } & Record<string, unknown> } & Record<string, unknown>
type Sent = { status: number; headers: Headers; text: string; json: Json }

const PERSON = { name: 'Łukasz Żółć', identifier: 'lukasz@example.com' }
const ONE_PAGE = samplePdf({ pages: 1 })
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function read(answer: Response): Promise<Sent> {
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) as Json }
}

async function send(change: object = {}, { key = t.apiKey, ...headers }: Record<string, string> = {}): Promise<Sent> {
  const body = JSON.stringify({ document: base64(ONE_PAGE), signer: PERSON, ...change })
  const all = { 'x-api-key': key, 'content-type': 'application/json', ...headers }
  return read(await direct.sign.handle(new Request('https://sign.example.com/v1/signatures', { method: 'POST', body, headers: all }), {}))
}

async function of(endpoint: typeof direct.get, id: unknown, key = t.apiKey): Promise<Sent> {
  const request = new Request('https://sign.example.com/v1/signatures/x', { method: endpoint.method, headers: { 'x-api-key': key } })
  return read(await endpoint.handle(request, { signature_id: id }))
}

const refusal = ({ status, json: { error } }: Sent): string =>
  `${status} ${error?.code} ${error?.errors?.map(({ pointer }) => pointer).join() ?? ''}`.trim()
const documentOf = ({ json }: Sent): Buffer => Buffer.from(String(json['document']), 'base64')

/** Without empty fields, and the time-stamps of the archive, of which pdfsig says nothing. */
const signaturesOf = (pdf: Buffer) => pdfsig(pdf).filter(({ field, verdict }) => verdict !== '' && !field.endsWith('-time'))

function attachedTo(pdf: Buffer, id: unknown): { json: Record<string, unknown>; page: string; bytes: Buffer } {
  const file = path.join(folder, 'a.pdf')
  writeFileSync(file, pdf)
  execFileSync('pdfdetach', ['-saveall', '-o', folder, file])
  const bytes = readFileSync(path.join(folder, `audit-trail-${String(id)}.json`))
  const page = readFileSync(path.join(folder, `audit-trail-${String(id)}.txt`), 'utf8')
  return { json: JSON.parse(bytes.toString('latin1')) as Record<string, unknown>, page, bytes }
}

describe('a document that is signed at once', () => {
  it('is the one that was sent and what was appended; pdfsig, qpdf and openssl call it valid, and the trail in it is the answer’s', async () => {
    const answer = await send({ file_name: 'contract.pdf', metadata: { contract: 7 } })
    const pdf = documentOf(answer)
    expect(answer.status, answer.text.slice(0, 400)).toBe(200)
    expect(pdf.subarray(0, ONE_PAGE.length).equals(ONE_PAGE)).toBe(true)
    expect(answer.json).toMatchObject({
      ...{ status: 'signed', signature_type: 'ses', livemode: false, level: 'PAdES-B-LTA', carried: 'attached' },
      ...{ file_name: 'contract.pdf', metadata: { contract: 7 }, signer: PERSON, size_bytes: pdf.length },
      ...{ sha256_before_signing: sha256Hex(ONE_PAGE), sha256_after_signing: sha256Hex(pdf), erased_at: null },
    })
    const { id } = answer.json
    expect(signaturesOf(pdf)).toEqual([
      { field: id, signer: expect.stringContaining('QSignHub TEST Seal'), verdict: 'Signature is Valid.' },
    ])
    qpdfCheck(pdf)
    expect(openssl(pdf, t.pki.rootPem, t.pki.chain[0] ?? new Uint8Array())).toEqual([
      'CAdES Verification successful',
      'Verification: OK',
      'Verification: OK',
    ])
    const { json, page, bytes } = attachedTo(pdf, id)
    expect(sha256Hex(bytes)).toBe(answer.json['audit_trail_sha256'])
    const { signer, document, ...told } = answer.json['audit_trail'] as Trail & { document: object }
    expect(told).toMatchObject({ declared_by: 'organisation', intent_to_sign: true, consent_to_electronic: true })
    expect(signer).toMatchObject({ ...PERSON, verification_method: 'direct' })
    const { identifier: _, ...inFile } = signer
    expect(json).toEqual({ ...told, signer: inFile, document: { sha256_before_signing: sha256Hex(ONE_PAGE) } })
    expect(document).toEqual({ sha256_before_signing: sha256Hex(ONE_PAGE), sha256_after_signing: sha256Hex(pdf) })
    expect(page).toContain('Example Bank')
    for (const file of [pdf.toString('latin1'), page, bytes.toString()]) expect(file).not.toContain(PERSON.identifier)
  })

  it('says that the seal signed for a person who is claimed, and one changed bit of the trail breaks it', async () => {
    const pdf = documentOf(await send())
    const judge = (bytes: Buffer) => validateDocument(t.context, t.caller, { file: { name: 'a.pdf', mimeType: 'application/pdf', bytes } })
    expect(await judge(pdf)).toMatchObject({ valid: true, signatures: [{ signedFor: [PERSON.name], baseline: 'PAdES-B-LTA', test: true }] })
    const broken = Buffer.from(pdf)
    const at = broken.indexOf('declared_by')
    broken[at] = (broken[at] ?? 0) ^ 1
    expect((await judge(broken)).valid).toBe(false)
    expect(signaturesOf(broken)[0]?.verdict).not.toBe('Signature is Valid.')
  })

  it('shows a mark at its text, that names the person and who declares it', async () => {
    const answer = await send({ anchor: { text: 'page 1 of 1', width: 220, height: 70 } })
    expect((answer.json['audit_trail'] as Trail)['anchor_placement']).toMatchObject({ found: true, occurrences: 1 })
    const pdf = documentOf(answer)
    for (const words of [PERSON.name, 'Declared by Example Bank', 'TEST']) expect(pdfText(pdf)).toContain(words)
    expect(signaturesOf(pdf)).toMatchObject([{ verdict: 'Signature is Valid.' }])
    qpdfCheck(pdf)
    expect(attachedTo(pdf, answer.json['id']).json['anchor_placement']).toEqual({ found: true, occurrences: 1 })
  })

  it('may bear signatures already, and be signed again', async () => {
    const once = documentOf(await send({ document: base64(contractPdf()) }))
    const twice = await send({ document: base64(once), anchor: { text: 'Salary' } })
    expect(twice.json['carried']).toBe('in_signature')
    expect(signaturesOf(documentOf(twice)).map(({ verdict }) => verdict)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
    const { signatures } = await validateDocument(t.context, t.caller, {
      file: { name: 'a.pdf', mimeType: 'application/pdf', bytes: documentOf(twice) },
    })
    expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL-PASSED', 'TOTAL-PASSED'])
  })
})

/** Certified by its author: P says what may still be added. */
function certified(level: number): Buffer {
  const draft = new Draft()
  const parameters = `<< /TransformMethod /DocMDP /TransformParams << /P ${level} /V /1.2 >> >>`
  const signature = draft.add(`<< /Type /Sig /Filter /F /SubFilter /adbe.pkcs7.detached /Reference [${parameters}] >>`)
  draft.fields.push(draft.add(`<< /FT /Sig /T (theirs) /Subtype /Widget /Rect [0 0 0 0] /V ${signature} 0 R >>`))
  return draft.bytes()
}

const encrypted = (): Buffer => {
  const [from, to] = [path.join(folder, 'plain.pdf'), path.join(folder, 'encrypted.pdf')]
  writeFileSync(from, ONE_PAGE)
  execFileSync('qpdf', ['--encrypt', 'user', 'owner', '256', '--', from, to])
  return readFileSync(to)
}

describe('is refused with its own code, and nothing is kept', () => {
  const REFUSED: Record<string, [() => object, string]> = {
    'no document': [() => ({ document: undefined }), '422 VALIDATION_FAILED /document'],
    'an empty one': [() => ({ document: '' }), '422 VALIDATION_FAILED /document'],
    'no base64': [() => ({ document: '%PDF-1.7 not base64' }), '422 VALIDATION_FAILED /document'],
    'base64 with bits to spare': [() => ({ document: 'JVBERi0x/' }), '422 VALIDATION_FAILED /document'],
    'a number': [() => ({ document: 7 }), '422 VALIDATION_FAILED /document'],
    'a text': [() => ({ document: base64(Buffer.from('A letter.')) }), '422 DOCUMENT_FORMAT_UNSUPPORTED'],
    'a DOCX': [() => ({ document: base64(sampleDocx()) }), '422 DOCUMENT_FORMAT_UNSUPPORTED'],
    'half a PDF': [() => ({ document: base64(ONE_PAGE.subarray(0, 300)) }), '422 DOCUMENT_DAMAGED'],
    'an encrypted PDF': [() => ({ document: base64(encrypted()) }), '422 DOCUMENT_ENCRYPTED'],
    'one that is certified and closed': [() => ({ document: base64(certified(1)) }), '422 DOCUMENT_LOCKED'],
    'an encrypted PDF with an anchor': [() => ({ document: base64(encrypted()), anchor: { text: 'Sign' } }), '422 DOCUMENT_ENCRYPTED'],
    'a text that is not there': [() => ({ anchor: { text: 'page 1 Of 1' } }), '422 ANCHOR_NOT_FOUND /anchor/text'],
    'a text that is there twice': [
      () => ({ document: base64(samplePdf({ pages: 2 })), anchor: { text: 'Contract' } }),
      '422 ANCHOR_AMBIGUOUS /anchor/text',
    ],
    'an anchor of two lines': [() => ({ anchor: { text: 'a\nb' } }), '422 VALIDATION_FAILED /anchor/text'],
    'no signer': [() => ({ signer: undefined }), '422 VALIDATION_FAILED /signer'],
    'no name': [() => ({ signer: { ...PERSON, name: ' ' } }), '422 VALIDATION_FAILED /signer/name,/signer/name'],
    'a name too long': [() => ({ signer: { ...PERSON, name: 'a'.repeat(101) } }), '422 VALIDATION_FAILED /signer/name'],
    'a name with a control character': [
      () => ({ signer: { ...PERSON, name: 'Anna\u0000' } }),
      '422 VALIDATION_FAILED /signer/name,/signer/name',
    ],
    'a name that runs backwards': [
      () => ({ signer: { ...PERSON, name: 'Anna\u202eB' } }),
      '422 VALIDATION_FAILED /signer/name,/signer/name',
    ],
    'no identifier': [() => ({ signer: { name: 'Anna' } }), '422 VALIDATION_FAILED /signer/identifier'],
    'an identifier too long': [() => ({ signer: { ...PERSON, identifier: 'a'.repeat(255) } }), '422 VALIDATION_FAILED /signer/identifier'],
    'an identifier of two lines': [() => ({ signer: { ...PERSON, identifier: 'a\nb' } }), '422 VALIDATION_FAILED /signer/identifier'],
    'a reason of two lines': [() => ({ reason: 'a\r\nb' }), '422 VALIDATION_FAILED /reason'],
    'a member that nobody knows': [() => ({ identity: 'checked' }), '422 VALIDATION_FAILED /identity'],
  }
  it.each(Object.entries(REFUSED))('%s', async (_, [change, says]) => {
    const before = await t.context.db.directSignature.count()
    const answer = await send(change())
    expect(refusal(answer), answer.text).toBe(says)
    expect(answer.json.error?.message.length).toBeGreaterThan(20)
    expect(await t.context.db.directSignature.count()).toBe(before)
    expect(t.errors).toEqual([])
  })

  it('what is larger than may come as base64', async () => {
    expect(refusal(await send({ document: 'A'.repeat(12 * 2 ** 20 + 4) }))).toBe('413 DOCUMENT_TOO_LARGE')
  })
})

it('a text that need not be there makes an invisible signature, and of several the first counts', async () => {
  const none = await send({ anchor: { text: 'nowhere' }, require_anchor: false })
  expect((none.json['audit_trail'] as Trail)['anchor_placement']).toMatchObject({ found: false, occurrences: 0 })
  const first = await send({ document: base64(samplePdf({ pages: 2 })), anchor: { text: 'Contract' }, require_anchor: false })
  expect((first.json['audit_trail'] as Trail)['anchor_placement']).toMatchObject({ found: true, occurrences: 2, note: expect.any(String) })
})

describe('a repetition', () => {
  it('gets the same bytes, and nothing is done twice; other payload is refused', async () => {
    const before = await t.context.db.directSignature.count()
    const headers = { 'idempotency-key': 'again' }
    const [one, two] = [await send({}, headers), await send({}, headers)]
    expect([one.headers.get('idempotency-replayed'), two.headers.get('idempotency-replayed')]).toEqual([null, 'true'])
    expect(two.text).toBe(one.text)
    expect(await t.context.db.directSignature.count()).toBe(before + 1)
    expect(refusal(await send({ signer: { ...PERSON, name: 'Anna' } }, headers))).toBe('422 IDEMPOTENCY_KEY_REUSED')
    expect(refusal(await send({ document: base64(samplePdf({ pages: 2 })) }, headers))).toBe('422 IDEMPOTENCY_KEY_REUSED')
    const { id } = one.json
    await of(direct.erase, id)
    expect(refusal(await send({}, headers))).toBe('410 DOCUMENT_GONE')
  })

  it('has what was appended for a day, and no longer', async () => {
    const { json } = await send({}, { 'x-idempotency-key': 'a-day' })
    const row = () => t.context.db.directSignature.findUniqueOrThrow({ where: { id: String(json['id']) } })
    const now = t.context.machineNow().getTime()
    await forgetAppended(t.context, new Date(now - 1))
    expect((await row()).appended).not.toBeNull()
    await forgetAppended(t.context, new Date(now))
    expect((await row()).appended).toBeNull()
    expect((await send()).json['id']).toBeDefined()
    expect(await t.context.db.directSignature.count({ where: { appended: { not: null } } })).toBe(0)
  })

  it('of a refusal gets the refusal', async () => {
    const headers = { 'idempotency-key': 'refused' }
    const [one, two] = [await send({ anchor: { text: 'nowhere' } }, headers), await send({ anchor: { text: 'nowhere' } }, headers)]
    expect([refusal(one), two.text]).toEqual(['422 ANCHOR_NOT_FOUND /anchor/text', one.text])
  })
})

describe('what is kept', () => {
  it('is shown by its id to its organisation and mode alone, without the document, also once its person is erased', async () => {
    const { json } = await send({ reason: 'Accepted in the portal' })
    const { document: _, ...facts } = json
    expect((await of(direct.get, facts['id'])).json).toEqual(facts)
    const [stranger, live] = [await t.newCaller(), await t.newCaller('live')]
    for (const { apiKey } of [stranger, live])
      for (const endpoint of [direct.get, direct.erase]) expect(refusal(await of(endpoint, facts['id'], apiKey))).toBe('404 NOT_FOUND')
    const erased = await of(direct.erase, facts['id'])
    expect(erased.json).toMatchObject({
      ...{ signer: { name: null, identifier: null }, file_name: null, reason: null, metadata: {}, erased_at: expect.any(String) },
      ...{ sha256_after_signing: facts['sha256_after_signing'], audit_trail: { signer: { name: null, identifier: null } } },
    })
    expect((await of(direct.erase, facts['id'])).json).toEqual(erased.json)
    expect((await of(direct.get, facts['id'])).json).toEqual(erased.json)
  })

  it('has nothing of the document, and nothing of the person in clear; erased, nothing of them at all', async () => {
    const person = { name: 'Zenobia Quill', identifier: 'zenobia@example.com' }
    const { json, status, text } = await send({ signer: person }, { 'idempotency-key': 'kept' })
    expect(status, text.slice(0, 300)).toBe(200)
    const holds = (bytes: Uint8Array, ...words: string[]) => words.some((word) => Buffer.from(bytes).includes(word))
    for await (const { place, bytes } of keptAsItLies(t)) expect(holds(bytes, 'Zenobia', 'zenobia@', 'Contract, page'), place).toBe(false)
    for await (const { place, bytes } of openedBlobs(t)) expect(holds(bytes, 'Contract, page'), place).toBe(false)
    const opened: string[] = []
    for await (const { place, bytes } of keptAndOpened(t)) {
      expect(holds(bytes, 'Contract, page'), place).toBe(false)
      if (holds(bytes, 'Zenobia')) opened.push(place.split(' ')[0] ?? '')
    }
    expect(opened.sort()).toEqual(['DirectSignature.appended', 'DirectSignature.subject'])
    await of(direct.erase, json['id'])
    for await (const { place, bytes } of keptAndOpened(t)) expect(holds(bytes, 'Zenobia'), place).toBe(false)
  })

  it('counts for its key', async () => {
    const { caller, apiKey } = await t.newCaller()
    await send({}, { key: apiKey })
    await send({ signer: {} }, { key: apiKey })
    const { keys } = await getUsage(t.context, caller, { month: null, from: null, to: null })
    expect(keys.map(({ counts }) => [counts.direct_signatures, counts.documents_uploaded])).toEqual([[1, 0]])
  })
})

describe('while others are busy', () => {
  it('fifty calls at once are all answered, each with its own signature', async () => {
    const people = Array.from({ length: 50 }, (_, index) => ({ name: `Person ${'abcdefghij'[index % 10]}`, identifier: `person-${index}` }))
    const answers = await Promise.all(people.map((signer) => send({ signer })))
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
    expect(answers.map(({ json }) => (json['signer'] as typeof PERSON).identifier)).toEqual(people.map(({ identifier }) => identifier))
    expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(50)
  }, 240_000)

  it('a call that finds no room is told when to come again, and a trust service that is silent is no fault of the file', async () => {
    const busy = new Problem('UNAVAILABLE.documents_busy', {}, { retryAfterSeconds: 5 })
    const full = asInstallation(t, { ...t.context, documents: { run: () => Promise.reject(busy) } })
    const refused = await send({}, { 'idempotency-key': 'busy' })
    full()
    expect([refusal(refused), refused.headers.get('retry-after')]).toEqual(['503 UNAVAILABLE', '5'])
    asInstallation(t, t.context)
    // Nothing of the refusal is kept.
    const again = await send({}, { 'idempotency-key': 'busy' })
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, null])

    const stamp = vi.spyOn(t.pki, 'stamp').mockRejectedValue(new Error('connection refused'))
    const silent = await send()
    stamp.mockRestore()
    expect([refusal(silent), silent.headers.get('retry-after')]).toEqual(['503 UNAVAILABLE', '60'])
  })

  it('a mode without a trust service says so', async () => {
    const trust = () => {
      throw new Problem('UNAVAILABLE.no_live_provider')
    }
    const { apiKey } = await t.newCaller('live')
    const back = asInstallation(t, { ...t.context, trust })
    expect(refusal(await send({}, { key: apiKey }))).toBe('503 UNAVAILABLE')
    back()
    asInstallation(t, t.context)
  })
})

it('takes a key that may write requests and documents', async () => {
  const scoped = async (scopes: string[]) => {
    const { caller, apiKey } = await t.newCaller()
    await changeBound(t.context, t.context.db, 'apiKey', { id: caller.apiKeyId }, { scopes })
    return refusal(await send({}, { key: apiKey }))
  }
  expect([await scoped(['requests:write']), await scoped(['documents:write'])]).toEqual(['403 FORBIDDEN', '403 FORBIDDEN'])
  expect(await scoped(['requests:write', 'documents:write'])).toBe('200 undefined')
})
