// Advanced signatures: by a code to the phone of the request, in either order, on each kind of file, judged by programs that are not ours; what is
// said of them, and what a request must have.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import { sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import type { Fact } from '../../domain/event'
import type { SigningOrder } from '../../domain/policy'
import { sampleContract } from '../../sample-contract'
import type { Rewind } from '../../testing/checkpoint'
import { cadesVerification, xadesVerification } from '../../testing/crypto/judge-arguments'
import { newRequest, Walk } from '../../testing/journey-walk'
import { sampleDocx, sampleXml } from '../../testing/sample-files'
import { saysOf } from '../../testing/refusal'
import { testContext, type TestContext } from '../../testing/test-context'
import { wholeOf } from '../../testing/whole-of'
import { validateDocument } from '../../validation/formats/document'
import { completeRequest } from '../completion/complete-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { uploadDocument } from '../documents/upload-document'
import { loadEvents } from '../kernel/evidence'
import { readContent } from '../kernel/outbox'
import { getIdentityProof } from '../proof/get-identity-proof'
import { addSigner } from '../requests/add-signer'
import { createSignatureRequest } from '../requests/create-signature-request'
import { getSignatureRequest } from '../requests/get-signature-request'
import { PLAIN_REQUEST, type NewRequest } from '../requests/request-rules'
import { completeSandboxSigner } from '../sandbox/complete-sandbox-signer'
import { getAuditTrail } from '../trail/get-audit-trail'
import { validateDocument as judged } from '../validation/validate-document'
import { getVerification } from '../verification/get-verification'
import { openPrepared } from './prepared-activation'

const ANNA = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
const MARIA = { name: 'Μαρία Παπαδοπούλου', email: 'maria@example.com', phone: '+306912345678' }
const folder = mkdtempSync(path.join(tmpdir(), 'advanced-'))

let test: TestContext
let back: Rewind

