// A ring of one generation, for tests of what seals under a ring.

import { KEY_ID, type Keyring } from '../crypto/keyring'

/** `key`: 32 octets. */
export function ringOfOne(key: Uint8Array): Keyring {
  return { generations: () => [{ id: key.subarray(0, KEY_ID), key }], renew: () => false }
}
