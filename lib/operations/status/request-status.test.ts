// The requester's view of a signer who gets stuck and is helped: status, verification and evidence tell the same story.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../../wording/catalogue'
import { Problem } from '../../domain/problem'
import { presentStatus } from '../../http/schemas/status'
import { presentVerification, Verification } from '../../http/schemas/verification'
import { readContent } from '../kernel/outbox'
import { announceExpiry } from '../requests/announce-expiry'
import { completeRequest } from '../completion/complete-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { getSignatureRequest } from '../requests/get-signature-request'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { getVerification } from '../verification/get-verification'
import { grantVerificationAttempts } from '../verification/grant-verification-attempts'
import { statusById, statusByToken } from './request-status'

const { identity, script } = scriptedIdentity()
let t: TestContext
beforeAll(async () => {
  t = await testContext({ identity })
})
afterAll(async () => {
  await t.close()
})

const status = async (requestId: string) => presentStatus(await statusById(t.context, t.caller, requestId), { shared: false })
const verification = async (requestId: string, signerId: string) =>
  Verification.parse(presentVerification(await getVerification(t.context, t.caller, { requestId, signerId })))
const templates = async (requestId: string) =>
  (await t.context.db.outboxMessage.findMany({ where: { requestId }, orderBy: { createdAt: 'asc' } })).map(({ template }) => template)

test('the timeline names nobody of whom nothing is told', async () => {
  const { id, signers } = await newRequest(t, [
    { name: 'Łukasz Żółć', email: 'first@example.com' },
    { name: 'Zofia Nowak', email: 'second@example.com' },
  ])
  expect((await status(id)).timeline.map(({ person }) => person)).toEqual([signers[0]?.id, null])
})

test('a stuck signer is seen with the reason, allowed another try, and finishes', async () => {
  const request = await newRequest(t, [{ name: 'Łukasz Jan Żółć', email: 'lukasz@example.com' }])
  const signer = request.signers[0]?.id ?? ''
  const walk = await Walk.open(t, signer)
  expect((await status(request.id)).signers[0]).toMatchObject({ doing: 'terms', trouble: null })
  script.verdict = 'FACE_MISMATCH'
  for (let attempt = 1; attempt <= 3; attempt++) {
    await walk.to('identity')
    await walk.act({ act: 'start_verification', country: 'PL', documentType: 'national_id' })
    await walk.to('selfie')
    await walk.selfie()
  }
  expect((await status(request.id)).signers[0]).toMatchObject({
    doing: 'help',
    trouble: { message: catalogue('en').identity.FACE_MISMATCH.message, attempts_used: 3, can_grant: true },
  })
  expect(await verification(request.id, signer)).toMatchObject({
    verification_status: 'failed',
    identity: null,
    liveness_check: false,
    failure: { code: 'FACE_MISMATCH' },
    attempts: { used: 3, allowed: 3 },
  })
  expect(await templates(request.id)).toContain('verification_stuck')
  // Whoever has the shared link reads that help is needed, and neither why nor how often it was tried.
  const shared = presentStatus(await statusByToken(t.context, request.statusUrl.split('/r/')[1] ?? ''), { shared: true })
  expect(shared.signers[0]).toMatchObject({ doing: 'help', trouble: null })
  expect(JSON.stringify(shared)).not.toMatch(/FACE|verification_failed|verification_started|face/)

  await grantVerificationAttempts(t.context, t.caller, { requestId: request.id, signerId: signer })
  await expect(grantVerificationAttempts(t.context, t.caller, { requestId: request.id, signerId: signer })).rejects.toMatchObject({
    code: 'STATE_CONFLICT',
  })
  expect(await templates(request.id)).toContain('attempts_granted')
  script.verdict = null
  await walk.to('sign')
  await expect(walk.act({ act: 'refuse', reason: 'Too late' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  await walk.to('signed')
  expect(await verification(request.id, signer)).toMatchObject({
    signer_id: signer,
    verification_status: 'verified',
    method_used: 'video_id',
    liveness_check: true,
    identity: {
      full_name: 'LUKASZ JAN ZOLC',
      document_type: 'national_id',
      document_country: 'PL',
      date_of_birth: '1985-04-22',
      document_expiry: '2032-01-01',
      match_score: 0.97,
    },
  })
  await expect(
    downloadSignedDocument(t.context, t.caller, { requestId: request.id, documentId: null, archive: false }),
  ).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  await completeRequest(t.context, { request: request.id })
  const done = await status(request.id)
  expect(done).toMatchObject({ status: 'completed', signers: [{ doing: 'signed' }] })
  expect(done.timeline[0]?.events.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Identity check did not succeed', 'Allowed to try again', 'Signed everything']),
  )
})

test('the shared page needs the whole token and shows no address, key or metadata', async () => {
  const request = await newRequest(t, [{ name: 'Anna Example', email: 'anna.secret@example.com' }])
  const token = request.statusUrl.split('/r/')[1] ?? ''
  const shown = JSON.stringify(presentStatus(await statusByToken(t.context, token), { shared: true }))
  expect(shown).toContain('a•••@example.com')
  expect(shown).not.toMatch(/anna\.secret|\+48|"\/s\//)
  await expect(statusByToken(t.context, token.slice(0, -1))).rejects.toThrow(Problem)
})

test('a correction and a refusal reach the requester with the words that were written', async () => {
  const request = await newRequest(t, [{ name: 'Ana Example', email: 'ana@example.com' }])
  const signer = request.signers[0]?.id ?? ''
  const walk = await Walk.open(t, signer)
  await walk.to('details')
  await walk.act({ act: 'correct_details', name: 'Anna Example' })
  expect((await status(request.id)).signers[0]).toMatchObject({ name: 'Anna Example', corrected_from: 'Ana Example', refusal_reason: null })
  await walk.act({ act: 'refuse', reason: 'The amount is wrong.' })
  expect(await status(request.id)).toMatchObject({
    status: 'cancelled',
    signers: [{ doing: 'refused', refusal_reason: 'The amount is wrong.' }],
  })
  const shared = presentStatus(await statusByToken(t.context, request.statusUrl.split('/r/')[1] ?? ''), { shared: true })
  expect(shared.signers[0]).toMatchObject({ doing: 'refused', refusal_reason: null })
  expect(JSON.stringify(shared)).not.toContain('The amount is wrong.')
  const { signers } = await getSignatureRequest(t.context, t.caller, { requestId: request.id })
  expect(signers[0]).toMatchObject({
    name: 'Anna Example',
    corrected: true,
    status: 'refused',
    refusalReason: 'The amount is wrong.',
    url: null,
  })
})

test('a request is expired from its deadline on; the job only announces it, once', async () => {
  const request = await newRequest(t, [
    { name: 'Anna Example', email: 'anna@example.com' },
    { name: 'Bob Example', email: 'bob@example.com' },
  ])
  await announceExpiry(t.context, { request: request.id })
  expect((await status(request.id)).status).toBe('pending')
  t.advance(31 * 86_400_000)
  // `since` is the deadline, which ended the journey of the signer, and not the invitation before it.
  expect(await status(request.id)).toMatchObject({
    status: 'expired',
    signers: [{ doing: 'expired', since: request.expiresAt.toISOString() }, { doing: 'expired' }],
  })
  await announceExpiry(t.context, { request: request.id })
  await announceExpiry(t.context, { request: request.id })
  const mails = (await t.context.db.outboxMessage.findMany({ where: { requestId: request.id, template: 'expired' } })).map(
    (mail) => readContent(t.context, mail).to,
  )
  expect(mails).toEqual(['anna@example.com'])
})
