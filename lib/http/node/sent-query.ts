// The query of a request as it was sent: the framework takes it apart and leaves names out of it, so that nobody could refuse them.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const AS_SENT = 'x-qsignhub-query'

/** Call once, before the first request. Node publishes every request before its server sees it; what a client sent under this name is gone. */
export function keepQueries(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    const [, query] = /\?(.*)/s.exec(request.url ?? '') ?? []
    if (query !== undefined) request.headers[AS_SENT] = query
    else Reflect.deleteProperty(request.headers, AS_SENT)
  })
}

/** Without the server, as in tests, the address of the request says it. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.headers.get(AS_SENT) ?? (request.url.includes('?') ? new URL(request.url).search : ''))
}
