// Turns an answer into a response: small bodies as they are, files as a stream, read as fast as the client takes them.

import type { Pieces } from '../../operations/kernel/stored-bytes'
import { CONTENT_LENGTH } from '../node/content-length'
import type { Answer } from './problem-response'

export function send({ status, headers, body }: Answer): Response {
  const sent = new Headers()
  // Two cookies are two lines.
  for (const [name, value] of Object.entries(headers)) for (const line of [value].flat()) sent.append(name, line)
  if (body === null) return new Response(null, { status, headers: sent })
  sent.set(CONTENT_LENGTH, String(body.length))
  return new Response(body instanceof Uint8Array ? whole(body) : streamed(body), { status, headers: sent })
}

/** One chunk: given bytes, the platform would make a stream that copies them and is read piece by piece. */
function whole(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}

function streamed(pieces: Pieces): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 1 },
  )
}
