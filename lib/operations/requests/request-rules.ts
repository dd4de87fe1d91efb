// The rules a new signature request must keep, checked before anything is read or written.

import type { Mode, SignatureType } from '../../domain/event'
import { isOffered, policyOf, type SigningOrder } from '../../domain/policy'
import { Problem, type ProblemCode } from '../../domain/problem'
import { LinkDelivery } from '../../generated/prisma/enums'
import type { Anchor } from '../../signature/anchor/anchor-place'
import { mobilePhone } from '../kernel/mobile-phone'
import { isAcceptedCountry } from '../verification/accepted-countries'

export { LinkDelivery }
export type NewSigner = {
  name: string
  email: string
  phone: string | null
  locale: string | null
  order: number | null
  method: string | null
  country: string | null
}
/** Points from the top left corner of the page (1-based) as displayed. */
export type PageBox = { page: number; x: number; y: number; width: number; height: number }
/** `pointer`: where the caller wrote it, when that is not in `fields`. */
export type NewField = { signerIndex: number; documentId: string | null; pointer?: string; place: PageBox | Anchor }
export type NewRequest = {
  documentIds: readonly string[]
  documentsPointer: '/document_id' | '/document_ids' | '/document_base64'
  signers: readonly NewSigner[]
  signersPointer?: '/signers' | '/signer'
  signatureType: SignatureType
  signingOrder: SigningOrder | null
  authenticationMode: string | null
  expiresAt: Date | null
  redirectUrl: string | null
  fields: readonly NewField[]
  metadata: Record<string, unknown>
  /** "none": the requester brings the links to the signers. */
  delivery?: LinkDelivery
}

export const MOST_SIGNERS = 20

const DEFAULT_LIFE_MS = 30 * 86_400_000
const SHORTEST_LIFE_MS = 5 * 60_000
const LONGEST_LIFE_MS = 365 * 86_400_000

/** Keeps what the policy of the signature type says. */
export function refuseUnlessOffered(input: NewRequest): void {
  if (!isOffered(input.signatureType)) {
    throw at('SIGNATURE_TYPE_UNAVAILABLE', '/signature_type', `"${input.signatureType}" is not offered by this installation. Use "qes".`)
  }
  const { orders, authenticationModes } = policyOf(input.signatureType)
  if (input.signingOrder !== null && !orders.includes(input.signingOrder)) {
    throw at(
      'QES_SIGNING_ORDER',
      '/signing_order',
      'Qualified signatures are made one after the other. Omit signing_order or send "sequential".',
    )
  }
  if (input.authenticationMode !== null && !authenticationModes.includes(input.authenticationMode)) {
    throw at(
      'QES_AUTHENTICATION_MODE',
      '/signature_authentication_mode',
      'A qualified signature is authorised by PIN and text message, always. Omit signature_authentication_mode or send null.',
    )
  }
  input.signers.forEach(({ method }, index) => refuseUnknownMethod(input.signatureType, method, signerPointer(input, index)))
  const seen = new Set<string>()
  input.fields.forEach(({ signerIndex, documentId }, index) => {
    const key = `${signerIndex} ${documentId ?? input.documentIds[0] ?? ''}`
    if (seen.has(key)) {
      throw at(
        'QES_FIELD_COUNT',
        `/fields/${index}`,
        `Signer ${signerIndex} has two signature fields on one document. Send at most one for each signer and document.`,
      )
    }
    seen.add(key)
  })
}

export function refuseInconsistent(input: NewRequest): void {
  const { documentIds, signers, fields } = input
  if (signers.length > MOST_SIGNERS) {
    throw at(
      'TOO_MANY_SIGNERS',
      '/signers',
      `A request has 1 to ${MOST_SIGNERS} signers; ${signers.length} are named. Split it into several requests.`,
    )
  }
  signers.forEach(({ country }, index) => refuseUnknownCountry(country, signerPointer(input, index)))
  if (new Set(documentIds).size !== documentIds.length) throw invalid('/document_ids', 'The same document is named twice. Name each once.')
  fields.forEach((field, index) => {
    if (field.signerIndex >= signers.length) {
      throw invalid(
        `/fields/${index}/signer_index`,
        `There is no signer ${field.signerIndex}; counting begins with 0 and ends with ${signers.length - 1}.`,
      )
    }
    if (field.documentId === null && documentIds.length > 1) {
      throw invalid(`/fields/${index}/document_id`, 'The request has several documents. Say in document_id on which one this field stands.')
    }
    if (field.documentId !== null && !documentIds.includes(field.documentId)) {
      throw invalid(`/fields/${index}/document_id`, 'This document is not part of the request.')
    }
  })
}

