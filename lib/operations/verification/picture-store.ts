// Keeps the picture of each side of a document, laid flat, and the portrait of its chip, as a blob that is sealed under the key of its check:
// what is read of a document stays small, and is read more often than its picture is looked at.

import { seal } from '../../crypto/envelope'
import type { StagedBlob } from '../../domain/ports'
import { DOCUMENT_PICTURES, type DocumentPicture } from '../../domain/capture'
import type { Context, Tx } from '../kernel/context'
import { openSealed } from '../kernel/integrity'
import { keyOf, type Keyed } from './verification-store'

/** Seals the JPEG into a blob, which the caller keeps or discards. */
export async function stagePicture(context: Context, check: Keyed, side: DocumentPicture, jpeg: Uint8Array): Promise<StagedBlob> {
  const stage = await context.blobs.stage()
  try {
    await stage.write(seal(keyOf(context, check), jpeg, label(check, side)))
    return await stage.finish()
  } catch (error) {
    await stage.discard()
    throw error
  }
}

export async function keepPicture(tx: Tx, { id }: Keyed, side: DocumentPicture, staged: StagedBlob): Promise<void> {
  await tx.documentPicture.create({ data: { verificationId: id, side, blob: staged.sha256 } })
  await staged.keep()
}

/** The pictures of a check as JPEG, side by side; none once they are destroyed. */
export async function picturesOf(context: Context, check: Keyed): Promise<readonly { side: DocumentPicture; jpeg: Uint8Array }[]> {
  if (!check.key) return []
  const kept = await context.db.documentPicture.findMany({ where: { verificationId: check.id } })
  const pictures: { side: DocumentPicture; jpeg: Uint8Array }[] = []
  for (const side of DOCUMENT_PICTURES) {
    const row = kept.find((one) => one.side === side)
    if (row)
      pictures.push({ side, jpeg: openSealed(context, keyOf(context, check), await context.blobs.get(row.blob), label(check, side)) })
  }
  return pictures
}

const label = ({ id }: Keyed, side: DocumentPicture): string => `picture ${id} ${side}`
