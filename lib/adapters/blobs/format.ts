// How a blob's file is laid out: a header with a salt, then chunks, each AES-256-GCM under a key of this file alone, then the seal of its
// name.

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { hkdf } from '../../crypto/kdf'
import { generationOf, KEY_ID, newestOf, type Keyring } from '../../crypto/keyring'

// header: 'QSB3' | key id, 4 octets | salt, 16 octets; before there were generations of keys: 'QSB2' | salt
// chunks: ciphertext | tag, 16 octets; the last one is marked in its nonce, so that the size need not be known beforehand
// foot: HMAC-SHA256 over the blob's name, 32 octets
const MAGIC = Buffer.from('QSB3')
const MAGIC_WITHOUT_ID = Buffer.from('QSB2')
const SALT = 16
export const LONGEST_HEADER = MAGIC.length + KEY_ID + SALT
/** Octets of plaintext in a chunk: a read decrypts at least one chunk. */
export const CHUNK = 256 * 1024
const TAG = 16
export const SEALED_CHUNK = CHUNK + TAG
export const FOOT = 32

/** The header of a file, and the key of the generation that it names. */
export type Begin = { header: Buffer; key: Uint8Array }

export function newBegin(ring: Keyring): Begin {
  const { id, key } = newestOf(ring)
  return { header: Buffer.concat([MAGIC, id, randomBytes(SALT)]), key }
}

/** `first`: the first octets of the file. Throws RangeError when this is no blob of ours. */
export function beginOf(ring: Keyring, first: Buffer): Begin {
  const magic = first.subarray(0, MAGIC.length)
  const length = magic.equals(MAGIC) ? LONGEST_HEADER : LONGEST_HEADER - KEY_ID
  const header = first.subarray(0, length)
  if (header.length !== length) throw new RangeError('the file is cut off')
  if (magic.equals(MAGIC_WITHOUT_ID)) return { header, key: (ring.generations().at(-1) ?? newestOf(ring)).key }
  const generation = magic.equals(MAGIC) ? generationOf(ring, header.subarray(MAGIC.length, MAGIC.length + KEY_ID)) : null
  if (generation === null) throw new RangeError('not a blob, or its key is not kept')
  return { header, key: generation.key }
}

/** Whether a file that begins like this is under the newest generation. */
export function isUnderNewest(ring: Keyring, first: Buffer): boolean {
  return first.subarray(0, MAGIC.length + KEY_ID).equals(Buffer.concat([MAGIC, newestOf(ring).id]))
}

/** The size of the plaintext. Throws RangeError for a length that no blob has. */
export function plainSize({ header }: Begin, fileSize: number): number {
  const body = fileSize - header.length - FOOT
  const size = body - TAG * Math.max(1, Math.ceil(body / SEALED_CHUNK))
  if (size < 0) throw new RangeError('the file is cut off')
  return size
}

/** Where a chunk begins in the file. */
export const chunkAt = ({ header }: Begin, index: number): number => header.length + index * SEALED_CHUNK

/**
 * Binds the content to its name: an attacker who can write files but has no key cannot put one blob in the place of another, and a reader
 * of a few chunks need not hash them all to be sure.
 */
export function footFor({ key, header }: Begin, sha256: string): Buffer {
  return createHmac('sha256', hkdf(key, saltOf(header), 'qsignhub blob name'))
    .update(sha256)
    .digest()
}

export type Encipher = (index: number, last: boolean, plaintext: Uint8Array) => Buffer
export type Decipher = (index: number, last: boolean, sealed: Buffer) => Buffer

export function encipherFor({ key, header }: Begin): Encipher {
  const fileKey = keyOf(key, header)
  return (index, last, plaintext) => {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonce(index, last))
    cipher.setAAD(header)
    return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  }
}

/** Throws when the chunk was changed, moved, or is not the last where the last should be. */
export function decipherFor({ key, header }: Begin): Decipher {
  const fileKey = keyOf(key, header)
  return (index, last, sealed) => {
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonce(index, last), { authTagLength: TAG })
    decipher.setAAD(header)
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
  }
}

/** A fresh key per file makes counting nonces safe. */
function keyOf(key: Uint8Array, header: Buffer): Buffer {
  return hkdf(key, saltOf(header), 'qsignhub blob')
}

const saltOf = (header: Buffer): Buffer => header.subarray(header.length - SALT)

/** The chunk's number and whether it is the last: chunks cannot be swapped and the file cannot be cut at a chunk's end. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 4)
  bytes.writeUInt8(last ? 1 : 0, 11)
  return bytes
}
