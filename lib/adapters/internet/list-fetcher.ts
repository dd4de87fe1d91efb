// Fetches trusted lists over HTTP(S): from public networks only, in a time and a size, following few redirects, each of which is checked like
// the first address. Plain HTTP is allowed, because a list is believed for its signature alone.

import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { addressesOf, connected, connectTo, type Connect } from './connection'
import { resolveName, type Resolve } from './resolve'
import { targetOf, type Target } from './target'

/** The largest list of a state has some 10 MB. */
const LARGEST_LIST = 20 << 20
const REDIRECTS = 3
const LARGEST_HEADERS = 16 * 1024

class ListUnreachable extends Error {
  override readonly name = 'ListUnreachable'
}

type Setting = {
  /** Whether this machine may be called: only where the whole installation is for tests, and used on this machine alone. */
  loopback: boolean
  resolve?: Resolve
  connect?: Connect
  /** Milliseconds for one list, redirects included. */
  timeout?: number
  largest?: number
}

/** Throws ListUnreachable, or the error of the connection. */
export function listFetcher({ loopback, resolve = resolveName, connect = connectTo, timeout = 60_000, largest = LARGEST_LIST }: Setting) {
  return async (address: string): Promise<Buffer> => {
    const signal = AbortSignal.timeout(timeout)
    let at = address
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const target = targetOf(at, loopback, true)
      if ('refused' in target) throw new ListUnreachable(`the address may not be called: ${target.refused}`)
      const socket = await connected(target, await addressesOf(target, loopback, resolve, signal), connect, signal)
      const answer = await got(socket, target, { signal, largest })
      if (Buffer.isBuffer(answer)) return answer
      at = answer.location
    }
    throw new ListUnreachable('too many redirects')
  }
}

type Getting = { signal: AbortSignal; largest: number }

/** The body of a good answer, or where it lies now. */
function got(socket: Socket, { url }: Target, { signal, largest }: Getting): Promise<Buffer | { location: string }> {
  return new Promise<Buffer | { location: string }>((resolve, reject) => {
    const call = request({
      createConnection: () => socket,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      maxHeaderSize: LARGEST_HEADERS,
      headers: { host: url.host, accept: 'application/vnd.etsi.tsl+xml, application/xml, text/xml', connection: 'close' },
    })
    signal.addEventListener('abort', () => call.destroy(signal.reason as Error), { once: true })
    // Once there is an answer, its body tells how it ends.
    let answered = false
    const fail = (error: Error) => {
      if (!answered) reject(error)
    }
    call.on('error', fail)
    call.on('close', () => fail(new ListUnreachable('the connection ended without an answer')))
    call.on('upgrade', () => call.destroy())
    call.on('response', (response) => {
      answered = true
      const location = redirectOf(response, url)
      if (location !== null) resolve({ location })
      else if (response.statusCode === 200) bodyOf(response, largest).then(resolve, reject)
      else reject(new ListUnreachable(`the answer was ${response.statusCode}`))
    })
    call.end()
  }).finally(() => socket.destroy())
}

function redirectOf({ statusCode, headers: { location } }: IncomingMessage, from: URL): string | null {
  if (location === undefined || ![301, 302, 303, 307, 308].includes(statusCode ?? 0)) return null
  return URL.canParse(location, from) ? new URL(location, from).href : location
}

async function bodyOf(response: IncomingMessage, largest: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > largest) throw new ListUnreachable(`it is larger than ${largest} bytes`)
    pieces.push(piece)
  }
  if (!response.complete) throw new ListUnreachable('the connection ended too early')
  return Buffer.concat(pieces)
}
