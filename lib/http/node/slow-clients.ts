// Ends the connections of clients that send slower than any honest one: each would hold a place at the server for as long as it likes.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'

type Patience = { head: number; request: number }

/** Milliseconds. A head has 16 kB at most; the largest file, 50 MB, arrives in time at one and a half megabits a second. */
const PATIENCE: Patience = { head: 20_000, request: 300_000 }

/**
 * Node answers 408 and closes the connection; it looks every half a minute. Its own limits are wider, and hold until the first request names
 * the server. Answers a function that undoes the call.
 */
export function endSlowClients({ head, request }: Patience = PATIENCE): () => void {
  const begun = (message: unknown): void => {
    const { server } = message as { server: Server }
    server.headersTimeout = head
    server.requestTimeout = request
  }
  subscribe('http.server.request.start', begun)
  return () => {
    unsubscribe('http.server.request.start', begun)
  }
}
