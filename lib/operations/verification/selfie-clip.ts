// Keeps the film of a selfie as a clip that players open, sealed under the key of its check and shredded with it: whoever decides about the
// check, or doubts it later, sees the person move, and not only stills.

import { seal } from '../../crypto/envelope'
import type { StagedBlob } from '../../domain/ports'
import { motionJpeg } from '../../identity/motion-jpeg'
import type { Context, Tx } from '../kernel/context'
import { openSealed } from '../kernel/integrity'
import { filmOf, framesOf } from './frame-store'
import { jpegSize } from './jpeg-size'
import { keyOf, type Keyed, type VerificationPlan } from './verification-store'

/** Seals the clip of the selfie that was submitted last into a blob, which the caller keeps or discards. Null without frames. */
export async function stageClip(context: Context, check: Keyed, { challenges }: VerificationPlan): Promise<StagedBlob | null> {
  const rows = await framesOf(
    context.db,
    check,
    challenges.map(({ nonce }) => nonce),
  )
  const frames = await filmOf(context, check, rows).read()
  const size = frames[0] && jpegSize(frames[0].jpeg)
  if (!size) return null
  const stage = await context.blobs.stage()
  try {
    await stage.write(seal(keyOf(context, check), motionJpeg(frames, size), label(check)))
    return await stage.finish()
  } catch (error) {
    await stage.discard()
    throw error
  }
}

/** In place of the clip of a selfie before. */
export async function keepClip(context: Context, tx: Tx, { id: verificationId }: Keyed, staged: StagedBlob): Promise<void> {
  const which = { verificationId, side: 'selfie' } as const
  const before = await tx.documentPicture.findUnique({ where: { verificationId_side: which } })
  await tx.documentPicture.upsert({
    where: { verificationId_side: which },
    create: { ...which, blob: staged.sha256 },
    update: { blob: staged.sha256 },
  })
  await staged.keep()
  if (before) await context.blobs.delete(before.blob)
}

/** Motion JPEG in AVI; null when there is none, and once it is destroyed. */
export async function selfieClip(context: Context, check: Keyed): Promise<Uint8Array | null> {
  const kept = await context.db.documentPicture.findUnique({ where: { verificationId_side: { verificationId: check.id, side: 'selfie' } } })
  if (!kept || !check.key) return null
  return openSealed(context, keyOf(context, check), await context.blobs.get(kept.blob), label(check))
}

const label = ({ id }: Keyed): string => `clip of the selfie ${id}`
