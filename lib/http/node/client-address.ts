// The address of a request's client: that of its connection, or as many proxies of ours before it as there are. What a client writes into
// X-Forwarded-For itself counts for nothing, because limits are counted by address.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

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
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? connection
}
