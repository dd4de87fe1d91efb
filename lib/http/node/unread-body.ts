// Keeps a connection usable after an early answer: the rest of the request's body is read and dropped.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

type Most = { bytes: number; milliseconds: number }

/** More than any allowed body. A client that sends more, or for longer, is cut off: the answer was sent long ago. */
const MOST: Most = { bytes: 80 * 1024 * 1024, milliseconds: 20_000 }

/**
 * Refusals are sent before the body has arrived. Node drops the rest of a body that was never read, without limit; the rest of one that was
 * read in part stays, and the next requests of that connection wait behind it. Call once, before the first request. Answers a function that
 * undoes the call.
 */
export function dropUnreadBodies(most: Most = MOST): () => void {
  const answered = (message: unknown): void => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket }
    if (!request.destroyed && (!request.complete || request.readableLength > 0)) drop(request, socket, most)
  }
  subscribe('http.server.response.finish', answered)
  return () => {
    unsubscribe('http.server.response.finish', answered)
  }
}

function drop(request: IncomingMessage, socket: Socket, { bytes, milliseconds }: Most): void {
  let left = bytes
  const timer = setTimeout(() => {
    socket.destroy()
  }, milliseconds).unref()
  const read = (): void => {
    for (let piece = nextOf(request); piece; piece = nextOf(request)) {
      left -= piece.length
      if (left < 0) socket.destroy()
    }
  }
  closeGently(socket, request)
  // Nobody needs the data any more. A listener that is left belongs to the framework, which would keep what it reads in memory.
  request.removeAllListeners('data')
  request
    .on('readable', read)
    .on('error', () => undefined)
    .once('close', () => {
      clearTimeout(timer)
    })
  read()
}

function nextOf(request: IncomingMessage): Buffer | null {
  return request.read() as Buffer | null
}

/**
 * A connection that ends with this answer is closed in one direction now, and wholly when the body has arrived: closing it while bytes
 * arrive would reset it, and the client would lose the answer (RFC 9112, section 9.6).
 */
function closeGently(socket: Socket, request: IncomingMessage): void {
  socket.destroySoon = () => {
    socket.end()
    if (request.destroyed) socket.destroy()
    else
      request.once('close', () => {
        socket.destroy()
      })
  }
  request.once('close', () => {
    Reflect.deleteProperty(socket, 'destroySoon')
  })
}
