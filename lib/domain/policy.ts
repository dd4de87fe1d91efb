// The policy of each signature type and identity method: the steps, who proves the identity, the factors, whose key signs, form and level.
// Everything else that depends on type or method asks this table.

import type { SignatureType } from './event'
import { STEP_NAMES, type Factor, type Step } from './steps'

/** What a request may name. */
export const IDENTITY_METHODS = ['video_id', 'eidas_idp', 'bank_id', 'sms_otp'] as const
/** The signer proves no more than that they received the link. */
const EMAIL_LINK = 'email_link'
type IdentityMethod = (typeof IDENTITY_METHODS)[number] | typeof EMAIL_LINK
export const SIGNING_ORDERS = ['sequential', 'parallel'] as const
export type SigningOrder = (typeof SIGNING_ORDERS)[number]
const SIGNATURE_FORMATS = ['PAdES', 'XAdES', 'CAdES'] as const
export type SignatureFormat = (typeof SIGNATURE_FORMATS)[number]
/** Baseline levels of ETSI EN 319 142-1, 319 132-1 and 319 122-1. */
export type SignatureLevel = 'B-LTA'

export type Policy = {
  /** Whether requests may have this type. The others are described here, but not built. */
  offered: boolean
  steps: readonly Step[]
  /** The first is the default. */
  orders: readonly SigningOrder[]
  factors: readonly Factor[]
  /** What a request may name as `signature_authentication_mode`. */
  authenticationModes: readonly string[]
  /**
   * `own credential`: a key of the signer's that lasts. `one-shot certificate`: a key for this act alone. `seal`: the key of the
   * organisation.
   */
  signsWith: 'own credential' | 'one-shot certificate' | 'seal'
  formats: readonly SignatureFormat[]
  level: SignatureLevel
}

const FORM = { formats: SIGNATURE_FORMATS, level: 'B-LTA' } as const

/**
 * Regulation (EU) 910/2014, Art. 3(12), 24(1) and 26: a verified person, a qualified certificate, a key under the signer's sole control.
 */
const QES = {
  ...FORM,
  orders: ['sequential'],
  factors: ['pin', 'otp_sms'],
  authenticationModes: [],
  signsWith: 'own credential',
} as const
/** A signer with an eID shows no document to a camera. */
const QES_BY_EID: Policy = { ...QES, offered: false, steps: STEP_NAMES.filter((step) => step !== 'document' && step !== 'selfie') }

/** Art. 26 of the same regulation: advanced, without a qualified certificate. */
const AES = { ...FORM, orders: ['parallel', 'sequential'], signsWith: 'one-shot certificate' } as const
const AES_BY_EID: Policy = {
  ...AES,
  offered: false,
  steps: ['terms', 'details', 'identity', 'review', 'sign'],
  factors: ['eid'],
  authenticationModes: [],
}

/** The first method of a type is the default. */
const POLICIES: Record<SignatureType, Partial<Record<IdentityMethod, Policy>>> = {
  qes: { video_id: { ...QES, offered: true, steps: STEP_NAMES }, eidas_idp: QES_BY_EID, bank_id: QES_BY_EID },
  aes: {
    sms_otp: {
      ...AES,
      offered: true,
      steps: ['terms', 'details', 'review', 'sign'],
      factors: ['otp_sms'],
      authenticationModes: ['otp_sms'],
    },
    eidas_idp: AES_BY_EID,
    bank_id: AES_BY_EID,
  },
  ses: {
    [EMAIL_LINK]: {
      ...FORM,
      offered: true,
      steps: ['terms', 'details', 'review', 'sign'],
      orders: ['parallel', 'sequential'],
      factors: ['click'],
      authenticationModes: [],
      signsWith: 'seal',
    },
  },
}

/** Whether the signer proves who they are beyond their link. */
export function checksIdentity({ steps }: Policy): boolean {
  return steps.includes('identity')
}

/** `key`: PIN and code open a key of the signer's. `code`: the code alone, for a key of this act. `click`: neither; the seal signs. */
export const ACTS_OF_SIGNING = ['key', 'code', 'click'] as const
export type ActOfSigning = (typeof ACTS_OF_SIGNING)[number]

/** How the act of signing is done. */
export function actOf({ factors }: Pick<Policy, 'factors'>): ActOfSigning {
  if (factors.includes('click')) return 'click'
  return factors.includes('pin') ? 'key' : 'code'
}

/** Whether a request may have signatures of this type, by this method. */
export function isOffered(type: SignatureType, method = defaultMethod(type)): boolean {
  return policies(type).get(method)?.offered === true
}

export function defaultMethod(type: SignatureType): string {
  return Object.keys(POLICIES[type])[0] ?? ''
}

export function policyOf(type: SignatureType, method = defaultMethod(type)): Policy {
  const policy = policies(type).get(method)
  if (!policy) throw new Error(`there is no ${type} by ${method}`)
  return policy
}

const policies = (type: SignatureType): ReadonlyMap<string, Policy> => new Map(Object.entries(POLICIES[type]))
