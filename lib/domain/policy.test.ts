// The policies as data: what each level needs, and which are offered.
import { describe, expect, it } from 'vitest'
import { SIGNATURE_TYPES } from './event'
import { actOf, defaultMethod, IDENTITY_METHODS, isOffered, policyOf } from './policy'
import { STEP_NAMES } from './steps'

describe('a policy', () => {
  it('offers qualified signatures by video, advanced ones by a code and simple ones by the link, and nothing else', () => {
    const offered = SIGNATURE_TYPES.flatMap((type) =>
      IDENTITY_METHODS.filter((method) => isOffered(type, method)).map((method) => [type, method]),
    )
    expect(offered).toEqual([
      ['qes', 'video_id'],
      ['aes', 'sms_otp'],
    ])
    expect(SIGNATURE_TYPES.filter((type) => isOffered(type))).toEqual(['qes', 'aes', 'ses'])
    expect(SIGNATURE_TYPES.map((type) => actOf(policyOf(type)))).toEqual(['key', 'code', 'click'])
  })

  it('makes a qualified signature of every step, PIN and code, with a credential of the signer', () => {
    expect(policyOf('qes')).toMatchObject({
      steps: STEP_NAMES,
      orders: ['sequential'],
      factors: ['pin', 'otp_sms'],
      authenticationModes: [],
      signsWith: 'own credential',
      level: 'B-LTA',
    })
  })

  it('asks nobody for a document who is known by an eID', () => {
    const { steps } = policyOf('qes', 'eidas_idp')
    expect(STEP_NAMES.filter((step) => !steps.includes(step))).toEqual(['document', 'selfie'])
  })

  it('lets every level read before it signs, and ends with the signature', () => {
    for (const type of SIGNATURE_TYPES) expect(policyOf(type, defaultMethod(type)).steps.slice(-2)).toEqual(['review', 'sign'])
  })

  it('knows no level by a method that does not lead to it', () => {
    expect(() => policyOf('qes', 'sms_otp')).toThrow('there is no qes by sms_otp')
    expect(isOffered('qes', 'sms_otp')).toBe(false)
  })
})