beforeAll(async () => {
  test = await testContext({ start: new Date() })
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

const facts = async (request: string) => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
const ofType = async <T extends Fact['type']>(request: string, type: T) =>
  (await facts(request)).filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type)

function run(command: string, ...parameters: string[]): string {
  const { stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}

async function upload(name: string, bytes: Uint8Array): Promise<string> {
  return (await uploadDocument(test.context, test.caller, { file: { name, mimeType: 'application/octet-stream', bytes } })).id
}

/** Two people, and a file of each kind. */
async function ofAllKinds(signingOrder: SigningOrder | null) {
  const contract = await sampleContract({ borrower: 'A', reference: 'Loan 1', date: test.context.now() })
  const documentIds = [await upload('contract.pdf', contract), await upload('plan.docx', sampleDocx()), await upload('a.xml', sampleXml())]
  return createSignatureRequest(test.context, test.caller, {
    ...PLAIN_REQUEST,
    documentIds,
    signatureType: 'aes',
    signingOrder,
    signers: [ANNA, MARIA].map((person) => ({ ...person, locale: 'en-GB', order: null, method: null, country: null })),
  })
}

async function signedFile(requestId: string, documentId: string | null): Promise<Buffer> {
  const file = await downloadSignedDocument(test.context, test.caller, { requestId, documentId, archive: documentId === null })
  return Buffer.from(await wholeOf(file.bytes))
}

async function atSign(people = [ANNA]) {
  const request = await newRequest(test, people, { signatureType: 'aes' })
  const walks: Walk[] = []
  for (const { id } of request.signers) {
    const walk = await Walk.open(test, id)
    await walk.to('sign')
    walks.push(walk)
  }
  const [walk] = walks
  if (!walk) throw new Error('no signer')
  return { request, walks, walk }
}

describe.each(['sequential', null] as const)('in the order %s', (order) => {
  it('two people sign a file of each kind by code; pdfsig, qpdf, openssl and xmlsec1 call every signature valid', async () => {
    const created = await ofAllKinds(order)
    expect(created.ordered).toBe(order === 'sequential')
    const signers = order === 'sequential' ? created.signers : created.signers.toReversed()
    for (const { id } of signers) await (await Walk.open(test, id)).to('signed')
    await completeRequest(test.context, { request: created.id })
    const done = await getSignatureRequest(test.context, test.caller, { requestId: created.id })
    expect([done.status, done.signers.map(({ status, method, certificate }) => [status, method, certificate?.qualified])]).toEqual([
      'completed',
      [
        ['signed', 'sms_otp', false],
        ['signed', 'sms_otp', false],
      ],
    ])
    const [pdf, docx, xml] = await Promise.all(done.documents.map(({ id }) => signedFile(done.id, id)))

    writeFileSync(path.join(folder, 'a.pdf'), pdf ?? '')
    const verdict = run('pdfsig', '-nocert', 'a.pdf')
    expect(verdict.match(/Signature is Valid/g)).toHaveLength(2)
    for (const { name } of signers) expect(verdict).toContain(`Signer Certificate Common Name: ${name}`)
    execFileSync('qpdf', ['--check', path.join(folder, 'a.pdf')])
    const shown = run('pdftotext', 'a.pdf', '-')
    for (const word of [ANNA.name, MARIA.name, 'NOT QUALIFIED']) expect(shown).toContain(word)

    writeFileSync(path.join(folder, 'root.pem'), test.pki.rootPem)
    const files = unzipSync(docx ?? Buffer.alloc(0))
    const at = String(Math.floor(test.context.machineNow().getTime() / 1000))
    for (const number of ['001', '002']) {
      writeFileSync(path.join(folder, 'a.p7s'), files[`META-INF/signature${number}.p7s`] ?? '')
      writeFileSync(path.join(folder, 'a.mf'), files[`META-INF/ASiCManifest${number}.xml`] ?? '')
      expect(run('openssl', ...cadesVerification('a.p7s', 'a.mf', 'root.pem'), '-attime', at)).toContain('CAdES Verification successful')
    }

    writeFileSync(path.join(folder, 'a.xml'), xml ?? '')
    writeFileSync(path.join(folder, 'issuing.der'), test.pki.chain[0] ?? '')
    const time = test.context.machineNow().toISOString().slice(0, 19).replace('T', ' ')
    for (const { id } of done.signers)
      expect(run('xmlsec1', ...xadesVerification('a.xml', id, '--verification-gmt-time', time))).toMatch(/^OK/m)

    const anchors = [test.pki.chain.at(-1) ?? new Uint8Array()]
    for (const bytes of [pdf, docx, xml]) {
      const { valid, signatures } = await validateDocument(bytes ?? Buffer.alloc(0), { anchors, now: test.context.now() })
      expect([valid, signatures.map(({ level, signerName, signedFor }) => [level, signerName, ...signedFor])]).toEqual([
        true,
        signers.map(({ name }) => ['B-LTA', name]),
      ])
      for (const { certificate } of signatures) {
        expect(certificate).toMatchObject({ policies: [test.pki.oneShotPolicy], qcStatements: [] })
        expect(Date.parse(certificate?.notAfter ?? '') - Date.parse(certificate?.notBefore ?? '')).toBeLessThan(86_400_000)
      }
    }
    const archive = await signedFile(done.id, null)
    expect(verifyEvidence(archive).problems).toEqual([])
    for (const position of [1, 2]) {
      writeFileSync(path.join(folder, 'signer.pem'), unzipSync(archive)[`certificates/${position}-signer.pem`] ?? '')
      expect(run('openssl', 'x509', '-in', 'signer.pem', '-noout', '-ext', 'certificatePolicies')).toContain(test.pki.oneShotPolicy)
    }
  })
})

it('asks for no certificate, PIN or camera; the code names document and requester and goes to the phone of the request', async () => {
  const { request, walk } = await atSign()
  const view = await walk.view()
  expect(view.itinerary.map(({ step }) => step)).toEqual(['terms', 'details', 'review', 'sign'])
  expect([view.signedBy, view.credentials, view.activation, view.texts]).toEqual(['code', [], null, []])
  await walk.sendCode()
  const [sent] = await test.context.db.outboxMessage.findMany({ where: { requestId: request.id, channel: 'sms' } })
  if (!sent) throw new Error('no text message')
  const { to, text } = readContent(test.context, sent)
  expect([to, text]).toEqual([ANNA.phone, expect.stringContaining('Contract 1')])
  expect(text).toContain(await test.context.db.tenant.findFirstOrThrow({}).then(({ name }) => name.slice(0, 10)))
  await walk.act({ act: 'sign_by_code', activation: (await walk.view()).activation?.id ?? '', code: await walk.lastCode() })
  await walk.to('signed')
  const { db } = test.context
  expect([await db.credential.count(), await db.verification.count(), await db.person.count()]).toEqual([0, 0, 0])
})

it('has a fact each for the certificate and the end of its key, and no key is left anywhere', async () => {
  const { request, walk } = await atSign()
  await walk.to('signed')
  const [issued, ...more] = await ofType(request.id, 'one_shot_certificate_issued')
  const [destroyed] = await ofType(request.id, 'one_shot_key_destroyed')
  const [signed] = await ofType(request.id, 'document_signed')
  if (!issued) throw new Error('no certificate')
  expect(more).toEqual([])
  expect([destroyed?.serial, signed?.serial, destroyed?.key_sha256]).toEqual([issued.serial, issued.serial, issued.key_sha256])
  const row = await test.context.db.activation.findFirstOrThrow({})
  const values = row.signatures as { value: string }[]
  expect(destroyed?.signatures_sha256).toEqual(values.map(({ value }) => sha256Hex(Buffer.from(value, 'base64'))))
  const kept = await test.context.db.issuedCertificate.findFirstOrThrow({ where: { serialHex: issued.serial } })
  expect([sha256Hex(kept.certificate), sha256Hex(readCertificate(kept.certificate).spki)]).toEqual([
    issued.certificate_sha256,
    issued.key_sha256,
  ])
  expect(JSON.stringify(openPrepared(test.context, row))).not.toMatch(/PRIVATE|pkcs8/i)
  const order = (await facts(request.id)).map(({ type }) => type)
  const steps = [
    'activation_started',
    'code_sent',
    'signature_authorised',
    'one_shot_certificate_issued',
    'one_shot_key_destroyed',
    'document_signed',
  ]
  expect(order.filter((type) => steps.includes(type))).toEqual(steps)
})

it('tells the method and the masked number inside of the PDF, and calls nobody verified', async () => {
  const { request, walk } = await atSign()
  await walk.to('signed')
  await completeRequest(test.context, { request: request.id })
  const signerId = walk.caller.signerId
  const { trail } = await getAuditTrail(test.context, test.caller, { requestId: request.id, signerId })
  expect(trail).toMatchObject({ intent_to_sign: true, consent_to_electronic: null, factors: ['otp_sms'], origin_sha256: null })
  expect(trail?.signer).toMatchObject({ verification_method: 'sms_otp', phone_masked: '+48 ••• •• 3456', tier: 'eIDAS AES' })
  writeFileSync(path.join(folder, 'b.pdf'), await signedFile(request.id, request.documents[0]?.id ?? ''))
  run('pdfdetach', '-saveall', '-o', folder, 'b.pdf')
  expect(JSON.parse(run('cat', `audit-trail-${signerId}.json`))).toEqual(trail)
  expect(run('cat', `audit-trail-${signerId}.txt`)).toContain('+48 ••• •• 3456')
  const page = Buffer.from(unzipSync(await signedFile(request.id, null))['audit-trail.html'] ?? []).toString()
  for (const word of ['Advanced electronic signature', 'not checked', 'One-time code', 'Its key was destroyed'])
    expect(page).toContain(word)
  expect(page).not.toMatch(/Qualified electronic signature|verified/)
  expect(await getVerification(test.context, test.caller, { requestId: request.id, signerId })).toMatchObject({
    status: 'not_required',
    method: 'sms_otp',
    verifiedAt: null,
    identity: null,
  })
  expect(await saysOf(getIdentityProof(test.context, test.caller, { requestId: request.id, signerId }))).toBe('PROOF_NOT_QES.level')
})

it('is an advanced signature to a validation only for the authority that issued its certificate', async () => {
  const { request, walk } = await atSign()
  await walk.to('signed')
  await completeRequest(test.context, { request: request.id })
  const bytes = await signedFile(request.id, request.documents[0]?.id ?? '')
  const file = { name: 'a.pdf', mimeType: 'application/pdf', bytes }
  const { signatures } = await judged(test.context, test.caller, { file })
  expect(signatures.map(({ level, oneAct, test: isTest, signedFor }) => [level, oneAct, isTest, signedFor])).toEqual([
    ['AdES', true, true, []],
  ])
})

describe('the phone of the request', () => {
  it('is the requester’s word: the signer corrects name and address, and not the number', async () => {
    const request = await newRequest(test, [ANNA], { signatureType: 'aes' })
    const walk = await Walk.open(test, request.signers[0]?.id ?? '')
    await walk.to('details')
    expect((await walk.view()).signer.phoneMasked).toBe('+48 ••• •• 3456')
    expect(await saysOf(walk.act({ act: 'correct_details', phone: '+48601000999' }))).toBe('STATE_CONFLICT.phone_of_requester')
    expect(await saysOf(walk.act({ act: 'correct_details', name: 'Łukasz Nowak' }))).toBe('done')
    await walk.to('signed')
    await completeRequest(test.context, { request: request.id })
    writeFileSync(path.join(folder, 'c.pdf'), await signedFile(request.id, request.documents[0]?.id ?? ''))
    expect(run('pdfsig', '-nocert', 'c.pdf')).toContain('Łukasz Nowak')
  })
})

describe('of a request', () => {
  const ask = (change: Partial<NewRequest>, person: Partial<NewRequest['signers'][number]> = {}) =>
    createSignatureRequest(test.context, test.caller, {
      ...PLAIN_REQUEST,
      signatureType: 'aes',
      documentIds: ['doc_1'],
      signers: [{ ...ANNA, locale: null, order: null, method: null, country: null, ...person }],
      ...change,
    })

  it.each([
    ['a check by video', () => ask({}, { method: 'video_id' }), 'NOT_AT_THIS_LEVEL.aes_identity'],
    ['an eID', () => ask({}, { method: 'eidas_idp' }), 'NOT_AT_THIS_LEVEL.aes_identity'],
    ['a country of a document', () => ask({}, { country: 'PL' }), 'NOT_AT_THIS_LEVEL.aes_identity'],
    ['another mode', () => ask({ authenticationMode: 'pin' }), 'NOT_AT_THIS_LEVEL.aes_code'],
    ['no phone', () => ask({}, { phone: null }), 'NOT_AT_THIS_LEVEL.aes_phone'],
    ['a phone without text messages', () => ask({}, { phone: '+48221234567' }), 'PHONE_INVALID.no_texts'],
  ])('%s is refused with its own code', async (_, request, code) => expect(await saysOf(request())).toBe(code))

  it('the method and the mode that this level has may be named', async () => {
    const named = ask({ authenticationMode: 'otp_sms' }, { method: 'sms_otp' })
    expect(await saysOf(named)).toBe('VALIDATION_FAILED.document')
  })

  it('a signer who is added needs a phone too', async () => {
    const { id } = await newRequest(test, [ANNA], { signatureType: 'aes' })
    const signer = { ...MARIA, locale: null, order: null, method: null, country: null }
    expect(await saysOf(addSigner(test.context, test.caller, { requestId: id, signer: { ...signer, phone: null }, fields: [] }))).toBe(
      'NOT_AT_THIS_LEVEL.aes_phone',
    )
    const added = await addSigner(test.context, test.caller, { requestId: id, signer, fields: [] })
    await (await Walk.open(test, added.id)).to('signed')
  })

  it('the sandbox walks its signer', async () => {
    const { signers } = await newRequest(test, [ANNA], { signatureType: 'aes' })
    const signerId = signers[0]?.id ?? ''
    expect(await completeSandboxSigner(test.context, test.caller, { signerId, stopAt: 'sign' })).toMatchObject({ at: 'sign' })
    const ended = await completeSandboxSigner(test.context, test.caller, { signerId })
    expect(ended).toMatchObject({ at: 'signed', status: 'signed', testPin: null })
  })
})

it('no error was logged', () => expect(test.errors).toEqual([]))
