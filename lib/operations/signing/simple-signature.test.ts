// Simple signatures: by a click, in either order, on each kind of file, judged by programs that are not ours; and what they must not be.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import type { SignerCaller } from '../../domain/caller'
import type { SigningOrder } from '../../domain/policy'
import { performAct } from '../../http/journey/acts'
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
import { takeOver } from '../access/take-over'
import { uploadDocument } from '../documents/upload-document'
import { loadEvents } from '../kernel/evidence'
import { openProfile, saltedDigest } from '../kernel/profile'
import { getIdentityProof } from '../proof/get-identity-proof'
import { addSigner } from '../requests/add-signer'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { createSignatureRequest } from '../requests/create-signature-request'
import { getSignatureRequest } from '../requests/get-signature-request'
import { PLAIN_REQUEST, type NewRequest } from '../requests/request-rules'
import { completeSandboxSigner } from '../sandbox/complete-sandbox-signer'

const ANNA = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const MARIA = { name: 'Μαρία Παπαδοπούλου', email: 'maria@example.com' }
const ORIGIN = { address: '198.51.100.7', browser: 'Mozilla/5.0 (test)' }
const folder = mkdtempSync(path.join(tmpdir(), 'simple-'))

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
    signatureType: 'ses',
    signingOrder,
    signers: [ANNA, MARIA].map((person) => ({ ...person, phone: null, locale: 'en-GB', order: null, method: null, country: null })),
  })
}

async function signedFile(requestId: string, documentId: string): Promise<Buffer> {
  const file = await downloadSignedDocument(test.context, test.caller, { requestId, documentId, archive: false })
  return Buffer.from(await wholeOf(file.bytes))
}

async function archiveOf(requestId: string): Promise<Buffer> {
  const file = await downloadSignedDocument(test.context, test.caller, { requestId, documentId: null, archive: true })
  return Buffer.from(await wholeOf(file.bytes))
}

async function atSign(people = [ANNA]) {
  const request = await newRequest(test, people, { signatureType: 'ses' })
  const walks: Walk[] = []
  for (const { id } of request.signers) {
    const walk = await Walk.open(test, id)
    await walk.to('sign')
    walks.push(walk)
  }
  return { request, walks }
}

// Unless the request says otherwise the order is open.
describe.each(['sequential', null] as const)('in the order %s', (order) => {
  it('two people sign a file of each kind by click; pdfsig, qpdf, openssl and xmlsec1 call every signature valid', async () => {
    const created = await ofAllKinds(order)
    expect(created.ordered).toBe(order === 'sequential')
    const asked = order === 'sequential' ? 'waiting' : 'pending_verification'
    expect(created.signers.map(({ status }) => status)).toEqual(['pending_verification', asked])
    // Where the order is open, the second comes first.
    const signers = order === 'sequential' ? created.signers : created.signers.toReversed()
    for (const { id } of signers) await (await Walk.open(test, id)).to('signed')
    await completeRequest(test.context, { request: created.id })
    const done = await getSignatureRequest(test.context, test.caller, { requestId: created.id })
    expect([done.status, done.signers.map(({ status, certificate }) => [status, certificate?.qualified])]).toEqual([
      'completed',
      [
        ['signed', false],
        ['signed', false],
      ],
    ])
    const [pdf, docx, xml] = await Promise.all(done.documents.map(({ id }) => signedFile(done.id, id)))

    writeFileSync(path.join(folder, 'a.pdf'), pdf ?? '')
    const verdict = run('pdfsig', '-nocert', 'a.pdf')
    expect([verdict.match(/Signature is Valid/g)?.length, verdict.match(/Common Name: QSignHub TEST Seal/g)?.length]).toEqual([2, 2])
    execFileSync('qpdf', ['--check', path.join(folder, 'a.pdf')])
    const shown = run('pdftotext', 'a.pdf', '-')
    for (const word of [ANNA.name, MARIA.name, 'by click']) expect(shown).toContain(word)
    expect(shown).not.toMatch(/qualified signature|NOT QUALIFIED/)

    writeFileSync(path.join(folder, 'root.pem'), test.pki.rootPem)
    const files = unzipSync(docx ?? Buffer.alloc(0))
    for (const number of ['001', '002']) {
      writeFileSync(path.join(folder, 'a.p7s'), files[`META-INF/signature${number}.p7s`] ?? '')
      writeFileSync(path.join(folder, 'a.mf'), files[`META-INF/ASiCManifest${number}.xml`] ?? '')
      const at = String(Math.floor(test.context.machineNow().getTime() / 1000))
      expect(run('openssl', ...cadesVerification('a.p7s', 'a.mf', 'root.pem'), '-attime', at)).toContain('CAdES Verification successful')
    }

    writeFileSync(path.join(folder, 'a.xml'), xml ?? '')
    writeFileSync(path.join(folder, 'issuing.der'), test.pki.chain[0] ?? '')
    const at = test.context.machineNow().toISOString().slice(0, 19).replace('T', ' ')
    for (const { id, name } of done.signers) {
      expect(run('xmlsec1', ...xadesVerification('a.xml', id, '--verification-gmt-time', at))).toMatch(/^OK/m)
      expect(xml?.toString()).toContain(`<xades:ClaimedRole>${name}</xades:ClaimedRole>`)
    }

    const anchors = [test.pki.chain.at(-1) ?? new Uint8Array()]
    for (const bytes of [pdf, docx, xml]) {
      const { valid, signatures } = await validateDocument(bytes ?? Buffer.alloc(0), { anchors, now: test.context.now() })
      expect([valid, signatures.map(({ level, signedFor }) => [level, ...signedFor])]).toEqual([
        true,
        signers.map(({ name }) => ['B-LTA', name]),
      ])
    }
    expect(verifyEvidence(await archiveOf(done.id)).problems).toEqual([])
  })
})

