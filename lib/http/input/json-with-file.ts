// Reads a JSON body one of whose members is a file in base64: the file goes to disk as it arrives, the rest is small and stays in memory.

import type { BlobStage } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { Base64Reader } from './base64-reader'
import { pieces } from './body-pieces'
import { FileSink, LARGEST_FILE, type UploadedFile } from './multipart'

/** In `text` the digest of the file stands for its base64, so that equal requests have equal texts. */
export type JsonWithFile = { text: Buffer; file: UploadedFile | null }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const [OPEN_OBJECT, OPEN_ARRAY, CLOSE_OBJECT, CLOSE_ARRAY, COLON] = [0x7b, 0x5b, 0x7d, 0x5d, 0x3a]
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** `member` is a member of the outermost object. `largest` bounds everything but the file. Nothing of the file is left when this throws. */
export async function readJsonWithFile(
  request: Request,
  { member, stage, largest }: { member: string; stage: () => Promise<BlobStage>; largest: number },
): Promise<JsonWithFile> {
  const reader = new JsonReader(member, stage, largest)
  try {
    for await (const piece of pieces(request)) await reader.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    return reader.end()
  } catch (error) {
    await reader.discard()
    throw error
  }
}

/** Follows the structure only as far as it must to find the member: whether the rest is JSON at all is for the parser to say. */
class JsonReader {
  private readonly kept: Buffer[] = []
  private size = 0
  private depth = 0
  private inString = false
  private escaped = false
  /** The bytes of the string at hand, while it may be a name of the outermost object. */
  private name: number[] = []
  private afterName: string | null = null
  private file: { stage: BlobStage; sink: FileSink; base64: Base64Reader } | null = null
  private finished: UploadedFile | null = null

  constructor(
    private readonly member: string,
    private readonly stage: () => Promise<BlobStage>,
    private readonly largest: number,
  ) {}

  async write(piece: Buffer): Promise<void> {
    for (let at = 0; at < piece.length;) at = this.isInFile() ? await this.fileFrom(piece, at) : await this.textFrom(piece, at)
  }

  end(): JsonWithFile {
    return { text: Buffer.concat(this.kept), file: this.finished }
  }

  async discard(): Promise<void> {
    await this.file?.stage.discard()
    await this.finished?.staged.discard()
  }

  private isInFile(): boolean {
    return this.file !== null && this.finished === null
  }

  /** Keeps what is no file; answers where a file begins, or the end. */
  private async textFrom(piece: Buffer, from: number): Promise<number> {
    for (let at = from; at < piece.length; at++) {
      if (!this.opensFile(piece[at] ?? 0)) continue
      this.keep(piece.subarray(from, at + 1))
      if (this.file) throw new Problem('MALFORMED_REQUEST', `The body names ${this.member} twice. Send it once.`)
      const stage = await this.stage()
      const sink = new FileSink(stage, LARGEST_FILE)
      this.file = { stage, sink, base64: new Base64Reader(this.member, (bytes) => sink.write(bytes)) }
      return at + 1
    }
    this.keep(piece.subarray(from))
    return piece.length
  }

  /** One byte further; true when it opens the string that is the file. */
  private opensFile(byte: number): boolean {
    if (this.inString) {
      this.insideString(byte)
      return false
    }
    if (byte === QUOTE) {
      if (this.depth === 1 && this.afterName === this.member) return true
      this.inString = true
      this.name = []
    } else if (byte === COLON && this.depth === 1) {
      this.afterName = Buffer.from(this.name).toString('latin1')
      return false
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.depth -= 1
    if (!isSpace(byte)) this.afterName = null
    return false
  }

  private insideString(byte: number): void {
    if (this.depth === 1 && this.name.length <= this.member.length) this.name.push(byte)
    if (this.escaped) this.escaped = false
    else if (byte === BACKSLASH) this.escaped = true
    else if (byte === QUOTE) {
      this.inString = false
      if (this.name.at(-1) === QUOTE) this.name.pop()
    }
  }

  private async fileFrom(piece: Buffer, from: number): Promise<number> {
    if (!this.file) return from
    const { sink, base64 } = this.file
    const end = await base64.write(piece, from)
    if (end === null) return piece.length
    await base64.end()
    const staged = await sink.finish()
    this.finished = { name: 'document.pdf', mimeType: 'application/pdf', staged }
    this.afterName = null
    this.keep(Buffer.from(staged.size === 0 ? '"' : `${staged.sha256}"`))
    return end + 1
  }

  private keep(bytes: Buffer): void {
    this.size += bytes.length
    if (this.size > this.largest) {
      throw new Problem(
        'MALFORMED_REQUEST',
        `The JSON body is larger than 1 MB, not counting ${this.member}. Send less, or upload documents with POST /v1/documents.`,
      )
    }
    // A copy: what was received is a window on a much larger piece.
    if (bytes.length > 0) this.kept.push(Buffer.from(bytes))
  }
}
