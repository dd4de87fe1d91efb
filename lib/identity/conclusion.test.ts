// The verdict over findings: every check has its reason, the gravest reason is the one told, and a missing finding never passes.
import { describe, expect, it } from 'vitest'
import { conclude } from './conclusion'
import { CHECKS, holds, orRefer, type Check, type Finding } from './finding'
import { judgeFaceMatch } from './face/match'
import { POLICY } from './policy'
import { REASON_OF_CHECK } from './reasons'
import { REFERRALS } from './referrals'

const finding = (check: Check, passed: boolean): Finding => holds(check, passed, 'test/1')

// A portrait and a selfie whose embeddings are exactly `distance` apart.
const embeddings = (distance: number) => {
  const portrait = Array.from({ length: 128 }, (_, at) => (at === 0 ? 1 : 0))
  return { portrait, selfie: [portrait.map((value, at) => (at === 1 ? distance : value))] }
}

const matched = (distance: number) => {
  const { portrait, selfie } = embeddings(distance)
  return judgeFaceMatch(portrait, selfie, POLICY)
}

describe('one failed check', () => {
  const decisive = CHECKS.filter((check) => check !== 'document_glare_motion')

  it.each(decisive)('%s fails with its own reason', (check) => {
    const conclusion = conclude(
      [...decisive.filter((each) => each !== check).map((each) => finding(each, true)), finding(check, false)],
      decisive,
    )
    expect(conclusion).toMatchObject({
      outcome: 'failed',
      reason: REASON_OF_CHECK[check],
    })
  })

  it.each(decisive)('%s that is uncertain is left to a person, for that reason alone', (check) => {
    const uncertain = orRefer(finding(check, false), 'CAPTURE_SIGNALS')
    expect(uncertain.passed).toBe(false)
    expect(conclude([...decisive.filter((each) => each !== check).map((each) => finding(each, true)), uncertain], decisive)).toEqual({
      outcome: 'referred',
      referrals: ['CAPTURE_SIGNALS'],
    })
  })

  it('names every reason for a referral once, and none for what passed', () => {
    const uncertain = REFERRALS.map((reason) => orRefer(finding('face_light', false), reason))
    expect(conclude([...uncertain, ...uncertain, orRefer(finding('face_match', true), 'FACE_UNCERTAIN')], [])).toEqual({
      outcome: 'referred',
      referrals: REFERRALS,
    })
    expect(conclude([orRefer(finding('face_match', true), 'FACE_UNCERTAIN')], [])).toEqual({ outcome: 'passed' })
  })

  it('is only evidence where it cannot decide', () => {
    expect(conclude([finding('document_glare_motion', false)], [])).toEqual({ outcome: 'passed' })
  })
})

describe('several', () => {
  it('tells what spoils the rest first', () => {
    const failed: Check[] = ['face_match', 'liveness_challenges', 'document_expiry', 'document_light', 'document_mrz_readable']
    expect(
      conclude(
        failed.map((check) => finding(check, false)),
        [],
      ),
    ).toMatchObject({
      reason: 'DOCUMENT_TOO_DARK',
    })
  })

  it('lets a failure win over a referral', () => {
    expect(conclude([matched(0.6), finding('liveness_movement', false)], [])).toMatchObject({
      outcome: 'failed',
      reason: 'LIVENESS_NO_MOVEMENT',
    })
  })

  it('never passes an analysis that stopped half-way', () => {
    expect(conclude([finding('face_present', true)], ['face_present', 'face_match'])).toMatchObject({
      outcome: 'failed',
      reason: 'CAPTURE_INCOMPLETE',
    })
    expect(conclude([], ['face_present']).outcome).toBe('failed')
  })
})

describe('the face', () => {
  it.each([
    [0.3, { outcome: 'passed' }],
    [0.549, { outcome: 'passed' }],
    [0.551, { outcome: 'referred', referrals: ['FACE_UNCERTAIN'] }],
    [0.619, { outcome: 'referred', referrals: ['FACE_UNCERTAIN'] }],
    [0.621, { outcome: 'failed', reason: 'FACE_MISMATCH' }],
    [1.2, { outcome: 'failed', reason: 'FACE_MISMATCH' }],
  ])('at distance %f is concluded', (distance, conclusion) => {
    expect(conclude([matched(distance)], ['face_match'])).toEqual(conclusion)
  })

  it('scores 0.83 at 0.50 and 0.50 at 0.58, and nothing without faces', () => {
    expect([0.5, 0.58].map((distance) => matched(distance).score)).toEqual([0.832, 0.5])
    expect(judgeFaceMatch(embeddings(0).portrait, [], POLICY)).toMatchObject({ passed: false, detail: 'distance=2 frames=0' })
  })
})
