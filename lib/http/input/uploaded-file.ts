// A file that is uploaded with a request: its limits, and its staging until an operation keeps it.

import type { BlobStage, StagedBlob } from '../../domain/ports'
import { Problem } from '../../domain/problem'

/** An upload that is staged on the disk and not kept as a blob yet. */
export type UploadedFile = { name: string; mimeType: string; staged: StagedBlob }
/** The input of an operation that takes an upload, beside its text fields. */
export const asFile = (file: UploadedFile): { file: UploadedFile } => ({ file })

export const MEGABYTE = 1024 * 1024
export const LARGEST_FILE = 50 * MEGABYTE
/** Larger for validation: a file of 50 MB grows when it is signed, perhaps by twenty people. */
export const LARGEST_SIGNED_FILE = 60 * MEGABYTE
/** Bytes of a too large file that are still counted (and dropped), so that the refusal can name its size. */
export const MOST_COUNTED = 1024 * MEGABYTE

/** Stages the file up to the limit; bytes beyond it are only counted. */
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
