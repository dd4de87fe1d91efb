// The standard security handler (ISO 32000-2, 7.6): opens a PDF that needs no password to be read, only one to be changed.

import { createDecipheriv, createCipheriv, createHash } from 'node:crypto'
import type { PdfDocument } from './document'
import { Name, PdfString, stringBytes, type Dict, type PdfObject } from './objects'

type Method = 'none' | 'rc4' | 'aes128' | 'aes256'

/** Turns the stored bytes of an object's string or stream into what they stand for. */
export type Decipher = {
  string(number: number, generation: number, bytes: Buffer): Buffer
  stream(number: number, generation: number, entries: Dict, bytes: Buffer): Buffer
}

/** The padding of algorithm 2, which stands for an empty password. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')

/** Undefined where a password is needed, or the handler is another one. */
export function decipherOf(document: PdfDocument, encrypt: Dict): Decipher | undefined {
  const whole = (key: string, fallback: number): number => {
    const value = document.get(encrypt.get(key))
    return typeof value === 'number' && Number.isInteger(value) ? value : fallback
  }
  if (nameOf(document.get(encrypt.get('Filter'))) !== 'Standard') return undefined
  const version = whole('V', 0)
  const revision = whole('R', 0)
  const clearMetadata = document.get(encrypt.get('EncryptMetadata')) === false
  const length = version === 1 ? 5 : Math.min(32, Math.max(5, whole('Length', version === 4 ? 128 : 40) >> 3))
  const text = (key: string): Buffer => bytesOf(document.get(encrypt.get(key)))
  const key =
    version === 5 && (revision === 5 || revision === 6)
      ? newKey(text('U'), text('UE'), revision)
      : [1, 2, 4].includes(version) && revision >= 2 && revision <= 4
        ? oldKey({ owner: text('O'), user: text('U'), permissions: whole('P', 0), id: idOf(document), revision, length, clearMetadata })
        : undefined
  if (!key) return undefined
  const methodOf = (filter: string): Method | undefined => {
    if (version < 4) return 'rc4'
    if (filter === 'Identity') return 'none'
    const filters = document.get(encrypt.get('CF'))
    const described = filters instanceof Map ? document.get(filters.get(filter)) : null
    const method = described instanceof Map ? nameOf(document.get(described.get('CFM'))) : undefined
    return METHODS.get(method ?? '')
  }
  const named = (entry: string): string => nameOf(document.get(encrypt.get(entry))) ?? 'Identity'
  const strings = methodOf(named('StrF'))
  const streams = methodOf(named('StmF'))
  if (!strings || !streams) return undefined
  return {
    string: (number, generation, bytes) => deciphered(strings, key, number, generation, bytes),
    stream(number, generation, entries, bytes) {
      const type = nameOf(document.get(entries.get('Type')))
      if (type === 'XRef' || (type === 'Metadata' && clearMetadata)) return bytes
      const own = ownFilter(document, entries)
      return deciphered(own === undefined ? streams : (methodOf(own) ?? streams), key, number, generation, bytes)
    },
  }
}

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['None', 'none'],
  ['V2', 'rc4'],
  ['AESV2', 'aes128'],
  ['AESV3', 'aes256'],
])

const nameOf = (object: PdfObject): string | undefined => (object instanceof Name ? object.value : undefined)
const bytesOf = (object: PdfObject): Buffer => (object instanceof PdfString ? stringBytes(object) : Buffer.alloc(0))

function idOf(document: PdfDocument): Buffer {
  const id = document.get(document.trailer.get('ID'))
  return bytesOf(Array.isArray(id) ? document.get(id[0]) : null)
}

/** The crypt filter that a stream names for itself (7.4.10). */
function ownFilter(document: PdfDocument, entries: Dict): string | undefined {
  const list = (key: string): readonly PdfObject[] => {
    const value = document.get(entries.get(key))
    return Array.isArray(value) ? value : [value]
  }
  const at = list('Filter').findIndex((filter) => nameOf(document.get(filter)) === 'Crypt')
  if (at < 0) return undefined
  const parameters = document.get(list('DecodeParms')[at])
  return (parameters instanceof Map ? nameOf(document.get(parameters.get('Name'))) : undefined) ?? 'Identity'
}

