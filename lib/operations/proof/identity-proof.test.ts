// The Verified Identity Proof: a sealed PDF after a video verification, each refusal with its own code, and nothing left after deletion.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OrganisationCaller } from '../../domain/caller'
import { getDocument } from '../documents/get-document'
import { loadEvents } from '../kernel/evidence'
import { completeRequest } from '../completion/complete-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { getSignatureRequest, type RequestView } from '../requests/get-signature-request'
import { listSignatureRequests } from '../requests/list-signature-requests'
import { wholeOf } from '../../testing/whole-of'
import { sweep } from '../maintenance/sweep'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { decideVerification } from '../verification/decision/decide-verification'
import { getVerificationEvidence } from '../verification/decision/get-evidence'
import { getVerification } from '../verification/get-verification'
import { getIdentityProof } from './get-identity-proof'

const DAY = 86_400_000
const person = { name: 'Łukasz Jan Żółć', email: 'lukasz@example.com' }
let t: TestContext
let pro: OrganisationCaller
let first: RequestView
let second: RequestView
let walk: Walk
let script: Script

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  t = await testContext({ identity: scripted.identity })
  pro = { ...t.caller, plan: 'business' as const }
  first = await newRequest(t, [person])
})
afterAll(async () => {
  await t.close()
})

const proofOf = (request: RequestView, caller = pro) =>
  getIdentityProof(t.context, caller, { requestId: request.id, signerId: request.signers[0]?.id ?? '' })
const signerOf = (request: RequestView) => request.signers[0]?.id ?? ''

test('there is no proof before the identity is confirmed', async () => {
  await expect(proofOf(first)).rejects.toMatchObject({ code: 'PROOF_NOT_VERIFIED', status: 409 })
})

