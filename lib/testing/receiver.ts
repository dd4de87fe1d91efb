// A receiver of webhooks for tests: a real HTTP server on loopback that notes what came and answers as it is told.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { QSignHubEvent } from '../../public/sdk/qsignhub-webhooks.mjs'

type Received = { path: string; headers: IncomingHttpHeaders; body: string; event: QSignHubEvent }
type Answer = { status: number; headers?: Record<string, string>; body?: string }

export type Receiver = {
  url: string
  received: Received[]
  /** Sets what the receiver answers from now on; a function decides by what came. */
  answer(how: Answer | ((received: Received) => Answer | Promise<Answer>)): void
  /** Stops listening; `open` listens at the same address again. */
  close(): Promise<void>
  open(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let how: Answer | ((received: Received) => Answer | Promise<Answer>) = { status: 200, body: 'ok' }
  let server: Server | undefined
  let port = 0
  const open = async (): Promise<void> => {
    server = createServer((request, response) => {
      void text(request).then(async (body) => {
        const one: Received = { path: request.url ?? '', headers: request.headers, body, event: JSON.parse(body) as QSignHubEvent }
        received.push(one)
        const { status, headers, body: words } = typeof how === 'function' ? await how(one) : how
        response.writeHead(status, headers).end(words)
      })
    })
    await new Promise<void>((resolve) => {
      server?.listen(port, '127.0.0.1', resolve)
    })
    port = (server.address() as AddressInfo).port
  }
  const close = async (): Promise<void> => {
    server?.closeAllConnections()
    await new Promise((resolve) => {
      if (server) server.close(resolve)
      else resolve(null)
    })
    server = undefined
  }
  await open()
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (given) => {
      how = given
    },
    close,
    open,
  }
}
