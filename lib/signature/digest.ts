// Hashes each byte of a document once: the hash over a revision is kept, and continued for the revisions after it.

import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Source } from './pdf/source'

export type DocumentDigest = 'sha256' | 'sha384'

const states = new WeakMap<Source, Map<DocumentDigest, Hash>>()
/** Bytes per slice: about 10 ms of hashing, after which other work may run. */
const stretch = 16 << 20

/** A hash over all bytes of the source, to be continued or closed by the caller. */
export async function hashed(source: Source & { base?: Source }, algorithm: DocumentDigest): Promise<Hash> {
  const known = states.get(source)?.get(algorithm)
  if (known) return known.copy()
  const start = source.base?.size ?? 0
  const hash = source.base ? await hashed(source.base, algorithm) : createHash(algorithm)
  for (let at = start; at < source.size; at += stretch) {
    source.feed(hash, at, Math.min(source.size, at + stretch))
    if (at + stretch < source.size) await setImmediate()
  }
  const kept = states.get(source) ?? new Map<DocumentDigest, Hash>()
  states.set(source, kept.set(algorithm, hash))
  return hash.copy()
}