/** Where the caller wrote this signer. */
export function signerPointer({ signersPointer = '/signers' }: Pick<NewRequest, 'signersPointer'>, index: number): string {
  return signersPointer === '/signer' ? signersPointer : `${signersPointer}/${index}`
}

/** `pointer` is where the signer stands in the body. */
export function refuseUnknownMethod(type: SignatureType, method: string | null, pointer: string): void {
  if (isOffered(type, method ?? undefined)) return
  throw at(
    'QES_IDENTITY_METHOD',
    `${pointer}/identity_verification/method`,
    method === 'sms_otp'
      ? 'A text message proves a phone, not a person. Use "video_id" or omit the method.'
      : `"${method}" is not connected to this installation. Use "video_id" or omit the method.`,
  )
}

export function refuseUnknownCountry(country: string | null, pointer: string): void {
  if (country === null || isAcceptedCountry(country)) return
  throw invalid(
    `${pointer}/identity_verification/country`,
    `There is no country ${country} in ISO 3166-1. Write two letters such as PL, or omit it.`,
  )
}

/** One after the other, or all at once. */
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
      throw invalid(
        `/signers/${index}/order`,
        `Signers ${other} and ${index} both sign as number ${order}. Give each a number of their own.`,
      )
    }
    taken.set(order, index)
  }
  return wanted.sort((a, b) => a.order - b.order).map(({ signer, index }, position) => ({ signer, index, position: position + 1 }))
}

/** The number in E.164; refused when no text message could reach it. */
export function phoneOf({ phone }: Pick<NewSigner, 'phone'>, pointer: string): string | null {
  if (phone === null) return null
  if (!/^\+[1-9][0-9 ()./-]{5,30}$/.test(phone)) {
    throw at('PHONE_INVALID', pointer, 'This is not a phone number in E.164 form. Write country code and number, such as +48500123456.')
  }
  try {
    return mobilePhone(phone)
  } catch (error) {
    throw error instanceof Problem ? at(error.code, pointer, error.message) : error
  }
}

export function expiryOf({ expiresAt }: Pick<NewRequest, 'expiresAt'>, now: Date): Date {
  if (expiresAt === null) return new Date(now.getTime() + DEFAULT_LIFE_MS)
  const life = expiresAt.getTime() - now.getTime()
  if (life < SHORTEST_LIFE_MS)
    throw invalid('/expires_at', 'This moment is past, or less than five minutes away. Give the signers more time.')
  if (life > LONGEST_LIFE_MS) throw invalid('/expires_at', 'This moment is more than a year away. Choose an earlier one.')
  return expiresAt
}

/** https only; programs under development may come back to their own machine in test mode. */
export function redirectOf({ redirectUrl }: Pick<NewRequest, 'redirectUrl'>, mode: Mode): string | null {
  if (redirectUrl === null) return null
  const url = URL.canParse(redirectUrl) ? new URL(redirectUrl) : null
  const own = mode === 'test' && url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !own) || url.username !== '' || url.password !== '') {
    throw invalid(
      '/redirect_url',
      'The address must begin with https:// and hold no user name; http://localhost is possible with a test key.',
    )
  }
  return url.href
}

export function at(code: ProblemCode, pointer: string, message: string): Problem {
  return new Problem(code, message, { errors: [{ pointer, code, detail: message }] })
}

function invalid(pointer: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${pointer}: ${message}`, { errors: [{ pointer, code: 'INVALID', detail: message }] })
}
