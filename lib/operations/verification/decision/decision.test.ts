// A referred check: who may look and decide, what a decision is bound to, how the signer goes on, and what the evidence says of it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrganisationCaller } from '../../../domain/caller'
import { DECISION_REASONS } from '../../../domain/decision'
import { newRequest, placesAlong, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'
import { wholeOf } from '../../../testing/whole-of'
import { takeOver } from '../../access/take-over'
import { standing } from '../../journey/standing'
import { loadEvents } from '../../kernel/evidence'
import { readContent } from '../../kernel/outbox'
import { cancelSignatureRequest } from '../../requests/cancel-signature-request'
import { grantVerificationAttempts } from '../grant-verification-attempts'
import { getVerification } from '../get-verification'
import { shredBiometrics } from '../retention'
import { identityPictures, verifiedIdentity } from '../verified-identity'
import { decideVerification, type DecisionInput } from './decide-verification'
import { getEvidencePicture } from './evidence-picture'
import { getVerificationEvidence, type VerificationEvidence } from './get-evidence'
import { saysOf } from '@/lib/testing/refusal'

let test: TestContext
let script: Script
let walk: Walk
let ids: { requestId: string; signerId: string }
let from: (place: 'decision') => Promise<void>
let shown: VerificationEvidence

const PERSON = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [PERSON])
  ids = { requestId: created.id, signerId: created.signers[0]?.id ?? '' }
  walk = await Walk.open(test, ids.signerId)
  script.referral = 'FACE_UNCERTAIN'
  from = await placesAlong(test, walk, ['decision'])
})
afterAll(() => test.close())
beforeEach(async () => {
  Object.assign(script, { mrz: {}, verdict: null, referral: null, shots: [], earlier: [], approved: [], shown: [] })
  await from('decision')
  shown = await getVerificationEvidence(test.context, test.caller, ids)
})

const input = (over: Partial<DecisionInput> = {}): DecisionInput => ({
  ...ids,
  verificationId: shown.verificationId,
  resultSha256: shown.resultSha256,
  decision: 'approve',
  reasons: ['FACE_SAME', 'DOCUMENT_GENUINE'],
  note: null,
  ...over,
})
const decide = (over: Partial<DecisionInput> = {}, caller: OrganisationCaller = test.caller) =>
  decideVerification(test.context, caller, input(over))
const reject = (over: Partial<DecisionInput> = {}) => decide({ decision: 'reject', reasons: ['DOCUMENT_ILLEGIBLE'], ...over })
const events = () => loadEvents(test.context, test.context.db, ids.requestId)
const factOf = async (type: string) => (await events()).findLast(({ fact }) => fact.type === type)
async function mails(template: string): Promise<string[]> {
  const rows = await test.context.db.outboxMessage.findMany({ where: { requestId: ids.requestId, template } })
  return rows.map((row) => readContent(test.context, row).text)
}

describe('waiting', () => {
  it('tells the signer by mail, the requester why, and shows neither a verdict', async () => {
    expect((await walk.view()).place).toEqual({ at: 'waiting', for: 'decision' })
    expect(await mails('verification_referred')).toHaveLength(1)
    expect(await getVerification(test.context, test.caller, ids)).toMatchObject({
      status: 'referred',
      verifiedAt: null,
      identity: null,
      failure: null,
      referral: {
        verificationId: shown.verificationId,
        reasons: [{ code: 'FACE_UNCERTAIN' }],
        findings: [{ check: 'face_match', passed: false, refers: 'FACE_UNCERTAIN' }, { check: 'name_match' }],
      },
    })
  })

  it.each(['FACE_UNCERTAIN', 'FACE_SEEN_ELSEWHERE', 'FACE_TOO_ALIKE'] as const)(
    'is not ended by beginning again (%s)',
    async (referral) => {
      if (referral !== 'FACE_UNCERTAIN') {
        await reject()
        script.referral = referral
        await walk.to('decision')
      }
      expect(await saysOf(walk.act({ act: 'restart' }))).toBe('STATE_CONFLICT.other_step')
      expect(await walk.place()).toBe('decision')
      expect((await getVerification(test.context, test.caller, ids)).referral).toMatchObject({ reasons: [{ code: referral }] })
      await walk.act({ act: 'refuse', reason: 'This takes too long.' })
      expect(await walk.place()).toBe('refused')
    },
  )
})

