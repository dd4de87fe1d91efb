// The trusted lists that a validation relies on, packed for the way to a document worker.

import { createHash } from 'node:crypto'
import { serialize } from 'node:v8'
import type { AcceptedList } from './accepted-lists'

/** `test`: the list of this installation, which counts in test mode alone. */
export type PackedList = AcceptedList & { test: boolean }
/** `version`: a digest of the rest, by which a worker knows what it has unpacked already. */
export type PackedLists = { version: string; bytes: Uint8Array }

export function packed(lists: readonly PackedList[]): PackedLists {
  const bytes = serialize(lists)
  return { version: createHash('sha256').update(bytes).digest('hex'), bytes }
}
