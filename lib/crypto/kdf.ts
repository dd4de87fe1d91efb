// Keys from secrets: argon2id for what people remember (RFC 9106), HKDF for what machines hold (RFC 5869).
import { hkdfSync } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'

export type Argon2Parameters = { readonly memoryKibibytes: number; readonly iterations: number; readonly parallelism: number }

/** 64 MiB, three passes: about 100 ms of one core per guess. Stored with each wrapped key, so that they can be raised later. */
export const ARGON2: Argon2Parameters = { memoryKibibytes: 65_536, iterations: 3, parallelism: 1 }

/** 32 octets; runs on the thread pool, off the event loop. The caller wipes the result. */
export async function argon2id(secret: string, salt: Uint8Array, parameters: Argon2Parameters = ARGON2): Promise<Buffer> {
  return hashRaw(secret, {
    algorithm: 2, // argon2id; the package's enum cannot be named under isolatedModules
    version: 1, // 0x13, the version of RFC 9106
    salt,
    memoryCost: parameters.memoryKibibytes,
    timeCost: parameters.iterations,
    parallelism: parameters.parallelism,
    outputLen: 32,
  })
}

/** `info` says what the key is for: two purposes never share a key. */
export const hkdf = (key: Uint8Array, salt: Uint8Array, info: string, length = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length))
