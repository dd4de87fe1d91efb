// The body of a request as it arrives, piece by piece; the one place where bodies are read and counted.

import type { BlobStage, StagedBlob } from '../../domain/ports'
import { Problem } from '../../domain/problem'

/** A client that goes away in the middle leaves a request that cannot be read: a refusal, not a fault of the server. */
export async function* pieces(request: Request): AsyncGenerator<Uint8Array, void, undefined> {
  // Read by hand: leaving a `for await` early cancels the body, and with it the connection on which the refusal is to be sent. The rest of
  // the body is dropped after the answer: unread-body.ts.
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch(brokenOff)
    if (done) return
    yield value
  }
}

/** The whole body, up to `most` bytes. The bytes that arrive are counted; the announced length is not trusted. */
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

/** As `wholeBody`, but a body of more than `inMemory` bytes is staged on the disk. The caller discards the staged blob. */
export async function stagedBody(
  request: Request,
  { inMemory, most }: { inMemory: number; most: number },
  stage: () => Promise<BlobStage>,
  refusal: () => Problem,
): Promise<Uint8Array | StagedBlob> {
  const chunks: Uint8Array[] = []
  let size = 0
  let staging: BlobStage | undefined
  try {
    for await (const piece of pieces(request)) {
      size += piece.length
      if (size > most) throw refusal()
      chunks.push(piece)
      if (size <= inMemory) continue
      staging ??= await stage()
      for (const chunk of chunks.splice(0)) await staging.write(chunk)
    }
    return (await staging?.finish()) ?? Buffer.concat(chunks)
  } catch (error) {
    await staging?.discard()
    throw error
  }
}

export async function contentOf(staged: StagedBlob): Promise<Uint8Array> {
  const reader = await staged.open()
  try {
    return reader.read(0, reader.size)
  } finally {
    reader.close()
  }
}

function brokenOff(): never {
  throw new Problem('MALFORMED_REQUEST.cut_off')
}
