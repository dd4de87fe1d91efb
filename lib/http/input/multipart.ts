// Reads a multipart/form-data body part by part as it arrives (RFC 7578). @fastify/busboy finds the parts; this file limits and checks
// them.

import { Dicer } from '@fastify/busboy'
import { Problem } from '../../domain/problem'
import { pieces } from './body-pieces'

/** The header of a part. */
export type PartHead = { name: string; fileName: string | null; mimeType: string }
/** Receives the content of one part. */
export type Sink = { write(chunk: Buffer): Promise<void> | void; end(): Promise<void> | void }
type Part = Dicer.PartStream

/** For each part, in bytes. */
const LARGEST_HEADER = 16 * 1024
const LARGEST_FIELD = 64 * 1024

/** Writes each part to the sink that `open` answers for it, one after the other. After a throw, nothing is written to any sink. */
export async function readParts(
  request: Request,
  most: { parts: number; bytes: number; refusal: () => Problem },
  open: (head: PartHead) => Promise<Sink> | Sink,
): Promise<void> {
  const parser = new Dicer({ boundary: boundaryOf(request.headers.get('content-type')) })
  if (!request.body) throw new Problem('MALFORMED_REQUEST.multipart_empty')
  const parts: Part[] = []
  let withHeader = 0
  let received: Promise<void> = Promise.resolve()
  const parsed = new Promise<void>((resolve, reject) => {
    parser.on('finish', resolve)
    parser.on('error', () => {
      reject(new Problem(parts.length > 0 ? 'MALFORMED_REQUEST.multipart_part_cut_off' : 'MALFORMED_REQUEST.multipart_boundary_absent'))
    })
    parser.on('part', (part) => {
      // The parser says the same of all faults, so the refusals are made here.
      part.on('error', () => undefined)
      if (parts.push(part) > most.parts) reject(new Problem('MALFORMED_REQUEST.multipart_too_many_parts'))
      part.once('header', (header) => {
        withHeader += 1
        received = received.then(() => receive(part, headOf(header as Header), open))
        received.catch(reject)
      })
    })
  })
  parsed.catch(() => undefined)
  try {
    let size = 0
    let waited = 0
    for await (const piece of pieces(request)) {
      size += piece.length
      if (size > most.bytes) throw most.refusal()
      const waiting = parts.length > withHeader
      await Promise.race([parsed, written(parser, piece)])
      // A header without an end would keep the parser waiting for ever.
      waited = waiting && parts.length > withHeader ? waited + piece.length : 0
      if (waited > LARGEST_HEADER) throw tooLongHeader()
    }
    parser.end()
    await parsed
    await received
    // The parser drops a part whose header is cut off by a boundary.
    if (parts.length > withHeader) throw new Problem('MALFORMED_REQUEST.multipart_no_name')
  } finally {
    for (const part of parts) part.destroy()
    await received.catch(() => undefined)
  }
}

function written(parser: Dicer, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    parser.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length), () => {
      resolve()
    })
  })
}

async function receive(part: Part, head: PartHead, open: (head: PartHead) => Promise<Sink> | Sink): Promise<void> {
  const sink = await open(head)
  for await (const chunk of part) await sink.write(chunk as Buffer)
  await sink.end()
}

/** A text field, small enough to be held in memory. */
export function textSink(name: string, take: (text: string) => void): Sink {
  const refusal = (): Problem => new Problem('MALFORMED_REQUEST.multipart_part_long', { name })
  return memorySink(LARGEST_FIELD, refusal, (bytes) => {
    take(textOf(name, bytes))
  })
}

/** Keeps up to `largest` bytes in memory. */
export function memorySink(largest: number, refusal: () => Problem, take: (bytes: Buffer) => void): Sink {
  const chunks: Buffer[] = []
  let size = 0
  return {
    write(chunk) {
      size += chunk.length
      if (size > largest) throw refusal()
      // A copy: the received bytes are a view of a much larger buffer.
      chunks.push(Buffer.from(chunk))
    },
    end() {
      take(Buffer.concat(chunks))
    },
  }
}

function textOf(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Problem('MALFORMED_REQUEST.multipart_part_not_utf8', { name })
  }
}

function boundaryOf(contentType: string | null): string {
  if (/^multipart\/form-data\s*(?:;(?!.*boundary=).*)?$/i.test(contentType ?? '')) {
    throw new Problem('MALFORMED_REQUEST.multipart_no_boundary')
  }
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType ?? '')
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw new Problem('UNSUPPORTED_MEDIA_TYPE.multipart')
  return boundary
}

/** The values of each parameter, each byte as one character. */
type Header = Partial<Record<string, string[]>>

function headOf(header: Header): PartHead {
  const lines = Object.entries(header).flatMap(([name, values = []]) => values.map((value) => name.length + value.length))
  if (lines.reduce((sum, length) => sum + length, 0) > LARGEST_HEADER) throw tooLongHeader()
  const parameters = parametersOf(/^\s*form-data\s*(;.*)$/i.exec(valueOf(header, 'content-disposition'))?.[1] ?? '')
  const name = parameters.get('name') ?? ''
  if (name === '') throw new Problem('MALFORMED_REQUEST.multipart_no_name')
  return {
    name,
    fileName: parameters.get('filename*') ?? parameters.get('filename') ?? null,
    mimeType: /^\s*([^\s;]+)/.exec(valueOf(header, 'content-type'))?.[1]?.toLowerCase() ?? 'application/octet-stream',
  }
}

function valueOf(header: Header, name: string): string {
  return Buffer.from(header[name]?.[0] ?? '', 'latin1').toString('utf8')
}

/**
 * Reads `; name="file"` as browsers and curl write it, with `%22` (WHATWG form encoding) or a backslash before a quotation mark, and
 * `; name=file` and `; filename*=utf-8''…` (RFC 2183, RFC 5987), as .NET writes them.
 */
function parametersOf(disposition: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of disposition.matchAll(/\s*;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/gy)) {
    const key = name.toLowerCase()
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1').replaceAll('%22', '"')
    const decoded = key.endsWith('*') ? extended(value) : value
    if (decoded !== null && !found.has(key)) found.set(key, decoded)
  }
  return found
}

/** RFC 5987 in UTF-8, the only encoding in use. Null for others: then the plain parameter counts. */
function extended(value: string): string | null {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value)?.[1]
  if (encoded === undefined) return null
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

function tooLongHeader(): Problem {
  return new Problem('MALFORMED_REQUEST.multipart_header_long')
}
