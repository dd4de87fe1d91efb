// The sandbox: signers completed without a browser by the real operations, and every outcome on purpose.

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { takeOver } from '../access/take-over'
import { getSignatureRequest } from '../requests/get-signature-request'
import { statusById } from '../status/request-status'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { getVerification } from '../verification/get-verification'
import { grantVerificationAttempts } from '../verification/grant-verification-attempts'
import { listEvents } from '../webhooks/event/list-events'
import { completeSandboxSigner } from './complete-sandbox-signer'
import { scriptOfAddress } from '../kernel/magic-address'
import { moveSandboxClock } from './move-sandbox-clock'
import { revokeAfterSigning } from './revoke-after-signing'
import { captureOf, isWalked, scriptOf } from '../kernel/signer-script'
import { openSandbox, type Sandbox } from '../../testing/open-sandbox'
import { walkByScript } from './walk/walk-by-script'

let t: Sandbox
beforeAll(async () => {
  t = await openSandbox()
})
afterAll(async () => {
  await t.close()
})

const complete = (signerId: string, over: Omit<Parameters<typeof completeSandboxSigner>[2], 'signerId'> = {}) =>
  completeSandboxSigner(t.context, t.caller, { signerId, ...over })
const verification = ({ request, signer }: { request: string; signer: string }) =>
  getVerification(t.context, t.caller, { requestId: request, signerId: signer })
/** Each webhook event in one line: `signer.verification_failed: pending_verification, FACE_MISMATCH, 2 left`. */
async function told({ request }: { request: string }): Promise<string[]> {
  const { items } = await listEvents(t.context, t.caller, { requestId: request, limit: 100 })
  return items
    .map(({ type, data: { signature_request: of, signer, verification: about } }) => {
      const why = about?.reason ? [about.reason, `${about.attempts_left} left`] : []
      return `${type}: ${[signer?.status ?? of?.status, ...why].join(', ')}`
    })
    .sort()
}
const TOLD_OF_SIGNED = [
  'signature_request.completed: completed',
  'signature_request.created: pending',
  'signer.identification_succeeded: verified',
  'signer.signed: signed',
  'signer.verification_completed: verified',
]
/** `earlier`: why the first two tries failed. */
const toldOfFailed = (reason: string, earlier = reason) => [
  'signature_request.created: pending',
  `signer.identification_failed: verification_failed, ${reason}, 0 left`,
  `signer.verification_failed: pending_verification, ${earlier}, 1 left`,
  `signer.verification_failed: pending_verification, ${earlier}, 2 left`,
  `signer.verification_failed: verification_failed, ${reason}, 0 left`,
]
/** What the status page writes of a signer who needs help. */
const trouble = async ({ request }: { request: string }) => (await statusById(t.context, t.caller, request)).signers[0]

const walkJobs = () => t.jobs.filter(({ job }) => job === 'walk_signer').map(({ payload }) => payload)

