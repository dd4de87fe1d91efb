// Finds the IP addresses of a name by asking the name servers, IPv4 first; never the threads that files and key derivation need.

import { Resolver } from 'node:dns/promises'

/** IP addresses of a name; rejects with ENOTFOUND or ENODATA where there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>

/** Milliseconds, and tries: a name server that never answers must not cost more. */
const PATIENCE = { timeout: 2_000, tries: 2 }

export async function resolveName(name: string): Promise<readonly string[]> {
  // RFC 6761 6.3: never asked of anybody.
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1']
  const resolver = new Resolver(PATIENCE)
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const addresses = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length > 0) return addresses
  if (four.status === 'rejected') throw four.reason
  return []
}
