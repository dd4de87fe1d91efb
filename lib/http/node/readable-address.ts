// Repairs badly encoded addresses, so that they are answered with 404 rather than as a fault of the server.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/**
 * Next decodes each part of a path and answers 500 where that fails (`/v1/documents/%ff`). Node publishes every request before its server
 * sees it: there a `%` that cannot be decoded becomes a literal one, and the page or the API answers its own 404.
 */
export function repairAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    request.url = readableAddress(request.url ?? '/')
  })
}

export function readableAddress(address: string): string {
  const end = address.indexOf('?')
  const path = end < 0 ? address : address.slice(0, end)
  try {
    decodeURIComponent(path)
    return address
  } catch {
    return path.replaceAll('%', '%25') + (end < 0 ? '' : address.slice(end))
  }
}
