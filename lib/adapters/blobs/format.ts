// How a blob's file is laid out: a header with a salt, then chunks of 1 MiB, each AES-256-GCM under a key of this file alone.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hkdf } from '../../crypto/kdf'

// header: 'QSB1' | plaintext size, 8 octets | salt, 16 octets
const MAGIC = Buffer.from('QSB1')
const SALT = 16
export const HEADER = MAGIC.length + 8 + SALT
/** Octets of plaintext per chunk. */
export const CHUNK = 1024 * 1024
const TAG = 16
export const SEALED_CHUNK = CHUNK + TAG

export function headerFor(size: number): Buffer {
  const header = Buffer.alloc(HEADER)
  MAGIC.copy(header)
  header.writeBigUInt64BE(BigInt(size), MAGIC.length)
  randomBytes(SALT).copy(header, MAGIC.length + 8)
  return header
}

/** The size of the plaintext; RangeError when this is no blob of ours. */
export function readHeader(header: Buffer): number {
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new RangeError('not a blob')
  return Number(header.readBigUInt64BE(MAGIC.length))
}

/** What the header must say for a file of this length. */
export function plainSize(fileSize: number): number {
  const body = fileSize - HEADER
  return body - TAG * Math.max(1, Math.ceil(body / SEALED_CHUNK))
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
  return hkdf(key, header.subarray(HEADER - SALT), 'qsignhub blob')
}

/** The chunk's number and whether it is the last: chunks cannot be swapped and the file cannot be cut at a chunk's end. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 4)
  bytes.writeUInt8(last ? 1 : 0, 11)
  return bytes
}