test('after the video verification the proof is a sealed PDF, and each download is in the evidence', async () => {
  walk = await Walk.open(t, signerOf(first))
  await walk.to('names')
  const { name, bytes } = await proofOf(first)
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'proof-')), name)
  writeFileSync(file, await wholeOf(bytes))
  const judged = execFileSync('pdfsig', ['-nocert', file], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  expect(judged).toContain('Signature Validation: Signature is Valid.')
  expect(judged).toContain('Total document signed')
  const text = execFileSync('pdftotext', ['-layout', file, '-']).toString()
  for (const shown of [
    'TEST, NOT QUALIFIED',
    'Łukasz Jan Żółć',
    'ABC123456',
    'ZOLC',
    'face match',
    'score 0.97, limit 0.5, by script/1',
    'turn left',
    'attempt 1',
  ]) {
    expect(text).toContain(shown)
  }
  expect(execFileSync('pdfimages', ['-list', file]).toString().match(/jpeg/g)).toHaveLength(3)
  const downloads = (await loadEvents(t.context, t.context.db, first.id)).filter(({ fact }) => fact.type === 'identity_proof_downloaded')
  expect(downloads).toMatchObject([
    { actor: 'requester', fact: { signer: signerOf(first), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  ])
})

test('other accounts, the lowest plan and other levels are refused', async () => {
  const stranger = { ...(await t.newCaller()).caller, plan: 'business' as const }
  await expect(proofOf(first, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(proofOf(first, t.caller)).rejects.toMatchObject({ code: 'PLAN_REQUIRED', status: 403 })
  const as = (signature_type: 'aes' | 'qes') =>
    rewriteEvidence(t, first.id, (events) =>
      events.map((event) => (event.fact.type === 'request_created' ? { ...event, fact: { ...event.fact, signature_type } } : event)),
    )
  await as('aes')
  await expect(proofOf(first)).rejects.toMatchObject({ code: 'PROOF_NOT_QES' })
  await as('qes')
})

test('a request signed with a key of an earlier one has no proof of its own', async () => {
  await walk.to('signed')
  await completeRequest(t.context, { request: first.id })
  second = await newRequest(t, [person])
  await (await Walk.open(t, signerOf(second))).to('signed')
  await completeRequest(t.context, { request: second.id })
  await expect(proofOf(second)).rejects.toMatchObject({ code: 'PROOF_SAVED_IDENTITY' })
  expect((await proofOf(first)).mimeType).toBe('application/pdf')
})

test('after the retention of the pictures there is no proof, but the signed document is still there', async () => {
  t.advance(91 * DAY)
  await sweep(t.context, 'running')
  await expect(proofOf(first)).rejects.toMatchObject({ code: 'PROOF_ANONYMISED', status: 410 })
  const { bytes } = await downloadSignedDocument(t.context, t.caller, { requestId: first.id, documentId: null, archive: false })
  expect(Buffer.from(await wholeOf(bytes)).toString('latin1', 0, 5)).toBe('%PDF-')
})

test('permanent deletion leaves the chain of events, and nothing about people and documents', async () => {
  const open = await newRequest(t, [{ name: 'Anna Nowak', email: 'anna@example.com' }])
  await expect(deleteSignatureRequest(t.context, t.caller, { requestId: open.id })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  await expect(deleteSignatureRequest(t.context, (await t.newCaller()).caller, { requestId: first.id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  const parts = (await t.context.db.revision.findMany({ where: { requestDocument: { requestId: first.id } } })).flatMap(
    (revision) => revision.parts,
  )
  const { evidenceBlob, auditBlob } = await t.context.db.signatureRequest.findUniqueOrThrow({ where: { id: first.id } })
  await deleteSignatureRequest(t.context, t.caller, { requestId: first.id })
  // The second request is about the same contract, whose content is stored once.
  const shared = first.documents[0]?.sha256 ?? ''
  expect((await t.context.blobs.get(shared)).length).toBeGreaterThan(0)
  for (const part of [...parts.filter((name) => name !== shared), evidenceBlob ?? '', auditBlob ?? ''])
    await expect(t.context.blobs.get(part)).rejects.toThrow(/there is no blob/)
  const gone = { code: 'SIGNATURE_REQUEST_DELETED', status: 410 }
  const ids = { requestId: first.id, signerId: signerOf(first) }
  await expect(getSignatureRequest(t.context, t.caller, ids)).rejects.toMatchObject(gone)
  await expect(downloadSignedDocument(t.context, t.caller, { ...ids, documentId: null, archive: true })).rejects.toMatchObject(gone)
  await expect(getVerification(t.context, t.caller, ids)).rejects.toMatchObject(gone)
  await expect(proofOf(first)).rejects.toMatchObject(gone)
  await expect(deleteSignatureRequest(t.context, t.caller, ids)).rejects.toMatchObject(gone)
  await expect(getDocument(t.context, t.caller, { documentId: first.documents[0]?.id ?? '' })).rejects.toMatchObject({
    code: 'DOCUMENT_GONE',
  })
  const { requests } = await listSignatureRequests(t.context, t.caller, { limit: 100 } as never)
  expect(requests.map(({ id }) => id).sort()).toEqual([second.id, open.id].sort())
  const signer = await t.context.db.signer.findUniqueOrThrow({
    where: { id: signerOf(first) },
    include: { verifications: { include: { frames: true, known: true } } },
  })
  expect(signer).toMatchObject({ profileKey: null, verifications: [{ key: null, result: null, frames: [], known: null }] })
  expect(signer.profile).toHaveLength(0)
  expect(await t.context.db.outboxMessage.count({ where: { requestId: first.id } })).toBe(0)
  const events = await loadEvents(t.context, t.context.db, first.id)
  expect(events.at(-1)?.fact).toEqual({ type: 'request_deleted', documents: 1, signers: 1 })
  expect(JSON.stringify(events)).not.toMatch(/lukasz|Żółć|ZOLC/i)
  // The other request, of the same person, is untouched.
  expect((await getSignatureRequest(t.context, t.caller, { requestId: second.id })).status).toBe('completed')
})

test('of a check about which a person has decided it says who did, when, why and with which note', async () => {
  script.referral = 'FACE_UNCERTAIN'
  const request = await newRequest(t, [{ ...person, email: 'referred@example.com' }])
  const ids = { requestId: request.id, signerId: signerOf(request) }
  const referred = await Walk.open(t, ids.signerId)
  await referred.to('decision')
  script.referral = null
  const { verificationId, resultSha256 } = await getVerificationEvidence(t.context, t.caller, ids)
  const decided = {
    ...ids,
    verificationId,
    resultSha256,
    decision: 'approve',
    reasons: ['FACE_SAME'],
    note: 'The same scar on both.',
  } as const
  await decideVerification(t.context, t.caller, decided)
  await referred.to('names')
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'proof-')), 'proof.pdf')
  writeFileSync(file, await wholeOf((await proofOf(request)).bytes))
  const text = execFileSync('pdftotext', ['-layout', file, '-']).toString().replace(/\s+/g, ' ')
  for (const shown of [
    'confirmed by a person',
    t.caller.apiKeyId,
    'resembles the portrait',
    'the same person is on',
    'The same scar on both.',
  ])
    expect(text).toContain(shown)
  expect(text).not.toContain('confirmed automatically')
})
