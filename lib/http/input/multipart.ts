// Reads one multipart/form-data body as it arrives (RFC 7578): small text fields, and one file that goes to disk piece by piece.

import type { BlobStage, StagedBlob } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { pieces } from './body-pieces'

/** Written aside and not kept yet: whoever does not keep it discards it. */
export type UploadedFile = { name: string; mimeType: string; staged: StagedBlob }
/** What an operation that takes an upload is given beside its text fields. */
export const asFile = (file: UploadedFile): { file: UploadedFile } => ({ file })

export type Form = { fields: Record<string, string>; file: UploadedFile | null }

const MEGABYTE = 1024 * 1024
export const LARGEST_FILE = 50 * MEGABYTE
/** What is validated was 50 MB before it was signed, perhaps by twenty people. */
export const LARGEST_SIGNED_FILE = 60 * MEGABYTE
const LARGEST_FIELD = 64 * 1024
const LARGEST_HEADER = 16 * 1024
const MOST_PARTS = 20
/** How much of a file that is too large is still counted (and thrown away), so that the refusal can say how large it was. */
const MOST_COUNTED = 1024 * MEGABYTE

/** `stage` opens the place for the file, of at most `largest` bytes. Nothing of it is left when this throws. */
export async function readForm(request: Request, stage: () => Promise<BlobStage>, largest = LARGEST_FILE): Promise<Form> {
  const form = new FormReader(boundaryOf(request.headers.get('content-type')), stage, largest)
  try {
    if (!request.body) throw malformed('the body is empty')
    let size = 0
    for await (const piece of pieces(request)) {
      size += piece.length
      // Before the first part and after the last one nothing is kept, and such a body might never end.
      if (size > MOST_COUNTED + MEGABYTE) throw malformed('it does not end')
      await form.write(piece)
    }
    return form.end()
  } catch (error) {
    await form.discard()
    throw error
  }
}

function boundaryOf(contentType: string | null): Buffer {
  if (/^multipart\/form-data\s*(?:;(?!.*boundary=).*)?$/i.test(contentType ?? '')) {
    throw malformed('its Content-Type names no boundary; let your HTTP library write that header')
  }
  const match = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType ?? '')
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data, in a part named "file".')
  return Buffer.from(`\r\n--${boundary}`, 'latin1')
}

type Part = { name: string; fileName: string | null; mimeType: string; sink: FieldSink | FileSink }

class FormReader {
  // The first boundary stands at the very beginning: with a line break put before, all boundaries are alike.
  private held: Buffer = Buffer.from('\r\n')
  private part: Part | 'preamble' | 'closed' = 'preamble'
  private inHeader = false
  private parts = 0
  private readonly fields = new Map<string, string>()
  private file: UploadedFile | null = null
  private readonly stages: BlobStage[] = []

  constructor(
    private readonly boundary: Buffer,
    private readonly stage: () => Promise<BlobStage>,
    private readonly largest: number,
  ) {}

  async write(chunk: Uint8Array): Promise<void> {
    this.held = this.held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([this.held, chunk])
    while (this.part !== 'closed' && (await this.step())) continue
    // Whatever follows the closing boundary says nothing (RFC 2046 5.1.1).
    if (this.part === 'closed') this.held = Buffer.alloc(0)
  }

  end(): Form {
    if (this.part === 'preamble') throw malformed('the boundary that Content-Type names does not occur in it')
    if (this.part !== 'closed') throw malformed('the body ends in the middle of a part')
    return { fields: Object.fromEntries(this.fields), file: this.file }
  }

  async discard(): Promise<void> {
    for (const stage of this.stages) await stage.discard()
  }

  /** Works off what can be decided with the bytes at hand; false when more are needed. */
  private step(): Promise<boolean> {
    return this.inHeader ? this.header() : this.content()
  }

  private async content(): Promise<boolean> {
    const at = this.held.indexOf(this.boundary)
    if (at < 0) {
      const safe = this.held.length - this.boundary.length
      if (safe > 0) {
        if (this.part !== 'preamble' && this.part !== 'closed') await this.part.sink.write(this.held.subarray(0, safe))
        this.held = this.held.subarray(safe)
      }
      return false
    }
    const after = at + this.boundary.length
    if (this.held.length < after + 2) return false
    if (this.part !== 'preamble' && this.part !== 'closed') {
      await this.part.sink.write(this.held.subarray(0, at))
      await this.finish(this.part)
    }
    const next = this.held.toString('latin1', after, after + 2)
    this.held = this.held.subarray(after + 2)
    if (next === '--') this.part = 'closed'
    else if (next === '\r\n') this.inHeader = true
    else throw malformed('a boundary is followed by something else than a line break')
    return true
  }

