// The rules a new signature request must keep, checked before anything is read or written.

import type { Mode, SignatureType } from '../../domain/event'
import { actOf, checksIdentity, isOffered, policyOf, type SigningOrder } from '../../domain/policy'
import { Problem, type FieldPath } from '../../domain/problem'
import { MOST_SIGNERS } from '../../domain/request'
import { LinkDelivery } from '../../generated/prisma/enums'
import type { PageBox } from '../../documents/place'
import type { Anchor } from '../../signature/anchor/anchor-place'
import { mobilePhone } from '../kernel/mobile-phone'
import { isAcceptedCountry } from '../verification/accepted-countries'

export { LinkDelivery }
export type { PageBox }
export type NewSigner = {
  name: string
  email: string
  phone: string | null
  locale: string | null
  order: number | null
  method: string | null
  country: string | null
}
/** `fieldName`: an empty signature field that the PDF has. */
export type NewField = { signerIndex: number; documentId: string | null; place: PageBox | Anchor | { fieldName: string } }
export type NewRequest = {
  documentIds: readonly string[]
  signers: readonly NewSigner[]
  signatureType: SignatureType
  signingOrder: SigningOrder | null
  authenticationMode: string | null
  expiresAt: Date | null
  redirectUrl: string | null
  fields: readonly NewField[]
  metadata: Record<string, unknown>
  /** "none": the requester delivers the links to the signers. */
  delivery?: LinkDelivery
  /** Whether signers and requester can write to each other; null: as the organisation has it. */
  conversation?: boolean | null
}

/** What a request says whose requester names documents and signers only. */
export const PLAIN_REQUEST = {
  signatureType: 'qes',
  signingOrder: null,
  authenticationMode: null,
  expiresAt: null,
  redirectUrl: null,
  fields: [],
  metadata: {},
} as const satisfies Omit<NewRequest, 'documentIds' | 'signers'>

const DEFAULT_LIFE_MS = 30 * 86_400_000
const SHORTEST_LIFE_MS = 5 * 60_000
const LONGEST_LIFE_MS = 365 * 86_400_000

/** The rules that follow from the policy of the signature type. */
export function refuseUnlessOffered(input: NewRequest): void {
  const { orders, authenticationModes } = policyOf(input.signatureType)
  if (input.signingOrder !== null && !orders.includes(input.signingOrder)) {
    throw new Problem('QES_SIGNING_ORDER.sequential').at(['signingOrder'])
  }
  if (input.authenticationMode !== null && !authenticationModes.includes(input.authenticationMode)) {
    throw new Problem(MODE_REFUSED[input.signatureType]).at(['authenticationMode'])
  }
  input.signers.forEach((signer, index) => refuseUnfit(input.signatureType, signer, ['signers', index]))
  const seen = new Set<string>()
  input.fields.forEach(({ signerIndex, documentId }, index) => {
    const key = `${signerIndex} ${documentId ?? input.documentIds[0] ?? ''}`
    if (seen.has(key)) {
      throw new Problem('QES_FIELD_COUNT.signer', { signer: signerIndex }).at(['fields', index])
    }
    seen.add(key)
  })
}

const MODE_REFUSED = {
  qes: 'QES_AUTHENTICATION_MODE.two_factors',
  aes: 'NOT_AT_THIS_LEVEL.aes_code',
  ses: 'NOT_AT_THIS_LEVEL.ses_code',
} as const

export function refuseInconsistent(input: NewRequest, mode: Mode): void {
  const { documentIds, signers, fields } = input
  if (signers.length > MOST_SIGNERS) {
    throw new Problem('TOO_MANY_SIGNERS.split', { most: MOST_SIGNERS, signers: signers.length }).at(['signers'])
  }
  signers.forEach(({ country }, index) => refuseUnknownCountry(country, mode, ['signers', index]))
  if (new Set(documentIds).size !== documentIds.length) throw invalid(['documentIds'], new Problem('VALIDATION_FAILED.document_twice'))
  fields.forEach((field, index) => {
    if (field.signerIndex >= signers.length) {
      throw invalid(
        ['fields', index, 'signerIndex'],
        new Problem('VALIDATION_FAILED.no_signer', { signer: field.signerIndex, last: signers.length - 1 }),
      )
    }
    if (field.documentId === null && documentIds.length > 1) {
      throw invalid(['fields', index, 'documentId'], new Problem('VALIDATION_FAILED.which_document'))
    }
    if (field.documentId !== null && !documentIds.includes(field.documentId)) {
      throw invalid(['fields', index, 'documentId'], new Problem('VALIDATION_FAILED.foreign_document'))
    }
  })
}

