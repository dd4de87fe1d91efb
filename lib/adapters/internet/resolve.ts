// Resolves a name by asking the name servers, IPv4 first; not by `getaddrinfo`, which blocks threads that files and key derivation need.

import { Resolver } from 'node:dns/promises'

/** IP addresses of a name; rejects with ENOTFOUND or ENODATA where there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>

/** How long a name server is waited for, in milliseconds, and how often it is asked. */
const PATIENCE = { timeout: 2_000, tries: 2 }

export async function resolveName(name: string): Promise<readonly string[]> {
  // RFC 6761 6.3: never sent to a name server.
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1']
  const resolver = new Resolver(PATIENCE)
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const addresses = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length > 0) return addresses
  if (four.status === 'rejected') throw four.reason
  return []
}
