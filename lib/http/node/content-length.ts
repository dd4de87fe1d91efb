// Keeps the Content-Length of answers: a client sees how far 50 MB are and notices when they break off; a small answer is one packet.

import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

/** Next drops the Content-Length of every answer; this header carries it to the connection. */
export const CONTENT_LENGTH = 'x-answer-length'

/** Call once, before the first request. Node publishes every answer before its server sees the request. */
export function keepContentLengths(): void {
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse }
    const set = response.setHeader.bind(response)
    response.setHeader = (name, value) => {
      if (name.toLowerCase() !== CONTENT_LENGTH) return set(name, value)
      // Next sends the head of every answer apart; here it waits for the body, which follows at once.
      response.flushHeaders = () => undefined
      return set('Content-Length', String(value))
    }
  })
}
