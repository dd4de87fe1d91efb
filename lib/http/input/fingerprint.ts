// The fingerprint of a request: equal for equal requests, so that an idempotency key is not used for two different ones.

import { createHash } from 'node:crypto'

/** Each part with its length: no two lists of parts are written alike. */
export function fingerprintOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}