describe('the evidence', () => {
  it('has what was read, each picture, and a digest that changes with any of them', async () => {
    expect(shown).toMatchObject({
      referrals: [{ code: 'FACE_UNCERTAIN' }],
      expectedName: 'Łukasz Żółć',
      document: { type: 'national_id', country: 'PL' },
      matchScore: 0.97,
    })
    expect(shown.read).toContainEqual({ field: 'document_number', value: 'ABC123456' })
    expect(shown.pictures.map(({ name }) => name)).toEqual(['document-front', 'document-back', 'selfie-1', 'selfie-2', 'selfie-clip'])
    for (const { name } of shown.pictures) {
      const { bytes, mimeType } = await getEvidencePicture(test.context, test.caller, { ...ids, picture: name })
      const begins = Buffer.from(await wholeOf(bytes))
        .subarray(0, 2)
        .toString('latin1')
      expect([mimeType, begins]).toEqual(name === 'selfie-clip' ? ['video/x-msvideo', 'RI'] : ['image/jpeg', '\xff\xd8'])
    }
  })

  it('names each who looked at a picture, once for each', async () => {
    const look = (caller: OrganisationCaller) => getEvidencePicture(test.context, caller, { ...ids, picture: 'document-front' })
    await look(test.caller)
    await look(test.caller)
    await look({ ...test.caller, kind: 'key', consoleSession: 'ses_officer' } as OrganisationCaller)
    const looks = (await events()).filter(({ fact }) => fact.type === 'verification_evidence_viewed')
    expect(looks.map(({ caller }) => caller)).toEqual([test.caller.apiKeyId, 'ses_officer'])
  })

  it('is for nobody without the scope, of another organisation or mode, and for nobody once it was decided', async () => {
    const limited = { ...test.caller, scopes: ['requests:read', 'verifications:decide'] }
    const stranger = (await test.newCaller()).caller
    const live = { ...test.caller, mode: 'live' as const, scopes: ['verifications:read'] }
    const all = async (caller: OrganisationCaller) => [
      await saysOf(getVerificationEvidence(test.context, caller, ids)),
      await saysOf(getEvidencePicture(test.context, caller, { ...ids, picture: 'document-front' })),
    ]
    expect(await all(limited)).toEqual(['FORBIDDEN.scope', 'FORBIDDEN.scope'])
    expect(await all(stranger)).toEqual(['NOT_FOUND.signer', 'NOT_FOUND.signer'])
    expect(await all(live)).toEqual(['NOT_FOUND.signer', 'NOT_FOUND.signer'])
    expect(await saysOf(getEvidencePicture(test.context, test.caller, { ...ids, picture: 'selfie-9' }))).toBe('NOT_FOUND.no_picture')
    await decide()
    expect(await all(test.caller)).toEqual(['STATE_CONFLICT.no_decision_awaited', 'STATE_CONFLICT.no_decision_awaited'])
  })

  it('is shown of no check whose row was changed in the database', async () => {
    await test.context.db.verification.update({ where: { id: shown.verificationId }, data: { attempt: 7 } })
    await expect(getVerificationEvidence(test.context, test.caller, ids)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    await expect(decide()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
  })
})

describe('a decision', () => {
  it('is taken only of a caller with the scope, of this organisation and mode', async () => {
    expect([
      await saysOf(decide({}, { ...test.caller, scopes: ['requests:write', 'verifications:read'] })),
      await saysOf(decide({}, { ...test.caller, mode: 'live' })),
      await saysOf(decide({}, { ...test.caller, mode: 'live', scopes: ['verifications:decide'] })),
      await saysOf(decide({}, (await test.newCaller()).caller)),
      await walk.place(),
    ]).toEqual(['FORBIDDEN.scope', 'FORBIDDEN.scope', 'NOT_FOUND.signer', 'NOT_FOUND.signer', 'decision'])
  })

  it('holds for the check and the evidence that were shown, and for reasons that fit', async () => {
    const other = shown.resultSha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
    expect([
      await saysOf(decide({ verificationId: 'ver_other' })),
      await saysOf(decide({ resultSha256: other })),
      await saysOf(decide({ reasons: [] })),
      await saysOf(decide({ reasons: ['FACE_SAME', 'FACE_DIFFERENT'] })),
      await saysOf(reject({ reasons: ['FACE_SAME'] })),
    ]).toEqual([
      'STATE_CONFLICT.other_check_shown',
      'STATE_CONFLICT.other_check_shown',
      'VALIDATION_FAILED.decision_reasons',
      'VALIDATION_FAILED.decision_reasons',
      'VALIDATION_FAILED.decision_reasons',
    ])
    await test.context.db.frame.deleteMany({ where: { verificationId: shown.verificationId, seq: 0 } })
    expect(await saysOf(decide())).toBe('STATE_CONFLICT.shown_is_gone')
    await shredBiometrics(test.context, [shown.verificationId])
    expect([await saysOf(decide()), await walk.place()]).toEqual(['STATE_CONFLICT.shown_is_gone', 'decision'])
  })

  it('can be to reject only, once pictures and readings are destroyed, and after the last try another one can be granted', async () => {
    for (const attempt of [1, 2, 3]) {
      script.referral = 'FACE_UNCERTAIN'
      await walk.to('decision')
      shown = await getVerificationEvidence(test.context, test.caller, ids)
      await shredBiometrics(test.context, [shown.verificationId])
      const after = await getVerificationEvidence(test.context, test.caller, ids)
      expect(after).toMatchObject({ ...shown, nameMatch: null, read: [], matchScore: null, pictures: [] })
      expect(await saysOf(decide())).toBe('STATE_CONFLICT.shown_is_gone')
      expect(await saysOf(reject({ reasons: ['PICTURES_NOT_ENOUGH'] }))).toBe('done')
      expect(await factOf('verification_failed')).toMatchObject({
        fact: { reason: 'PICTURES_NOT_ENOUGH', findings: [{ check: 'face_match' }, { check: 'name_match' }] },
      })
      expect(await walk.place()).toBe(attempt === 3 ? 'help' : 'identity')
    }
    await grantVerificationAttempts(test.context, test.caller, ids)
    script.referral = null
    await walk.to('names')
  })

  it('is none that a row tells: nobody is identified by its status', async () => {
    const data = { status: 'passed', decidedAt: test.context.now() } as const
    await test.context.db.verification.updateMany({ where: { signerId: ids.signerId }, data })
    const { signer } = await standing(test.context, test.context.db, ids.signerId)
    expect(await verifiedIdentity(test.context, signer)).toBeNull()
    expect(await identityPictures(test.context, signer)).toEqual([])
    expect(await getVerification(test.context, test.caller, ids)).toMatchObject({ status: 'referred', identity: null })
  })

  it('is taken once, whoever comes at the same time, and none is awaited in a request that has ended', async () => {
    const both = await Promise.all([saysOf(decide()), saysOf(reject())])
    expect(both.sort()).toEqual(['STATE_CONFLICT.no_decision_awaited', 'done'])
    await from('decision')
    await cancelSignatureRequest(test.context, test.caller, { requestId: ids.requestId })
    expect(await saysOf(decide())).toBe('STATE_CONFLICT.no_decision_awaited')
  })

  it('to approve lets the signer go on to the signature, and says who decided, when and why', async () => {
    const officer = { ...test.caller, consoleSession: 'ses_officer' }
    await decide({ note: 'Scar above the left eye on both.' }, officer)
    expect(await walk.place()).toBe('extracted_data')
    expect(await factOf('verification_decided')).toMatchObject({
      actor: 'requester',
      caller: 'ses_officer',
      fact: {
        verification: shown.verificationId,
        decision: 'approve',
        reasons: ['FACE_SAME', 'DOCUMENT_GENUINE'],
        result_sha256: shown.resultSha256,
        note_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    })
    expect(await getVerification(test.context, test.caller, ids)).toMatchObject({
      status: 'verified',
      identity: { documentNumber: 'ABC123456' },
      referral: null,
      decision: { decision: 'approve', decidedBy: 'ses_officer' },
    })
    expect(await mails('verification_decided')).toHaveLength(1)
    expect(JSON.stringify(await events())).not.toMatch(/lukasz|zolc|żół|500123456|ABC123456|scar above/i)
    await walk.to('signed')
  })

  it('to approve lets another session go on only after a selfie of its own, which settles nothing anew about the document', async () => {
    await decide()
    const other = await Walk.open(test, ids.signerId, { kind: 'phone', userAgent: 'phone' })
    await takeOver(test.context, other.caller)
    Object.assign(other.caller, { active: true })
    expect(await other.place()).toBe('selfie')
    await other.to('names')
    expect(script.approved).toEqual([[[0.1]]])
  })

  it('to reject lets the signer try again, in words, and after the last try nobody but the requester helps', async () => {
    await reject({ reasons: ['DOCUMENT_ILLEGIBLE', 'FACE_DIFFERENT'] })
    expect(await walk.place()).toBe('identity')
    expect((await walk.view()).failure).toMatchObject({ code: 'DOCUMENT_ILLEGIBLE', attemptsLeft: 2 })
    expect((await mails('verification_decided'))[0]).toContain('could not read your document')
    for (const _ of [2, 3]) {
      script.referral = 'DOCUMENT_COLOURLESS'
      await walk.to('decision')
      shown = await getVerificationEvidence(test.context, test.caller, ids)
      await reject()
    }
    expect((await walk.view()).place).toEqual({ at: 'waiting', for: 'help' })
    expect(await mails('verification_stuck')).toHaveLength(1)
    expect(await getVerification(test.context, test.caller, ids)).toMatchObject({
      status: 'failed',
      failure: { code: 'DOCUMENT_ILLEGIBLE' },
    })
  })
})

it('no reason is one for both decisions', () => {
  const approving: readonly string[] = DECISION_REASONS.approve
  expect(DECISION_REASONS.reject.filter((reason) => approving.includes(reason))).toEqual([])
})
