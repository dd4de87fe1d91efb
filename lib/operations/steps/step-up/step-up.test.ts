// Who signs with an identity of before, whose check is older than their organisation allows, shows by a selfie that it is still them. Another face,
// another session, or nothing to compare with leads nowhere near the signature.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Act } from '../../../http/schemas/journey'
import type { Rewind } from '../../../testing/checkpoint'
import { newRequest, PIN, Walk } from '../../../testing/journey-walk'
import { saysOf } from '../../../testing/refusal'
import { scriptedIdentity, type Script } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { takeOver } from '../../access/take-over'
import { limitOrganisation } from '../../administration/organisations'
import { standing } from '../../journey/standing'
import { changeBound } from '../../kernel/bound-rows'
import { loadEvents } from '../../kernel/evidence'
import { getIdentityProof } from '../../proof/get-identity-proof'
import { moveSandboxClock } from '../../sandbox/move-sandbox-clock'
import { lockCredential } from '../../signing/lock-credential'
import { sweep } from '../../maintenance/sweep'
import { decideVerification } from '../../verification/decision/decide-verification'
import { getVerificationEvidence } from '../../verification/decision/get-evidence'
import { getVerification } from '../../verification/get-verification'
import { hasKeptFace, isCovered, keepFace } from '../../verification/kept-face'
import type { DecisionReason } from '../../../domain/decision'

const KNOWN = { name: 'Łukasz Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
const DAY_MS = 86_400_000
const AFTER_DAYS = 30

let test: TestContext
let script: Script
let signedBefore: Rewind
/** The signer stands at the choice; and before the selfie. */
let asksOnce: Rewind
let chosenOnce: Rewind
let at: Asked
let certificate: string

type Asked = { walk: Walk; requestId: string; signerId: string }
async function asked(): Promise<Asked> {
  const request = await newRequest(test, [KNOWN])
  const signerId = request.signers[0]?.id ?? ''
  const walk = await Walk.open(test, signerId)
  await walk.to('saved_identity')
  return { walk, requestId: request.id, signerId }
}
const choose = (walk: Walk, credential: string | null = certificate) => walk.act({ act: 'choose_saved_identity', credential })
const facts = async ({ requestId }: Asked) => (await loadEvents(test.context, test.context.db, requestId)).map(({ fact }) => fact)
const typesOf = async (at: Asked, about: string) =>
  (await facts(at)).flatMap(({ type }) => (type.startsWith(about) || type === 'selfie_captured' ? [type] : []))
async function decide(at: Asked, decision: 'approve' | 'reject', reasons: readonly DecisionReason[]) {
  const { verificationId, resultSha256 } = await getVerificationEvidence(test.context, test.caller, at)
  return decideVerification(test.context, test.caller, { ...at, verificationId, resultSha256, decision, reasons, note: null })
}

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const request = await newRequest(test, [KNOWN])
  await (await Walk.open(test, request.signers[0]?.id ?? '')).to('signed')
  certificate = (await test.context.db.credential.findFirstOrThrow()).id
  await limitOrganisation(test.context, test.caller.tenantId, { stepUpAfterDays: AFTER_DAYS })
  test.advance((AFTER_DAYS - 1) * DAY_MS)
  signedBefore = await test.checkpoint()
  test.advance(2 * DAY_MS)
  at = await asked()
  asksOnce = await test.checkpoint()
  await choose(at.walk)
  chosenOnce = await test.checkpoint()
})
afterAll(() => test.close())
beforeEach(async () => {
  Object.assign(script, { verdict: null, referral: null, earlier: [], approved: [], kept: [] })
  await chosenOnce()
})

