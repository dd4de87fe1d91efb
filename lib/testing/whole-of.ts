// Collects what is sent in pieces, for tests that want all of it at once.

import type { Sendable } from '../operations/kernel/stored-bytes'

export async function wholeOf(bytes: Sendable): Promise<Uint8Array> {
  if (bytes instanceof Uint8Array) return bytes
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}
