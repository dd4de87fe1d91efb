// The address of a request's client: that of its connection, or as many proxies of ours before it as there are. What a client writes into
// X-Forwarded-For itself counts for nothing, because limits are counted by address.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'

/** Made here for each request; a client's own header of this name is replaced. */
export const CLIENT_ADDRESS = 'x-qsignhub-client'

/** Call once, before the first request. `trustedProxies`: how many proxies of ours a request passes before it comes here. */
export function nameClients(trustedProxies: number): void {
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket }
    request.headers[CLIENT_ADDRESS] = clientOf(request.headers['x-forwarded-for'], socket.remoteAddress ?? 'unknown', trustedProxies)
  })
}

/** Each proxy appends the address that it was called from, so the entries of ours are the last ones. */
export function clientOf(forwarded: string | string[] | undefined, connection: string, trustedProxies: number): string {
  const chain = [...[forwarded ?? []].flat().flatMap((value) => value.split(',')), connection].map((address) => address.trim())
  return networkOf(chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? connection)
}

/** One network is one client: without port and zone, and of IPv6 the first 64 bits, because a subscriber has all addresses within them. */
function networkOf(entry: string): string {
  const bare = (/^\[([^\]]*)\]/.exec(entry)?.[1] ?? entry).replace(/%.*$/, '')
  const address = isIP(bare) === 0 ? bare.replace(/:\d+$/, '') : bare
  if (isIP(address) !== 6) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? `${firstGroups(address).join(':')}::/64`
}

/** The first four groups of an IPv6 address, of which `::` leaves out some. */
function firstGroups(address: string): string[] {
  const [before = '', after] = address.toLowerCase().split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const missing = after === undefined ? 0 : 8 - groups(before).length - groups(after).length
  return [...groups(before), ...Array<string>(missing).fill('0'), ...groups(after ?? '')]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
}
