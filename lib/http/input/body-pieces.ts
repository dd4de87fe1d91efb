// The body of a request as it arrives, piece by piece; the one place where bodies are read and counted.

import { Problem } from '../../domain/problem'

/** A client that goes away in the middle made a request that cannot be read; nobody is left to be told, and it is no fault of ours. */
export async function* pieces(request: Request): AsyncGenerator<Uint8Array, void, undefined> {
  // By hand: a `for await` that is left early would cancel the body, and with it the connection on which the refusal is to go out. What is
  // left of the body is dropped after the answer: unread-body.ts.
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch(brokenOff)
    if (done) return
    yield value
  }
}

/** All of it, up to `most` bytes: the length that a client announces is not believed, what arrives is counted. */
export async function wholeBody(request: Request, most: number, refusal: () => Problem): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces(request)) {
    size += piece.length
    if (size > most) throw refusal()
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}

function brokenOff(): never {
  throw new Problem('MALFORMED_REQUEST.cut_off')
}
