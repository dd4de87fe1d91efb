// A file that somebody sent in, while it is being looked at: read from where it was written aside, and gone afterwards unless it is kept.

import type { StagedBlob } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { Context } from '../kernel/context'
import { sourceOf } from '../kernel/stored-bytes'

/** What arrived over the network is on the disk already; what the product makes itself is at hand. */
export type UploadFile = { name: string; mimeType: string } & ({ staged: StagedBlob } | { bytes: Uint8Array })

/** The source is good until the work ends. */
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
