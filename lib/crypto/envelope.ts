// Sealed envelopes: AES-256-GCM with a random nonce. Additional data binds each to the place where it is stored.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

// format octet | 12 octets nonce | ciphertext | 16 octets tag
const FORMAT = 1
const NONCE = 12
const TAG = 16
export const SEAL_OVERHEAD = 1 + NONCE + TAG

/** Thrown for a wrong key, other additional data and a changed envelope alike: GCM cannot tell them apart. */
export class EnvelopeRefused extends Error {
  override name = 'EnvelopeRefused'
}

/**
 * `key` has 32 octets. `aad` names the row, blob or credential the envelope is for, so that one cannot be put in
 * another's place. Random nonces are safe for 2^32 envelopes under one key (NIST SP 800-38D 8.3).
 */
export function seal(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array | string): Buffer {
  const out = Buffer.allocUnsafe(SEAL_OVERHEAD + plaintext.length)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(bytesOf(aad))
  out[0] = FORMAT
  out.set(nonce, 1)
  out.set(cipher.update(plaintext), 1 + NONCE)
  cipher.final()
  out.set(cipher.getAuthTag(), out.length - TAG)
  return out
}

export function open(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array | string): Buffer {
  if (sealed.length < SEAL_OVERHEAD || sealed[0] !== FORMAT) throw new EnvelopeRefused('not an envelope of this format')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG })
  decipher.setAAD(bytesOf(aad))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  const plaintext = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG))
  try {
    decipher.final()
  } catch {
    plaintext.fill(0)
    throw new EnvelopeRefused('the envelope does not open')
  }
  return plaintext
}

const bytesOf = (aad: Uint8Array | string): Uint8Array => (typeof aad === 'string' ? Buffer.from(aad, 'utf8') : aad)
