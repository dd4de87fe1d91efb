// Lets TRACE be refused like other unsupported methods: the framework cannot read such a request and answers 500.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const MARK = 'x-qsignhub-trace'

/** Node publishes every request before its server sees it: there TRACE becomes OPTIONS, which is as harmless, with a mark. */
export function translateTrace(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (request.method !== 'TRACE') return
    request.method = 'OPTIONS'
    request.headers[MARK] = '1'
    request.rawHeaders.push(MARK, '1')
  })
}

/** A client that sends the mark itself is refused, and gains nothing else. */
export function isTrace(request: Request): boolean {
  return request.headers.has(MARK)
}
