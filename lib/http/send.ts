// Turns an answer into what goes out: small bodies as they are, files from where they are kept, as fast as the client takes them.

import type { Pieces } from '../operations/stored-bytes'
import { CONTENT_LENGTH } from './content-length'
import type { Answer } from './problem-response'

export function send({ status, headers, body }: Answer, more: Record<string, string> = {}): Response {
  const sent = body instanceof Uint8Array ? new Uint8Array(body) : streamed(body)
  return new Response(sent, { status, headers: { ...headers, ...more, [CONTENT_LENGTH]: String(body.length) } })
}

function streamed(pieces: Pieces): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  }, { highWaterMark: 1 })
}
