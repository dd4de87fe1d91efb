// How a blob's file is laid out: a header with a salt, then chunks, each AES-256-GCM under a key of this file alone, then the seal of its
// name.

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { hkdf } from '../../crypto/kdf'

// header: 'QSB2' | salt, 16 octets
// chunks: ciphertext | tag, 16 octets; the last one is marked in its nonce, so that the size need not be known beforehand
// foot: HMAC-SHA256 over the blob's name, 32 octets
const MAGIC = Buffer.from('QSB2')
const SALT = 16
export const HEADER = MAGIC.length + SALT
/** Octets of plaintext in a chunk: a read decrypts at least one chunk. */
export const CHUNK = 256 * 1024
const TAG = 16
export const SEALED_CHUNK = CHUNK + TAG
export const FOOT = 32

export function newHeader(): Buffer {
  return Buffer.concat([MAGIC, randomBytes(SALT)])
}

/** Throws RangeError when this is no blob of ours. */
export function requireHeader(header: Buffer): void {
  if (header.length !== HEADER || !header.subarray(0, MAGIC.length).equals(MAGIC)) throw new RangeError('not a blob')
}

/** The size of the plaintext. Throws RangeError for a length that no blob has. */
export function plainSize(fileSize: number): number {
  const body = fileSize - HEADER - FOOT
  const size = body - TAG * Math.max(1, Math.ceil(body / SEALED_CHUNK))
  if (size < 0) throw new RangeError('the file is cut off')
  return size
}

/** Where a chunk begins in the file. */
export const chunkAt = (index: number): number => HEADER + index * SEALED_CHUNK

/**
 * Binds the content to its name: an attacker who can write files but has no key cannot put one blob in the place of another, and a reader
 * of a few chunks need not hash them all to be sure.
 */
export function footFor(key: Uint8Array, header: Buffer, sha256: string): Buffer {
  return createHmac('sha256', hkdf(key, header.subarray(MAGIC.length), 'qsignhub blob name'))
    .update(sha256)
    .digest()
}

export type Encipher = (index: number, last: boolean, plaintext: Uint8Array) => Buffer
export type Decipher = (index: number, last: boolean, sealed: Buffer) => Buffer

export function encipherFor(key: Uint8Array, header: Buffer): Encipher {
  const fileKey = keyOf(key, header)
  return (index, last, plaintext) => {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonce(index, last))
    cipher.setAAD(header)
    return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  }
}

/** Throws when the chunk was changed, moved, or is not the last where the last should be. */
export function decipherFor(key: Uint8Array, header: Buffer): Decipher {
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
  return hkdf(key, header.subarray(MAGIC.length), 'qsignhub blob')
}

/** The chunk's number and whether it is the last: chunks cannot be swapped and the file cannot be cut at a chunk's end. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 4)
  bytes.writeUInt8(last ? 1 : 0, 11)
  return bytes
}