describe('a check of before', () => {
  it('is enough for the days that the organisation says, and for ever where it says none', async () => {
    await signedBefore()
    const young = await asked()
    expect((await young.walk.view()).savedIdentities).toMatchObject([{ id: certificate, asks: 'nothing' }])
    await choose(young.walk)
    expect(await young.walk.place()).toBe('review')
    // The day comes while they read: the certificate is asked for a selfie all the same.
    test.advance(2 * DAY_MS)
    expect(await young.walk.place()).toBe('step_up')
    expect((await young.walk.view()).stepUp).toMatchObject({ state: 'possible', afterDays: AFTER_DAYS, failure: null })
    await limitOrganisation(test.context, test.caller.tenantId, { stepUpAfterDays: null })
    expect(await young.walk.place()).toBe('review')
  })

  it('grows old by the test clock of a request as well', async () => {
    await signedBefore()
    const young = await asked()
    await choose(young.walk)
    await moveSandboxClock(test.context, test.caller, { signatureRequestId: young.requestId, advanceSeconds: 2 * 86_400 })
    expect(await young.walk.place()).toBe('step_up')
  })
})

describe('the right person', () => {
  it('makes a selfie without a document, which is compared with the kept portrait, and signs with the certificate', async () => {
    await asksOnce()
    expect((await at.walk.view()).savedIdentities).toMatchObject([{ asks: 'selfie' }])
    await choose(at.walk)
    // Pressed twice.
    await choose(at.walk)
    expect(await at.walk.place()).toBe('step_up')
    const view = await at.walk.view()
    expect(view.stepUp).toMatchObject({ state: 'making', triesLeft: 3, failure: null })
    expect(view.verification).toMatchObject({ side: null, comparable: true, checks: [{ check: 'face_match' }, { check: 'liveness' }] })
    expect(view.itinerary.map(({ step }) => step)).toEqual(['terms', 'saved_identity', 'step_up', 'review', 'sign'])
    await at.walk.to('signed')
    expect(await typesOf(at, 'step_up')).toEqual(['step_up_started', 'selfie_captured', 'step_up_passed'])
    expect(script.kept).toEqual([[Math.fround(0.1)]])
    // Earlier films are looked for: that of the first check is among them.
    expect(script.earlier.at(-1)).toHaveLength(1)
    expect((await facts(at)).find(({ type }) => type === 'signature_authorised')).toMatchObject({ credential: certificate })
    expect(await getVerification(test.context, test.caller, at)).toMatchObject({
      verifiedAt: null,
      identity: null,
      stepUp: { status: 'verified', failure: null, triesLeft: 3 },
    })
    const proof = getIdentityProof(test.context, { ...test.caller, plan: 'business' }, at)
    expect(await saysOf(proof)).toBe('PROOF_SAVED_IDENTITY.saved')
  })

  it('is not asked twice after starting over', async () => {
    await at.walk.to('review')
    await at.walk.act({ act: 'restart' })
    await at.walk.to('saved_identity')
    await choose(at.walk)
    expect(await at.walk.place()).toBe('review')
    expect(await typesOf(at, 'step_up')).toEqual(['step_up_started', 'selfie_captured', 'step_up_passed'])
  })

  it('may make a still picture, about which a person decides, but the comparison is not left out', async () => {
    expect(await saysOf(at.walk.act({ act: 'choose_accommodation', accommodation: 'no_comparison' }))).toBe(
      'STATE_CONFLICT.step_up_compares',
    )
    await at.walk.act({ act: 'choose_accommodation', accommodation: 'no_movement' })
    expect((await at.walk.view()).verification).toMatchObject({ accommodation: 'no_movement' })
    await choose(at.walk, null)
    expect(await at.walk.place()).toBe('details')
  })
})