describe('completing a signer', () => {
  test('stops where it is told and goes on from there, to a signature and the identity that the document shows; what is done stays done', async () => {
    const one = await t.newOne()
    for (const stopAt of ['issuance_terms', 'document', 'selfie', 'pin', 'review', 'sign'] as const)
      expect(await complete(one.signer, { stopAt })).toMatchObject({ at: stopAt })
    expect(await complete(one.signer)).toMatchObject({
      status: 'signed',
      at: 'signed',
      failure: null,
      attempts: { used: 1, allowed: 3 },
      testPin: '490731',
    })
    expect(await verification(one)).toMatchObject({
      status: 'verified',
      identity: { fullName: 'ANNA MARIA KOWALSKA', documentType: 'national_id', documentCountry: 'PL', matchScore: 0.98 },
      livenessCheck: true,
    })
    const view = await getSignatureRequest(t.context, t.caller, { requestId: one.request })
    expect(view).toMatchObject({ status: 'completed', signers: [{ status: 'signed', certificate: { revokedAt: null } }] })
    expect(await told(one)).toEqual(TOLD_OF_SIGNED)
    const before = await t.context.db.event.count({ where: { requestId: one.request } })
    expect(await complete(one.signer)).toMatchObject({ at: 'signed' })
    expect(await t.context.db.event.count({ where: { requestId: one.request } })).toBe(before)
  })

  test('goes on where a person in a browser stands, leaves them the next step, and refuses for them when a developer asks for it', async () => {
    const one = await t.newOne()
    const walk = await Walk.open(t, one.signer)
    await walk.to('issuance_terms')
    await complete(one.signer, { stopAt: 'review' })
    expect(await walk.place()).toBe('review')
    await takeOver(t.context, { ...walk.caller, active: false })
    // From here the sandbox may refuse for the person, or sign after the person has gone on.
    const back = await t.checkpoint()
    expect(await complete(one.signer, { outcome: 'refuse' })).toMatchObject({ status: 'refused', at: 'refused' })
    expect((await getSignatureRequest(t.context, t.caller, { requestId: one.request })).status).toBe('cancelled')
    await back()
    await walk.to('sign')
    expect(await complete(one.signer)).toMatchObject({ at: 'signed' })
  })

  test('refuses live keys, other accounts, and a signer whose turn it is not', async () => {
    const request = await newRequest(t, [
      { name: 'Anna Example', email: 'anna@example.com' },
      { name: 'Bob Example', email: 'bob@example.com' },
    ])
    const [first = '', second = ''] = request.signers.map(({ id }) => id)
    await expect(completeSandboxSigner(t.context, { ...t.caller, mode: 'live' }, { signerId: first })).rejects.toMatchObject({
      code: 'SANDBOX_ONLY',
      status: 403,
    })
    const { caller } = await t.newCaller()
    await expect(completeSandboxSigner(t.context, caller, { signerId: first })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(complete(second)).rejects.toMatchObject({ says: 'STATE_CONFLICT.not_their_turn', parameters: { signer: first } })
  })
})

describe('the documents', () => {
  test('FAIL000001 has expired, in whatever country', async () => {
    const one = await t.newOne()
    expect(await complete(one.signer, { document: 'FAIL000001' })).toMatchObject({
      status: 'verification_failed',
      at: 'help',
      failure: { code: 'DOCUMENT_EXPIRED' },
      attempts: { used: 3, allowed: 3 },
    })
    expect(await verification(one)).toMatchObject({
      status: 'failed',
      identity: null,
      failure: { code: 'DOCUMENT_EXPIRED', matchScore: null },
    })
    expect(await trouble(one)).toMatchObject({
      doing: 'help',
      trouble: { message: 'Your document has expired.', canGrant: true, attemptsUsed: 3 },
    })
    expect(await told(one)).toEqual(toldOfFailed('DOCUMENT_EXPIRED'))
    // Better pictures cannot change the date: no try asks for a second shot.
    expect(await t.context.db.event.count({ where: { requestId: one.request, type: 'document_shot_rejected' } })).toBe(3)
  })

  test('can be chosen in the page, which then says why it failed', async () => {
    const one = await t.newOne()
    await complete(one.signer, { stopAt: 'document' })
    const walk = await Walk.open(t, one.signer)
    await walk.act({ act: 'use_test_document', documentNumber: 'LOWSCORE01' })
    await vi.waitFor(
      async () =>
        expect(await walk.view()).toMatchObject({
          place: { step: 'identity' },
          failure: { code: 'FACE_UNCERTAIN', message: 'We could not be sure that you are the person on the document.', attemptsLeft: 2 },
        }),
      { timeout: 60_000 },
    )
  })

  test('REVOKED001 signs, and then the certificate is revoked; for a name of any script, and without a phone number proves one of its own', async () => {
    const {
      id,
      signers: [invited],
    } = await newRequest(t, [{ name: 'Елена Сергеевна Щукина', email: 'elena@example.com', phone: null }])
    const one = { request: id, signer: invited?.id ?? '' }
    expect(await complete(one.signer, { document: 'REVOKED001' })).toMatchObject({ at: 'signed', failure: null })
    expect((await verification(one)).identity).toMatchObject({ documentCountry: 'DE', matchScore: 0.98 })
    t.advance(2000)
    expect(t.jobs.filter(({ job }) => job === 'revoke_certificate')).toMatchObject([{ payload: { signer: one.signer } }])
    await revokeAfterSigning(t.context, { signer: one.signer })
    await revokeAfterSigning(t.context, { signer: one.signer })
    const {
      status,
      signers: [signer],
    } = await getSignatureRequest(t.context, t.caller, { requestId: one.request })
    expect(status).toBe('completed')
    expect(signer).toMatchObject({ status: 'signed', certificate: { revokedAt: expect.any(Date) as Date } })
    const shown = await statusById(t.context, t.caller, one.request)
    expect(shown.signers).toMatchObject([
      { doing: 'signed', since: signer?.signedAt, certificateRevokedAt: signer?.certificate?.revokedAt },
    ])
    const titles = shown.timeline.flatMap(({ events }) => events.map(({ title }) => title))
    expect(titles.filter((title) => title === 'Certificate revoked')).toHaveLength(1)
    const row = await t.context.db.issuedCertificate.findFirst({
      where: { serialHex: signer?.certificate?.serial.replaceAll(':', '').toLowerCase() ?? '' },
    })
    expect(row).toMatchObject({ revokedAt: expect.any(Date) as Date, reason: 1 })
  })

  describe('at the last try', () => {
    let one: { request: string; signer: string }
    let atLastTry: Rewind
    beforeAll(async () => {
      one = await t.newOne()
      const walk = await Walk.open(t, one.signer)
      await walk.to('identity')
      for (const _ of [1, 2]) await walk.act({ act: 'use_test_document', documentNumber: 'FAIL000001' })
      expect(await walk.place()).toBe('identity')
      atLastTry = await t.checkpoint()
    })
    beforeEach(() => atLastTry())

    test('LOWSCORE01 shows a face that is not alike enough', async () => {
      expect(await complete(one.signer, { document: 'LOWSCORE01' })).toMatchObject({
        status: 'verification_failed',
        failure: { code: 'FACE_UNCERTAIN' },
      })
      expect(await verification(one)).toMatchObject({ status: 'failed', failure: { matchScore: 0.61 } })
      expect(await trouble(one)).toMatchObject({ trouble: { message: 'We could not be sure that you are the person on the document.' } })
      expect(await told(one)).toEqual(toldOfFailed('FACE_UNCERTAIN', 'DOCUMENT_EXPIRED'))
    })

    // lib/adapters/identity/test-documents.test.ts shows each reason with the readings that lead to it. These two go all the way, with
    // tries and mails.
    test.each(['NAME_MISMATCH', 'LIVENESS_REPLAY'] as const)('%s on demand, and that code exactly', async (failWith) => {
      expect(await complete(one.signer, { failWith })).toMatchObject({
        status: 'verification_failed',
        at: 'help',
        failure: { code: failWith },
        attempts: { used: 3, allowed: 3 },
      })
    })

    test('after tries that failed another document may pass', async () => {
      await complete(one.signer, { failWith: 'DOCUMENT_BLURRED' })
      await grantVerificationAttempts(t.context, t.caller, { requestId: one.request, signerId: one.signer })
      expect(await complete(one.signer, { stopAt: 'pin' })).toMatchObject({ at: 'pin', failure: null, attempts: { used: 4 } })
    })
  })
})

describe('magic addresses', () => {
  test('sign.success signs by itself, again and again, undisturbed by earlier runs', async () => {
    expect(scriptOfAddress('test', 'Sign.Success+2@QSignHub-Test.io')).toEqual(scriptOfAddress('test', 'sign.success@qsignhub-test.io'))
    for (const _ of [1, 2]) {
      const one = await t.newOne('sign.success@qsignhub-test.io')
      expect(walkJobs().at(-1)).toEqual({ signer: one.signer })
      await walkByScript(t.context, { signer: one.signer })
      await walkByScript(t.context, { signer: one.signer })
      expect(await verification(one)).toMatchObject({ status: 'verified', attempts: { used: 1 } })
      expect((await getSignatureRequest(t.context, t.caller, { requestId: one.request })).status).toBe('completed')
    }
  })

  test('sign.fail fails every try and stays stuck, with the reason', async () => {
    const one = await t.newOne('sign.fail+run42@qsignhub-test.io')
    await walkByScript(t.context, { signer: one.signer })
    expect(await verification(one)).toMatchObject({
      status: 'failed',
      failure: { code: 'FACE_MISMATCH' },
      attempts: { used: 3, allowed: 3 },
    })
    expect((await statusById(t.context, t.caller, one.request)).signers[0]).toMatchObject({ doing: 'help', trouble: { canGrant: true } })
  })

  test('sign.timeout does nothing until the request expires', async () => {
    const before = walkJobs().length
    const one = await t.newOne('sign.timeout@qsignhub-test.io')
    expect(walkJobs()).toHaveLength(before)
    await walkByScript(t.context, { signer: one.signer })
    expect((await statusById(t.context, t.caller, one.request)).signers[0]).toMatchObject({ doing: 'invited' })
    expect(await moveSandboxClock(t.context, t.caller, { signatureRequestId: one.request, advanceSeconds: 31 * 86_400 })).toMatchObject({
      status: 'expired',
    })
  })

  test('mean nothing to a live key', async () => {
    expect(scriptOfAddress('live', 'sign.success@qsignhub-test.io')).toBeNull()
    expect(scriptOfAddress('test', 'sign.success@example.com')).toBeNull()
    // A script that got into a live row in another way would mean nothing either.
    const script = { walked: true, goes: true, capture: { verification: 'ver_1' } }
    expect([scriptOf('live', { script }), isWalked('live', { script }), captureOf('live', { script }, 'ver_1')]).toEqual([
      null,
      false,
      null,
    ])
  })
})
