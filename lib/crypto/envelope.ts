// Sealed envelopes: AES-256-GCM with a random nonce. Additional data binds each to the place where it is stored.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { generationOf, KEY_ID, newestOf, type Keyring } from './keyring'

// format 1: 1 | 12 octets nonce | ciphertext | 16 octets tag: under one key, such as that of one signer
// format 2: 2 | 4 octets key id | nonce | ciphertext | tag: under a generation of a key
const [PLAIN, OF_GENERATION] = [1, 2]
const NONCE = 12
const TAG = 16

/** Thrown for a wrong key, other additional data and a changed envelope alike: GCM cannot tell them apart. */
export class EnvelopeRefused extends Error {
  override name = 'EnvelopeRefused'
}

/**
 * `key`: 32 octets, or a ring, whose newest generation seals. `aad` names the row, blob or credential the envelope is for, so that one cannot
 * be put in another's place. Random nonces are safe for 2^32 envelopes under one key (NIST SP 800-38D 8.3).
 */
export function seal(key: Uint8Array | Keyring, plaintext: Uint8Array, aad: Uint8Array | string): Buffer {
  const [begin, octets] = key instanceof Uint8Array ? [Buffer.of(PLAIN), key] : beginUnder(key)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', octets, nonce)
  cipher.setAAD(bytesOf(aad))
  return Buffer.concat([begin, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

export function open(key: Uint8Array | Keyring, sealed: Uint8Array, aad: Uint8Array | string): Buffer {
  const [octets, rest] = key instanceof Uint8Array ? [key, afterFormat(sealed, PLAIN)] : keyFor(key, sealed)
  if (rest.length < NONCE + TAG) throw new EnvelopeRefused('the envelope is cut off')
  const decipher = createDecipheriv('aes-256-gcm', octets, rest.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(bytesOf(aad))
  decipher.setAuthTag(rest.subarray(rest.length - TAG))
  const plaintext = decipher.update(rest.subarray(NONCE, rest.length - TAG))
  try {
    decipher.final()
  } catch {
    plaintext.fill(0)
    throw new EnvelopeRefused('the envelope does not open')
  }
  return plaintext
}

/** How every envelope begins that the newest generation has sealed: what begins otherwise is to be sealed anew after a rotation. */
export function newestPrefix(ring: Keyring): Buffer {
  return beginUnder(ring)[0]
}

export function isUnderNewest(ring: Keyring, sealed: Uint8Array): boolean {
  const prefix = newestPrefix(ring)
  return prefix.equals(sealed.subarray(0, prefix.length))
}

function beginUnder(ring: Keyring): [Buffer, Uint8Array] {
  const { id, key } = newestOf(ring)
  return [Buffer.concat([Buffer.of(OF_GENERATION), id]), key]
}

function keyFor(ring: Keyring, sealed: Uint8Array): [Uint8Array, Uint8Array] {
  // Sealed before there were generations: by the oldest, which is kept until no such envelope is left.
  if (sealed[0] === PLAIN) return [(ring.generations().at(-1) ?? newestOf(ring)).key, afterFormat(sealed, PLAIN)]
  const rest = afterFormat(sealed, OF_GENERATION)
  const generation = generationOf(ring, rest.subarray(0, KEY_ID))
  if (generation === null) throw new EnvelopeRefused('the key of this envelope is not kept')
  return [generation.key, rest.subarray(KEY_ID)]
}

function afterFormat(sealed: Uint8Array, format: number): Uint8Array {
  if (sealed[0] !== format) throw new EnvelopeRefused('not an envelope of this format')
  return sealed.subarray(1)
}

const bytesOf = (aad: Uint8Array | string): Uint8Array => (typeof aad === 'string' ? Buffer.from(aad, 'utf8') : aad)