describe('before the selfie is good', () => {
  const READY: readonly Act[] = [
    { act: 'start_signing', credential: '' },
    { act: 'confirm_details' },
    { act: 'start_verification', country: 'PL', documentType: 'national_id' },
    { act: 'create_pin', pin: PIN },
  ]

  it.each(READY)('a program that posts $act is refused', async (act) => {
    const posted = act.act === 'start_signing' ? { ...act, credential: certificate } : act
    expect(await saysOf(at.walk.act(posted))).toMatch(/^STATE_CONFLICT/)
    expect((await at.walk.view()).documents.every(({ viewed }) => !viewed)).toBe(true)
  })

  it('a stranger with the link who takes over proves nothing by it, and makes no selfie', async () => {
    const thief = await Walk.open(test, at.signerId)
    await takeOver(test.context, thief.caller)
    Object.assign(thief.caller, { active: true })
    expect(await thief.place()).toBe('details')
    expect(await thief.view()).toMatchObject({ stepUp: null, verification: null, savedIdentities: [] })
    for (const act of [{ act: 'start_step_up' }, { act: 'submit_selfie' }] as const)
      expect(await saysOf(thief.act(act))).toMatch(/^STATE_CONFLICT/)
  })

  it('a selfie is no check of identity: without the certificate the whole way is left', async () => {
    await at.walk.selfie()
    await changeBound(test.context, test.context.db, 'credential', { id: certificate }, { revokedAt: test.context.machineNow() })
    expect(await at.walk.place()).toBe('details')
    await at.walk.act({ act: 'confirm_details' })
    await at.walk.to('identity')
    await at.walk.act({ act: 'start_verification', country: 'PL', documentType: 'national_id' })
    expect(await at.walk.place()).toBe('document')
  })
})

describe('another person', () => {
  it.each(['FACE_MISMATCH', 'LIVENESS_REPLAY', 'LIVENESS_NO_MOVEMENT'] as const)(
    'with %s has three tries, and then a new check',
    async (verdict) => {
      script.verdict = verdict
      for (const left of [2, 1, 0]) {
        await at.walk.selfie()
        expect(await at.walk.place()).toBe('step_up')
        expect((await at.walk.view()).stepUp).toMatchObject({
          state: left > 0 ? 'possible' : 'no_tries_left',
          triesLeft: left,
          failure: { code: verdict },
        })
        expect((await facts(at)).at(-1)).toMatchObject({ type: 'step_up_failed', reason: verdict, attempts_left: left })
        if (left > 0) await at.walk.act({ act: 'start_step_up' })
      }
      expect(await saysOf(at.walk.act({ act: 'start_step_up' }))).toBe('STATE_CONFLICT.step_up_not_possible')
      // Neither starting over nor proving the certificate again brings tries back.
      await at.walk.act({ act: 'restart' })
      await at.walk.to('saved_identity')
      expect((await at.walk.view()).savedIdentities).toMatchObject([{ asks: 'no_tries_left' }])
      await choose(at.walk)
      expect((await at.walk.view()).stepUp).toMatchObject({ state: 'no_tries_left' })
      script.verdict = null
      await choose(at.walk, null)
      await at.walk.act({ act: 'confirm_details' })
      await at.walk.to('document')
      // The tries of the check by document were not touched.
      expect((await facts(at)).filter(({ type }) => type === 'verification_started')).toMatchObject([{ attempt: 1 }])
    },
  )
})

