// Refuses bodies that no page takes before the framework reads them: it waits for the end of a body, however long, before it lets the
// page's proxy answer.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const MARK = 'x-qsignhub-refused'

/**
 * Call once, before the first request. Node publishes every request before its server sees it: there a request whose body is too long, or of
 * unknown length, becomes one without a body, with a mark. What arrives of the body is dropped after the answer (unread-body.ts).
 */
export function refusePageBodies({ isPage, most }: { isPage: (path: string) => boolean; most: number }): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    Reflect.deleteProperty(request.headers, MARK)
    const status = refusalOf(request, most)
    if (status === null || !isPage(pathOf(request.url ?? '/'))) return
    request.method = 'GET'
    request.headers[MARK] = String(status)
  })
}

/** The address may come with its host: RFC 9112, 3.2.2. */
function pathOf(address: string): string {
  return URL.canParse(address, 'http://localhost') ? new URL(address, 'http://localhost').pathname : '/'
}

/** RFC 9110, 15.5.14 and 15.5.12: Content Too Large, and Length Required. */
function refusalOf({ headers }: IncomingMessage, most: number): 413 | 411 | null {
  if (headers['transfer-encoding'] !== undefined) return 411
  return Number(headers['content-length'] ?? 0) > most ? 413 : null
}

/** The status with which this request is refused; null for all others. */
export function refusedBody(headers: Headers): number | null {
  const mark = headers.get(MARK)
  return mark === null ? null : Number(mark)
}