it('keeps both signatures when two people click at the same moment', async () => {
  const { request, walks } = await atSign([ANNA, MARIA])
  await Promise.all(walks.map((walk) => walk.click()))
  for (const walk of walks) await walk.to('signed')
  const revisions = await test.context.db.revision.findMany({
    where: { requestDocument: { requestId: request.id } },
    orderBy: { number: 'asc' },
  })
  expect(revisions.map(({ kind, signerId }) => [kind, signerId !== null])).toEqual([
    ['uploaded', false],
    ['fields_placed', false],
    ['signed', true],
    ['signed', true],
  ])
  expect((await facts(request.id)).filter(({ type }) => type === 'signature_failed')).toEqual([])
})

it('asks for no certificate, PIN, code or camera, and says so', async () => {
  const { request, walks } = await atSign()
  const [walk] = walks
  const view = await walk?.view()
  expect(view?.itinerary.map(({ step }) => step)).toEqual(['terms', 'details', 'review', 'sign'])
  expect([view?.credentials, view?.activation, view?.signedBy]).toEqual([[], null, 'click'])
  expect(view?.texts.map(({ id, notice }) => [id, notice])).toEqual([
    ['signing-intent', false],
    ['electronic-consent', false],
  ])
  await walk?.to('signed')
  const { db } = test.context
  expect([await db.credential.count(), await db.verification.count(), await db.person.count()]).toEqual([0, 0, 0])
  expect(await db.outboxMessage.count({ where: { requestId: request.id, channel: 'sms' } })).toBe(0)
  const said = (await facts(request.id)).map(({ type }) => type)
  for (const of of ['activation_started', 'code_sent', 'certificate_issued', 'verification_started']) expect(said).not.toContain(of)
})

it('takes no click without both consents as they were shown, and none twice', async () => {
  const { request, walks } = await atSign()
  const [walk] = walks
  const texts = (await walk?.view())?.texts.map(({ sha256 }) => sha256) ?? []
  for (const some of [texts.slice(0, 1), texts.slice(1), [...texts, 'a'.repeat(64)], ['b'.repeat(64), texts[1] ?? '']])
    expect(await saysOf(walk?.act({ act: 'sign_by_click', texts: some }) ?? Promise.resolve())).toBe('STATE_CONFLICT.texts_changed')
  await Promise.all([1, 2].map(() => walk?.act({ act: 'sign_by_click', texts })))
  expect((await facts(request.id)).filter(({ type }) => type === 'signature_authorised')).toHaveLength(1)
})