/** Refuses a signer who cannot sign at this level as they are named. `at`: where they stand in the input. */
export function refuseUnfit(type: SignatureType, signer: Pick<NewSigner, 'method' | 'country' | 'phone'>, at: FieldPath): void {
  refuseUnknownMethod(type, signer, at)
  if (signer.phone === null && actOf(policyOf(type)) === 'code') throw new Problem('NOT_AT_THIS_LEVEL.aes_phone').at([...at, 'phone'])
}

function refuseUnknownMethod(type: SignatureType, { method, country }: Pick<NewSigner, 'method' | 'country'>, at: FieldPath): void {
  if (!checksIdentity(policyOf(type))) {
    // Where a code signs, its method may be named.
    const byMethod = method !== null && !(type === 'aes' && method === 'sms_otp')
    const named = byMethod ? 'method' : country !== null ? 'country' : null
    if (named !== null)
      throw new Problem(type === 'aes' ? 'NOT_AT_THIS_LEVEL.aes_identity' : 'NOT_AT_THIS_LEVEL.ses_identity').at([...at, named])
  }
  if (isOffered(type, method ?? undefined)) return
  const problem =
    method === 'sms_otp'
      ? new Problem('QES_IDENTITY_METHOD.text_message')
      : new Problem('QES_IDENTITY_METHOD.not_connected', { method: method ?? '' })
  throw problem.at([...at, 'method'])
}

export function refuseUnknownCountry(country: string | null, mode: Mode, at: FieldPath): void {
  if (country === null || isAcceptedCountry(country, mode)) return
  throw invalid([...at, 'country'], new Problem('VALIDATION_FAILED.country', { country }))
}

/** The signing order: sequential or parallel. */
export function isOrdered({ signatureType, signingOrder }: Pick<NewRequest, 'signatureType' | 'signingOrder'>): boolean {
  return (signingOrder ?? policyOf(signatureType).orders[0]) === 'sequential'
}

/** Signers in the order in which they sign, each with the index the caller gave it. A missing `order` is the place in the list. */
export function inOrder(signers: readonly NewSigner[]): { signer: NewSigner; index: number; position: number }[] {
  const wanted = signers.map((signer, index) => ({ signer, index, order: signer.order ?? index + 1 }))
  const taken = new Map<number, number>()
  for (const { order, index } of wanted) {
    const other = taken.get(order)
    if (other !== undefined) {
      throw invalid(['signers', index, 'order'], new Problem('VALIDATION_FAILED.order_twice', { other, index, order }))
    }
    taken.set(order, index)
  }
  return wanted.sort((a, b) => a.order - b.order).map(({ signer, index }, position) => ({ signer, index, position: position + 1 }))
}

/** The number in E.164; refused when no text message could reach it. */
export function phoneOf({ phone }: Pick<NewSigner, 'phone'>, at: FieldPath): string | null {
  if (phone === null) return null
  if (!/^\+[1-9][0-9 ()./-]{5,30}$/.test(phone)) {
    throw new Problem('PHONE_INVALID.e164').at([...at, 'phone'])
  }
  try {
    return mobilePhone(phone)
  } catch (error) {
    throw error instanceof Problem ? error.withPaths((path) => [...at, ...path]) : error
  }
}

export function expiryOf({ expiresAt }: Pick<NewRequest, 'expiresAt'>, now: Date): Date {
  if (expiresAt === null) return new Date(now.getTime() + DEFAULT_LIFE_MS)
  const life = expiresAt.getTime() - now.getTime()
  if (life < SHORTEST_LIFE_MS) throw invalid(['expiresAt'], new Problem('VALIDATION_FAILED.expires_too_soon'))
  if (life > LONGEST_LIFE_MS) throw invalid(['expiresAt'], new Problem('VALIDATION_FAILED.expires_too_late'))
  return expiresAt
}

/** https only; programs under development may come back to their own machine in test mode. */
export function redirectOf({ redirectUrl }: Pick<NewRequest, 'redirectUrl'>, mode: Mode): string | null {
  if (redirectUrl === null) return null
  const url = URL.canParse(redirectUrl) ? new URL(redirectUrl) : null
  const own = mode === 'test' && url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !own) || url.username !== '' || url.password !== '') {
    throw invalid(['redirectUrl'], new Problem('VALIDATION_FAILED.redirect'))
  }
  return url.href
}

function invalid(path: FieldPath, problem: Problem): Problem {
  return problem.at(path, 'INVALID', { namesField: true })
}