  private async header(): Promise<boolean> {
    const end = this.held.indexOf('\r\n\r\n')
    if (end > LARGEST_HEADER || (end < 0 && this.held.length > LARGEST_HEADER)) throw malformed('the header of a part is too long')
    if (end < 0) return false
    if (++this.parts > MOST_PARTS) throw malformed('there are too many parts')
    this.part = await this.partFrom(this.held.toString('utf8', 0, end))
    this.held = this.held.subarray(end + 4)
    this.inHeader = false
    return true
  }

  private async partFrom(header: string): Promise<Part> {
    const about = describe(header)
    if (about.name !== 'file') return { ...about, sink: new FieldSink(about.name) }
    if (this.stages.length > 0) throw malformed('there are two parts named "file"; send one document at a time')
    const stage = await this.stage()
    this.stages.push(stage)
    return { ...about, sink: new FileSink(stage, this.largest) }
  }

  private async finish({ name, fileName, mimeType, sink }: Part): Promise<void> {
    if (sink instanceof FileSink) {
      this.file = { name: fileName ?? 'document.pdf', mimeType, staged: await sink.finish() }
      return
    }
    if (this.fields.has(name)) throw malformed(`there are two parts named "${name}"`)
    this.fields.set(name, textOf(name, sink.bytes()))
  }
}

function describe(header: string): Omit<Part, 'sink'> {
  const disposition = /^content-disposition\s*:\s*form-data\s*(;.*)$/im.exec(header)?.[1] ?? ''
  const parameters = parametersOf(disposition)
  const name = parameters.get('name') ?? ''
  const fileName = parameters.get('filename*') ?? parameters.get('filename') ?? null
  if (name === '') throw malformed('a part has no name')
  if (name !== 'file' && fileName !== null) throw malformed(`the file was sent in a part named "${name}"; name that part "file"`)
  const mimeType = /^content-type\s*:\s*([^\s;]+)/im.exec(header)?.[1]?.toLowerCase() ?? 'application/octet-stream'
  return { name, fileName, mimeType }
}

function textOf(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed(`the part "${name}" is not UTF-8`)
  }
}

/**
 * `; name="file"` as browsers and curl write it, with `%22` (WHATWG form encoding) or a backslash before a quotation mark, and `; name=file`,
 * `; filename*=utf-8''…` (RFC 2183, RFC 5987) as .NET does.
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

/** RFC 5987, of which only UTF-8 is in use. Null for anything else: the plain parameter beside it counts then. */
function extended(value: string): string | null {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value)?.[1]
  if (encoded === undefined) return null
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** A text field: small, so it waits in memory. */
class FieldSink {
  private readonly chunks: Buffer[] = []
  private size = 0

  constructor(private readonly name: string) {}

  write(chunk: Buffer): void {
    this.size += chunk.length
    if (this.size > LARGEST_FIELD) throw malformed(`the part "${this.name}" is too long`)
    // A copy: what was received is a window on a much larger piece.
    this.chunks.push(Buffer.from(chunk))
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks)
  }
}

/** The file: aside on disk up to the limit, only counted beyond it. */
export class FileSink {
  private size = 0
  private refused = false

  constructor(
    private readonly stage: BlobStage,
    private readonly largest: number,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    this.size += chunk.length
    if (this.size > MOST_COUNTED) throw tooLarge(this.size, this.largest)
    if (this.size <= this.largest) await this.stage.write(chunk)
    else if (!this.refused) await this.stage.discard()
    this.refused = this.size > this.largest
  }

  async finish(): Promise<StagedBlob> {
    if (this.size > this.largest) throw tooLarge(this.size, this.largest)
    return this.stage.finish()
  }
}

function tooLarge(size: number, largest = LARGEST_FILE): Problem {
  // Rounded up: "50.0 MB" would not explain why one byte too many was refused.
  const received = (Math.ceil((size / MEGABYTE) * 10) / 10).toFixed(1)
  return new Problem('DOCUMENT_TOO_LARGE', `File exceeds the ${largest / MEGABYTE} MB limit. Received: ${received} MB.`)
}

function malformed(what: string): Problem {
  return new Problem('MALFORMED_REQUEST', `The multipart body cannot be read: ${what}.`)
}