it('keeps where the click came from with the person, and a digest of it in the evidence', async () => {
  const { request, walks } = await atSign()
  const caller: SignerCaller = { ...(walks[0]?.caller as SignerCaller), origin: ORIGIN }
  const texts = (await walks[0]?.view())?.texts.map(({ sha256 }) => sha256) ?? []
  await performAct(test.context, caller, { act: 'sign_by_click', texts })
  const row = await test.context.db.signer.findUniqueOrThrow({ where: { id: caller.signerId } })
  const profile = openProfile(test.context, row)
  expect(profile.signedFrom).toEqual(ORIGIN)
  const events = await loadEvents(test.context, test.context.db, request.id)
  const authorised = events.find(({ fact }) => fact.type === 'signature_authorised')?.fact
  expect(authorised).toMatchObject({ factors: ['click'], origin_sha256: saltedDigest(profile, ORIGIN) })
  expect(authorised?.type === 'signature_authorised' && authorised.texts?.map(({ id }) => id)).toEqual([
    'signing-intent',
    'electronic-consent',
  ])
  expect(authorised).not.toHaveProperty('credential')
  for (const secret of [ORIGIN.address, ORIGIN.browser, ANNA.name, ANNA.email]) expect(JSON.stringify(events)).not.toContain(secret)
  await completeRequest(test.context, { request: request.id })
  const trail = unzipSync(await archiveOf(request.id))['audit-trail.html'] ?? new Uint8Array()
  for (const word of [ORIGIN.address, 'Simple electronic signature', 'not checked']) expect(Buffer.from(trail).toString()).toContain(word)
  expect(Buffer.from(trail).toString()).not.toContain('Qualified electronic signature')
})

it('refuses at the act of signing, and goes back to the beginning', async () => {
  const { request, walks } = await atSign([ANNA, MARIA])
  const [first, second] = walks
  await first?.act({ act: 'restart' })
  expect(await first?.place()).toBe('terms')
  await second?.act({ act: 'refuse', reason: 'On paper, please.' })
  expect((await getSignatureRequest(test.context, test.caller, { requestId: request.id })).status).toBe('cancelled')
  expect(await first?.place()).toBe('refused_by_other')
})

it('takes none of the acts that lead to a key', async () => {
  const request = await newRequest(test, [ANNA], { signatureType: 'ses' })
  const walk = await Walk.open(test, request.signers[0]?.id ?? '')
  await walk.to('details')
  expect(await saysOf(walk.act({ act: 'send_holder_code' }))).toBe('STATE_CONFLICT.other_factors')
  await walk.to('sign')
  expect(await saysOf(walk.act({ act: 'start_signing', credential: 'cred_1' }))).toBe('CREDENTIAL_LOCKED.unusable')
  expect(await saysOf(walk.act({ act: 'sign', activation: 'act_1', pin: '4907', code: '123456' }))).toBe('ACTIVATION_EXPIRED.code')
})

describe('takes no click', () => {
  const clickOf = async (walk: Walk | undefined) => {
    const texts = (await walk?.view())?.texts.map(({ sha256 }) => sha256) ?? []
    return (caller = walk?.caller) => saysOf(performAct(test.context, caller as SignerCaller, { act: 'sign_by_click', texts }))
  }
  const none = async (request: string) => expect((await facts(request)).map(({ type }) => type)).not.toContain('signature_authorised')

  it('after the request was withdrawn', async () => {
    const { request, walks } = await atSign()
    const click = await clickOf(walks[0])
    await cancelSignatureRequest(test.context, test.caller, { requestId: request.id })
    expect(await click()).toBe('STATE_CONFLICT.other_step')
    await none(request.id)
  })

  it('after its deadline', async () => {
    const { request, walks } = await atSign()
    const click = await clickOf(walks[0])
    test.advance(40 * 86_400_000)
    expect(await click()).toBe('STATE_CONFLICT.other_step')
    await none(request.id)
  })

  it('in a browser from which another one has taken over; in that one it does', async () => {
    const { request, walks } = await atSign()
    const click = await clickOf(walks[0])
    const other = await Walk.open(test, request.signers[0]?.id ?? '')
    await takeOver(test.context, other.caller)
    expect(await click()).toBe('OTHER_DEVICE_ACTIVE.continued')
    await none(request.id)
    await other.to('signed')
  })

  it('once fields for another signer were placed in what was accepted', async () => {
    const { request, walks } = await atSign()
    const click = await clickOf(walks[0])
    await addSigner(test.context, test.caller, {
      requestId: request.id,
      signer: { ...MARIA, phone: null, locale: null, order: null, method: null, country: null },
      fields: [],
    })
    expect(await click()).toBe('STATE_CONFLICT.other_step')
    expect(await walks[0]?.place()).toBe('review')
    await none(request.id)
  })

  it('from whom it is not: a session is of one signer', async () => {
    const { request, walks } = await atSign([ANNA, MARIA])
    const click = await clickOf(walks[0])
    const stranger = { ...(walks[1]?.caller as SignerCaller), signerId: walks[0]?.caller.signerId ?? '' }
    expect(await click(stranger)).toBe('OTHER_DEVICE_ACTIVE.continued')
    await none(request.id)
  })
})

