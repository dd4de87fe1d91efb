// Reads one multipart/form-data body as it arrives (RFC 7578): small text fields and one file, held once in memory up to a hard limit.

import { Problem } from '../domain/problem'

export type UploadedFile = { name: string; mimeType: string; bytes: Uint8Array }
/** What an operation that takes an upload is given beside its text fields. */
export const asFile = (file: UploadedFile): { file: UploadedFile } => ({ file })

export type Form = { fields: Record<string, string>; file: UploadedFile | null }

export const MEGABYTE = 1024 * 1024
export const LARGEST_FILE = 50 * MEGABYTE
const LARGEST_FIELD = 64 * 1024
const LARGEST_HEADER = 16 * 1024
const MOST_PARTS = 20
/** How much of a file that is too large is still counted (and thrown away), so that the refusal can say how large it was. */
const MOST_COUNTED = 1024 * MEGABYTE

export async function readForm(request: Request): Promise<Form> {
  const boundary = boundaryOf(request.headers.get('content-type'))
  const expected = Math.min(Number(request.headers.get('content-length')) || MEGABYTE, LARGEST_FILE)
  const form = new FormReader(boundary, expected)
  const reader = request.body?.getReader()
  if (!reader) throw malformed('the body is empty')
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    form.write(value)
  }
  return form.end()
}

function boundaryOf(contentType: string | null): Buffer {
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType ?? '')
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data, in a part named "file".')
  return Buffer.from(`\r\n--${boundary}`, 'latin1')
}

type Part = { name: string; fileName: string | null; mimeType: string; sink: Sink }

class FormReader {
  // The first boundary stands at the very beginning: with a line break put before, all boundaries are alike.
  private held: Buffer = Buffer.from('\r\n')
  private part: Part | 'preamble' | 'closed' = 'preamble'
  private inHeader = false
  private parts = 0
  private readonly fields: Record<string, string> = {}
  private file: UploadedFile | null = null

  constructor(private readonly boundary: Buffer, private readonly expected: number) {}

  write(chunk: Uint8Array): void {
    this.held = this.held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([this.held, chunk])
    while (this.part !== 'closed' && this.step()) continue
    // Whatever follows the closing boundary says nothing (RFC 2046 5.1.1).
    if (this.part === 'closed') this.held = Buffer.alloc(0)
  }

  end(): Form {
    if (this.part !== 'closed') throw malformed('the body ends in the middle of a part')
    return { fields: this.fields, file: this.file }
  }

  /** Works off what can be decided with the bytes at hand; false when more are needed. */
  private step(): boolean {
    return this.inHeader ? this.header() : this.content()
  }

  private content(): boolean {
    const at = this.held.indexOf(this.boundary)
    if (at < 0) {
      const safe = this.held.length - this.boundary.length
      if (safe > 0) {
        if (this.part !== 'preamble' && this.part !== 'closed') this.part.sink.write(this.held.subarray(0, safe))
        this.held = this.held.subarray(safe)
      }
      return false
    }
    const after = at + this.boundary.length
    if (this.held.length < after + 2) return false
    if (this.part !== 'preamble' && this.part !== 'closed') {
      this.part.sink.write(this.held.subarray(0, at))
      this.finish(this.part)
    }
    const next = this.held.toString('latin1', after, after + 2)
    this.held = this.held.subarray(after + 2)
    if (next === '--') this.part = 'closed'
    else if (next === '\r\n') this.inHeader = true
    else throw malformed('a boundary is followed by something else than a line break')
    return true
  }

  private header(): boolean {
    const end = this.held.indexOf('\r\n\r\n')
    if (end > LARGEST_HEADER || (end < 0 && this.held.length > LARGEST_HEADER)) throw malformed('the header of a part is too long')
    if (end < 0) return false
    if (++this.parts > MOST_PARTS) throw malformed('there are too many parts')
    this.part = partFrom(this.held.toString('utf8', 0, end), this.expected)
    this.held = this.held.subarray(end + 4)
    this.inHeader = false
    return true
  }

  private finish(part: Part): void {
    const { name, fileName, mimeType, sink } = part
    if (name === 'file') {
      if (this.file !== null) throw malformed('there are two parts named "file"; send one document at a time')
      this.file = { name: fileName ?? 'document.pdf', mimeType, bytes: sink.bytes() }
      return
    }
    if (Object.hasOwn(this.fields, name)) throw malformed(`there are two parts named "${name}"`)
    this.fields[name] = sink.bytes().toString('utf8')
  }
}

function partFrom(header: string, expected: number): Part {
  const disposition = /^content-disposition\s*:\s*form-data\s*(;.*)$/im.exec(header)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === null || name === '' || name === '__proto__') throw malformed('a part has no name')
  const mimeType = /^content-type\s*:\s*([^\s;]+)/im.exec(header)?.[1]?.toLowerCase() ?? 'application/octet-stream'
  const sink = name === 'file'
    ? new Sink(expected, LARGEST_FILE, tooLarge)
    : new Sink(256, LARGEST_FIELD, () => malformed(`the part "${name}" is too long`))
  return { name, fileName: parameter(disposition, 'filename'), mimeType, sink }
}

/** Browsers and curl write `%22` for a quotation mark (WHATWG form encoding) or escape it with a backslash. */
function parameter(disposition: string, name: string): string | null {
  const value = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1]
  return value === undefined ? null : value.replace(/\\(.)/g, '$1').replaceAll('%22', '"')
}

/** One growing buffer, sized by what the client announced; past the limit it only counts. */
class Sink {
  private buffer: Buffer
  private size = 0

  constructor(expected: number, private readonly limit: number, private readonly refusal: (size: number) => Problem) {
    this.buffer = Buffer.allocUnsafe(Math.min(expected, limit))
  }

  write(chunk: Buffer): void {
    const end = this.size + chunk.length
    if (end > MOST_COUNTED) throw this.refusal(end)
    if (end <= this.limit) {
      if (end > this.buffer.length) this.grow(end)
      chunk.copy(this.buffer, this.size)
    } else {
      this.buffer = Buffer.alloc(0)
    }
    this.size = end
  }

  bytes(): Buffer {
    if (this.size > this.limit) throw this.refusal(this.size)
    return this.buffer.subarray(0, this.size)
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.min(this.limit, Math.max(needed, this.buffer.length * 2)))
    this.buffer.copy(larger, 0, 0, this.size)
    this.buffer = larger
  }
}

function tooLarge(size: number): Problem {
  // Rounded up: "50.0 MB" would not explain why one byte too many was refused.
  const received = (Math.ceil((size / MEGABYTE) * 10) / 10).toFixed(1)
  return new Problem('DOCUMENT_TOO_LARGE', `File exceeds the 50 MB limit. Received: ${received} MB.`)
}

function malformed(what: string): Problem {
  return new Problem('MALFORMED_REQUEST', `The multipart body cannot be read: ${what}.`)
}