describe('what is uncertain', () => {
  beforeEach(async () => {
    script.referral = 'FACE_UNCERTAIN'
    await at.walk.selfie()
    script.referral = null
    expect(await at.walk.place()).toBe('decision')
  })

  it('a person sees without a document, and approves: the signer goes on', async () => {
    const shown = await getVerificationEvidence(test.context, test.caller, at)
    expect(shown).toMatchObject({ kind: 'step_up', read: [], referrals: [{ code: 'FACE_UNCERTAIN' }] })
    expect(shown.pictures.map(({ name }) => name)).not.toContain('document-front')
    const { issuedAt } = await test.context.db.credential.findUniqueOrThrow({ where: { id: certificate } })
    expect(shown.comparedWith?.checkedAt.getTime()).toBeLessThanOrEqual(issuedAt?.getTime() ?? 0)
    // Nobody has seen a document.
    for (const reason of ['DOCUMENT_GENUINE', 'DATA_AGREE'] as const)
      expect(await saysOf(decide(at, 'approve', [reason]))).toBe('VALIDATION_FAILED.decision_reasons')
    expect(await saysOf(decide(at, 'reject', ['DOCUMENT_ILLEGIBLE']))).toBe('VALIDATION_FAILED.decision_reasons')
    expect(await getVerification(test.context, test.caller, at)).toMatchObject({ status: 'referred', stepUp: { status: 'referred' } })
    await decide(at, 'approve', ['FACE_SAME'])
    expect(await at.walk.place()).toBe('review')
    expect(await typesOf(at, 'step_up')).toEqual(['step_up_started', 'selfie_captured', 'step_up_referred', 'step_up_passed'])
  })

  it('or rejects: it counts as a try', async () => {
    expect(await decide(at, 'reject', ['FACE_DIFFERENT'])).toMatchObject({ attemptsLeft: 2 })
    expect((await at.walk.view()).stepUp).toMatchObject({ state: 'possible', triesLeft: 2, failure: { code: 'FACE_DIFFERENT' } })
  })

  it('whoever takes over keeps nobody from deciding, and the selfie of another session counts for nothing', async () => {
    const other = await Walk.open(test, at.signerId)
    await takeOver(test.context, other.caller)
    Object.assign(other.caller, { active: true })
    expect(await other.place()).toBe('details')
    await decide(at, 'approve', ['FACE_SAME'])
    expect(await other.place()).toBe('details')
    // The holder at another device: the code once more, and a selfie of its own, compared with the one that the person has approved.
    test.advance(3_600_000)
    await other.act({ act: 'send_holder_code' })
    await other.act({ act: 'prove_holder', code: await other.lastCode('holder_code') })
    expect(await other.place()).toBe('step_up')
    await other.selfie()
    expect(await other.place()).toBe('review')
    expect(script.approved).toHaveLength(1)
    expect(await typesOf(at, 'step_up_started')).toEqual(['step_up_started', 'selfie_captured', 'selfie_captured'])
  })
})

describe('what is kept', () => {
  const isKept = () => hasKeptFace(test.context.db, certificate)

  it.each([
    ['1.4', false],
    ['1.5', true],
    ['1.10', true],
    ['2.0', true],
    ['0.9', false],
    ['', false],
    [undefined, false],
  ])('is what the consent says: version %s', (version, covered) => expect(isCovered(version)).toBe(covered))

  it.each([{ faceConsent: '1.4' }, { uncompared: true as const }, { faceConsent: '' }])(
    'nothing of who agreed to less: %j',
    async (signed) => {
      const { signerId } = await test.context.db.credential.findUniqueOrThrow({ where: { id: certificate } })
      const { signer } = await standing(test.context, test.context.db, signerId)
      await test.context.db.keptFace.deleteMany()
      const until = test.context.now()
      await keepFace(test.context, test.context.db, { signer: { ...signer, ...signed } }, { credential: certificate, until })
      expect(await isKept()).toBe(false)
      await keepFace(test.context, test.context.db, { signer }, { credential: certificate, until })
      expect(await isKept()).toBe(true)
    },
  )

  it.each<[string, () => Promise<unknown>]>([
    ['its certificate has ended', () => test.context.db.keptFace.updateMany({ data: { purgeAt: test.context.machineNow() } })],
    ['its key is locked', () => test.context.db.$transaction((tx) => lockCredential(test.context, tx, certificate))],
  ])('is gone once %s', async (_, end) => {
    expect(await isKept()).toBe(true)
    await end()
    await sweep(test.context, 'running')
    expect(await isKept()).toBe(false)
  })

  it('is the only thing that makes a selfie do: without it a new check is asked for, with the reason', async () => {
    await asksOnce()
    await test.context.db.keptFace.deleteMany()
    expect((await at.walk.view()).savedIdentities).toMatchObject([{ asks: 'not_kept' }])
    await choose(at.walk)
    expect((await at.walk.view()).stepUp).toMatchObject({ state: 'not_kept' })
    expect(await saysOf(at.walk.act({ act: 'start_step_up' }))).toBe('STATE_CONFLICT.step_up_not_possible')
    expect(await saysOf(at.walk.act({ act: 'submit_selfie' }))).toMatch(/^STATE_CONFLICT/)
    await choose(at.walk, null)
    await at.walk.act({ act: 'confirm_details' })
    expect(await at.walk.place()).toBe('issuance_terms')
  })
})