it('a click signs no qualified request', async () => {
  const { signers } = await newRequest(test, [ANNA])
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  expect(await saysOf(walk.act({ act: 'sign_by_click', texts: ['a'.repeat(64)] }))).toBe('STATE_CONFLICT.other_step')
})

describe('of a request', () => {
  const ask = (change: Partial<NewRequest>, person: Partial<NewRequest['signers'][number]> = {}) =>
    createSignatureRequest(test.context, test.caller, {
      ...PLAIN_REQUEST,
      signatureType: 'ses',
      documentIds: ['doc_1'],
      signers: [{ ...ANNA, phone: null, locale: null, order: null, method: null, country: null, ...person }],
      ...change,
    })

  it.each([
    ['method', () => ask({}, { method: 'video_id' }), 'NOT_AT_THIS_LEVEL.ses_identity'],
    ['sms_otp', () => ask({}, { method: 'sms_otp' }), 'NOT_AT_THIS_LEVEL.ses_identity'],
    ['country', () => ask({}, { country: 'PL' }), 'NOT_AT_THIS_LEVEL.ses_identity'],
    ['authentication mode', () => ask({ authenticationMode: 'otp_sms' }), 'NOT_AT_THIS_LEVEL.ses_code'],
    [
      'a qualified one without its code',
      () => ask({ signatureType: 'qes', authenticationMode: 'otp_sms' }),
      'QES_AUTHENTICATION_MODE.two_factors',
    ],
    ['a qualified one in parallel', () => ask({ signatureType: 'qes', signingOrder: 'parallel' }), 'QES_SIGNING_ORDER.sequential'],
  ])('%s is refused with its own code', async (_, request, code) => expect(await saysOf(request())).toBe(code))

  it('a signer who is added is invited at once where the order is open, and needs no phone', async () => {
    const { id } = await newRequest(test, [ANNA], { signatureType: 'ses' })
    const signer = { ...MARIA, phone: null, locale: null, order: null, method: null, country: null }
    expect(
      await saysOf(addSigner(test.context, test.caller, { requestId: id, signer: { ...signer, method: 'video_id' }, fields: [] })),
    ).toBe('NOT_AT_THIS_LEVEL.ses_identity')
    const added = await addSigner(test.context, test.caller, { requestId: id, signer, fields: [] })
    expect([added.status, added.url !== null]).toEqual(['pending_verification', true])
    await (await Walk.open(test, added.id)).to('signed')
  })

  it('has no identity proof, and the sandbox walks its signer', async () => {
    const { id, signers } = await newRequest(test, [ANNA], { signatureType: 'ses' })
    const signerId = signers[0]?.id ?? ''
    expect(await completeSandboxSigner(test.context, test.caller, { signerId, stopAt: 'sign' })).toMatchObject({
      at: 'sign',
      status: 'pending_verification',
    })
    expect(await completeSandboxSigner(test.context, test.caller, { signerId })).toMatchObject({
      at: 'signed',
      status: 'signed',
      testPin: null,
    })
    expect(await saysOf(getIdentityProof(test.context, test.caller, { requestId: id, signerId }))).toBe('PROOF_NOT_QES.level')
  })
})

it('no error was logged', () => expect(test.errors).toEqual([]))
