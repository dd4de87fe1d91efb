// Works on an uploaded file before it is accepted: read from where it was staged, and deleted afterwards unless it is kept.

import type { StagedBlob } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { Context } from '../kernel/context'
import { sourceOf } from '../kernel/stored-bytes'

/** Uploads are staged on the disk; files that the product makes itself are in memory. */
export type UploadFile = { name: string; mimeType: string } & ({ staged: StagedBlob } | { bytes: Uint8Array })

/** The source is valid until the work ends. */
export async function staging<T>(context: Context, file: UploadFile, work: (staged: StagedBlob, source: Source) => Promise<T>): Promise<T> {
  const staged = 'staged' in file ? file.staged : await stagedFrom(context, file.bytes)
  try {
    const reader = await staged.open()
    try {
      return await work(staged, sourceOf(reader))
    } finally {
      reader.close()
    }
  } finally {
    await staged.discard()
  }
}

async function stagedFrom({ blobs }: Context, bytes: Uint8Array): Promise<StagedBlob> {
  const stage = await blobs.stage()
  try {
    await stage.write(bytes)
    return await stage.finish()
  } catch (error) {
    await stage.discard()
    throw error
  }
}
