// The fingerprint of a request: equal for equal requests, so that an idempotency key is not used for two different ones.

import { sha256Hex } from '../../crypto/algorithms'

/** Each part with its length: no two lists of parts are written alike. */
export function fingerprintOf(...parts: readonly string[]): string {
  return sha256Hex(...parts.map((part) => Buffer.from(`${part.length}:${part}`)))
}
