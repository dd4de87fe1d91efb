// Signature activation: what a PIN and a one-time code authorise is exactly one list of digests, once (EN 419 241-1 SRA_SAP).
import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { sha256 } from './algorithms'
import { OID } from './oids'

const OTP_DIGITS = 6

/** Six decimal digits, uniform: `randomInt` draws again instead of folding a remainder back. */
export const generateOtp = (): string =>
  randomInt(10 ** OTP_DIGITS)
    .toString()
    .padStart(OTP_DIGITS, '0')

export type ActivationBinding = {
  readonly activationId: string
  readonly signerId: string
  readonly credential: { readonly id: string }
  /** The octets that are to be signed; their order carries no meaning. */
  readonly toSign: readonly Uint8Array[]
  readonly nonce: Uint8Array
}

// Every field is preceded by its length: no two different activations can run together into the same octets.
function lengthPrefixed(update: (part: Uint8Array) => unknown, fields: readonly (string | Uint8Array)[]): void {
  for (const field of fields) {
    const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    update(length)
    update(bytes)
  }
}

/** SHA-256, hexadecimal: changes with the signer, the key, any document, their number, and the activation. */
export function sessionHash({ activationId, signerId, credential, toSign, nonce }: ActivationBinding): string {
  const hash = createHash('sha256')
  const digests = toSign.map((octets) => sha256(octets)).sort(Buffer.compare)
  lengthPrefixed(
    (part) => hash.update(part),
    ['QSH-SAD-v1', signerId, credential.id, OID.sha256, String(digests.length), ...digests, activationId, nonce],
  )
  return hash.digest('hex')
}

/** What is stored of a one-time code, hexadecimal: without `key` a million guesses do not find it. */
export function otpMac(key: Uint8Array, activationId: string, sessionHash: string, otp: string): string {
  const mac = createHmac('sha256', key)
  lengthPrefixed((part) => mac.update(part), ['QSH-OTP-v1', activationId, sessionHash, otp])
  return mac.digest('hex')
}

/** Constant time for equal lengths; the length of a MAC is no secret. */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const left = typeof a === 'string' ? Buffer.from(a, 'utf8') : a
  const right = typeof b === 'string' ? Buffer.from(b, 'utf8') : b
  return left.length === right.length && timingSafeEqual(left, right)
}
