// The query of a request as it was sent. The framework drops some names from it, which then could not be refused.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const AS_SENT = 'x-qsignhub-query'

/**
 * Call once, before the first request. Node publishes every request before its server sees it: there the query is copied to a header. A
 * client's own header of this name is replaced.
 */
export function keepQueries(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    const [, query] = /\?(.*)/s.exec(request.url ?? '') ?? []
    if (query !== undefined) request.headers[AS_SENT] = query
    else Reflect.deleteProperty(request.headers, AS_SENT)
  })
}

/** Without the server, as in tests, the request's address has the query. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.headers.get(AS_SENT) ?? (request.url.includes('?') ? new URL(request.url).search : ''))
}
