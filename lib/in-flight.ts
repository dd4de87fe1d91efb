// The HTTP requests that are being answered, so that a stop can let them end. Next owns the server, so they are learnt from Node's
// diagnostics.

import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

type Began = { request: IncomingMessage; response: ServerResponse; server: Server }

const answering = new Set<ServerResponse>()
const servers = new Set<Server>()

/** Call once, before the first request. */
export function watchRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { response, server } = message as Began
    servers.add(server)
    answering.add(response)
    response.once('close', () => answering.delete(response))
  })
}

/** Takes no new connections and waits until all answers are given, at most `timeout` milliseconds. */
export async function drainRequests(timeout: number): Promise<void> {
  for (const server of servers) server.close()
  const ended = [...answering].map((response) => new Promise((resolve) => response.once('close', resolve)))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, timeout)
  })
  await Promise.race([Promise.all(ended), late])
  clearTimeout(timer)
}
