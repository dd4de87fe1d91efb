// One HTTP exchange over an open connection: sends a POST, reads the status and the beginning of the body, and closes the connection.

import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

export type Sent = { host: string; path: string; headers: Record<string, string>; body: string }
export type Received = { status: number; retryAfter: string | null; excerpt: string }

/** Bytes of an answer that are read; the rest is ignored. */
const EXCERPT = 2048
const LARGEST_HEADERS = 16 * 1024

/** Rejects when no status arrives before `signal`; a body that comes too slowly is cut off. */
export function exchange(socket: Socket, { host, path, headers, body }: Sent, signal: AbortSignal): Promise<Received> {
  const bytes = Buffer.from(body)
  return new Promise<Received>((resolve, reject) => {
    const call = request({
      createConnection: () => socket,
      method: 'POST',
      path,
      maxHeaderSize: LARGEST_HEADERS,
      headers: { ...headers, host, 'content-length': String(bytes.length), connection: 'close' },
    })
    signal.addEventListener(
      'abort',
      () => {
        call.destroy(signal.reason as Error)
      },
      { once: true },
    )
    let answered = false
    const fail = (error: Error) => {
      if (!answered) reject(error)
    }
    call.on('error', fail)
    call.on('close', () => {
      fail(new Error('the connection ended without an answer'))
    })
    call.on('upgrade', () => {
      call.destroy()
    })
    call.on('response', (response) => {
      answered = true
      void excerptOf(response).then((excerpt) => {
        resolve(received(response, excerpt))
      })
    })
    call.end(bytes)
  }).finally(() => {
    socket.destroy()
  })
}

function received({ statusCode = 0, headers }: IncomingMessage, excerpt: string): Received {
  return { status: statusCode, retryAfter: headers['retry-after'] ?? null, excerpt }
}

/** Never rejects: the status is the answer, however the body ends. */
async function excerptOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece)
      size += piece.length
      if (size >= EXCERPT) break
    }
  } catch {
    // The body broke off: what has arrived is kept.
  }
  // `stream` drops a last character of which only some bytes are there.
  const text = new TextDecoder().decode(Buffer.concat(pieces).subarray(0, EXCERPT), { stream: true })
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ').trim()
}
