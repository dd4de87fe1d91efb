// The fold from findings to a verdict: every check has its reason, the worst is told, nothing missing ever passes.
import { describe, expect, it } from 'vitest'
import { CHECKS, holds, type Check, type Finding } from './finding'
import { judgeFaceMatch } from './face/match'
import { POLICY } from './policy'
import { REASON_OF_CHECK } from './reasons'
import { verdictOf } from './verdict'

const finding = (check: Check, passed: boolean): Finding => holds(check, passed, 'test/1')

// Unit vectors an exact distance apart.
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

  it.each(decisive)('%s fails or refers with its own reason', (check) => {
    const verdict = verdictOf(
      [...decisive.filter((each) => each !== check).map((each) => finding(each, true)), finding(check, false)],
      decisive,
      POLICY,
    )
    expect(verdict).toMatchObject({
      outcome: check === 'document_colour' ? 'referred' : 'failed',
      reason: REASON_OF_CHECK[check],
      checks: [check],
    })
  })

  it('is only evidence where it cannot decide', () => {
    expect(verdictOf([finding('document_glare_motion', false)], [], POLICY)).toEqual({ outcome: 'passed' })
  })
})

describe('several', () => {
  it('tells what spoils the rest first', () => {
    const failed: Check[] = ['face_match', 'liveness_challenges', 'document_expiry', 'document_light', 'document_mrz_readable']
    expect(
      verdictOf(
        failed.map((check) => finding(check, false)),
        [],
        POLICY,
      ),
    ).toMatchObject({
      reason: 'DOCUMENT_TOO_DARK',
      checks: ['document_light', 'document_mrz_readable', 'document_expiry', 'liveness_challenges', 'face_match'],
    })
  })

  it('lets a failure win over a referral', () => {
    expect(verdictOf([matched(0.6), finding('liveness_movement', false)], [], POLICY)).toMatchObject({
      outcome: 'failed',
      reason: 'LIVENESS_NO_MOVEMENT',
    })
  })

  it('never passes an analysis that stopped half-way', () => {
    expect(verdictOf([finding('face_present', true)], ['face_present', 'face_match'], POLICY)).toMatchObject({
      outcome: 'failed',
      reason: 'CAPTURE_INCOMPLETE',
      checks: ['face_match'],
    })
    expect(verdictOf([], ['face_present'], POLICY).outcome).toBe('failed')
  })
})

describe('the face', () => {
  it.each([
    [0.3, 'passed', undefined],
    [0.549, 'passed', undefined],
    [0.551, 'referred', 'FACE_UNCERTAIN'],
    [0.619, 'referred', 'FACE_UNCERTAIN'],
    [0.621, 'failed', 'FACE_MISMATCH'],
    [1.2, 'failed', 'FACE_MISMATCH'],
  ])('at distance %f is %s', (distance, outcome, reason) => {
    const verdict = verdictOf([matched(distance)], ['face_match'], POLICY)
    expect(verdict.outcome).toBe(outcome)
    expect('reason' in verdict ? verdict.reason : undefined).toBe(reason)
  })

  it('scores 0.83 at 0.50 and 0.50 at 0.58, and nothing without faces', () => {
    expect([0.5, 0.58].map((distance) => matched(distance).score)).toEqual([0.832, 0.5])
    expect(judgeFaceMatch(embeddings(0).portrait, [], POLICY)).toMatchObject({ passed: false, detail: { frames: 0 } })
  })
})