type OldKey = {
  owner: Buffer
  user: Buffer
  permissions: number
  id: Buffer
  revision: number
  length: number
  clearMetadata: boolean
}

/** Algorithms 2, 4 and 5, with the empty password. */
function oldKey({ owner, user, permissions, id, revision, length, clearMetadata }: OldKey): Buffer | undefined {
  const flags = Buffer.alloc(4)
  flags.writeInt32LE(permissions | 0)
  const tail = revision >= 4 && clearMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0)
  let key = md5(PADDING, owner.subarray(0, 32), flags, id, tail).subarray(0, length)
  if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key).subarray(0, length)
  if (revision === 2) return rc4(key, PADDING).equals(user.subarray(0, 32)) ? key : undefined
  let proof = md5(PADDING, id)
  for (let round = 0; round < 20; round++) proof = rc4(key.map((octet) => octet ^ round) as Buffer, proof)
  return proof.equals(user.subarray(0, 16)) ? key : undefined
}

/** Algorithm 2.A, with the empty password. */
function newKey(user: Buffer, wrapped: Buffer, revision: number): Buffer | undefined {
  const hash = revision === 5 ? (salt: Buffer) => sha(256, salt) : hardened
  if (user.length < 48 || wrapped.length < 32 || !hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return undefined
  const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()])
}

/** Algorithm 2.B, with the empty password. */
function hardened(salt: Buffer): Buffer {
  let key = sha(256, salt)
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
    const mixed = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => key)))
    const remainder = mixed.subarray(0, 16).reduce((sum, octet) => sum + octet, 0) % 3
    key = sha(remainder === 0 ? 256 : remainder === 1 ? 384 : 512, mixed)
    last = mixed.at(-1) ?? 0
  }
  return key.subarray(0, 32)
}

/** Algorithm 1 or 1.A. */
function deciphered(method: Method, key: Buffer, number: number, generation: number, bytes: Buffer): Buffer {
  if (method === 'none') return bytes
  if (method === 'aes256') return aes('aes-256-cbc', key, bytes)
  const place = Buffer.alloc(5)
  place.writeUIntLE(number, 0, 3)
  place.writeUIntLE(generation, 3, 2)
  const own = md5(key, place, Buffer.from(method === 'aes128' ? 'sAlT' : '', 'latin1')).subarray(0, Math.min(16, key.length + 5))
  return method === 'rc4' ? rc4(own, bytes) : aes('aes-128-cbc', own, bytes)
}

/** The first block is the initialisation vector, the last one is padded; some writers leave out the padding. */
function aes(cipher: 'aes-128-cbc' | 'aes-256-cbc', key: Buffer, bytes: Buffer): Buffer {
  const whole = bytes.length - (bytes.length % 16)
  if (whole < 32) return Buffer.alloc(0)
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(bytes.subarray(16, whole)), decipher.final()])
  const padding = plain.at(-1) ?? 0
  return padding >= 1 && padding <= 16 ? plain.subarray(0, plain.length - padding) : plain
}

/** Node's OpenSSL has it no more. It protects nothing here: the key is known to whoever has the file. */
function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index)
  const swap = (a: number, b: number): void => {
    const kept = state[a] ?? 0
    state[a] = state[b] ?? 0
    state[b] = kept
  }
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255
    swap(i, j)
  }
  const out = Buffer.alloc(bytes.length)
  for (let at = 0, i = 0, j = 0; at < bytes.length; at++) {
    i = (i + 1) & 255
    j = (j + (state[i] ?? 0)) & 255
    swap(i, j)
    out[at] = (bytes[at] ?? 0) ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0)
  }
  return out
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const sha = (bits: 256 | 384 | 512, bytes: Uint8Array): Buffer => createHash(`sha${bits}`).update(bytes).digest()
