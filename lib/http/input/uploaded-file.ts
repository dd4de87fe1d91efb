// A file that comes with a request: how large it may be, and where it waits until an operation keeps it.

import type { BlobStage, StagedBlob } from '../../domain/ports'
import { Problem } from '../../domain/problem'

/** Written aside and not kept yet: an operation that does not keep it discards it. */
export type UploadedFile = { name: string; mimeType: string; staged: StagedBlob }
/** What an operation that takes an upload is given beside its text fields. */
export const asFile = (file: UploadedFile): { file: UploadedFile } => ({ file })

export const MEGABYTE = 1024 * 1024
export const LARGEST_FILE = 50 * MEGABYTE
/** What is validated was 50 MB before it was signed, perhaps by twenty people. */
export const LARGEST_SIGNED_FILE = 60 * MEGABYTE
/** How much of a file that is too large is still counted (and thrown away), so that the refusal can say how large it was. */
export const MOST_COUNTED = 1024 * MEGABYTE

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

function tooLarge(size: number, largest: number): Problem {
  // Rounded up: "50.0 MB" would not explain why one byte too many was refused.
  const received = (Math.ceil((size / MEGABYTE) * 10) / 10).toFixed(1)
  return new Problem('DOCUMENT_TOO_LARGE.file', { largest: largest / MEGABYTE, received })
}
