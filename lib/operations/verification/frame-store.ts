// Keeps camera frames in blobs, those of one upload in one blob, each sealed under the key of its check: rows stay small, and deleting the
// key shreds what a backup still holds. Each is sealed with its times, by which the film is judged. Nothing here keeps
// the serving thread for longer than one frame takes.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { sha256Hex } from '../../crypto/algorithms'
import { EnvelopeRefused, open, seal } from '../../crypto/envelope'
import type { BlobReader, StagedBlob } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import type { Frame, Prisma } from '../../generated/prisma/client'
import { chainFrames, chainStart, type CameraFrame, type Film } from '../../identity/frame'
import type { Context, Tx } from '../kernel/context'
import { openSealed } from '../kernel/integrity'
import { keyOf, type Keyed } from './verification-store'

type NewFrame = Pick<Frame, 'seq' | 'capturedAt' | 'sha256'> & { jpeg: Uint8Array }
/** `places`: where in the blob each frame lies, by its number. */
export type StagedFrames = { staged: StagedBlob; places: ReadonlyMap<number, { offset: number; size: number }> }

/** Seals frames of a step into a blob, which the caller keeps or discards. */
export async function stageFrames(
  context: Context,
  check: Keyed,
  { nonce, receivedAt, frames }: { nonce: string; receivedAt: Date; frames: readonly NewFrame[] },
): Promise<StagedFrames> {
  const key = keyOf(context, check)
  const places = new Map<number, { offset: number; size: number }>()
  const stage = await context.blobs.stage()
  try {
    let offset = 0
    for (const { jpeg, ...frame } of frames) {
      await yieldToEventLoop()
      const sealed = seal(key, jpeg, label(check, { ...frame, nonce, receivedAt }))
      await stage.write(sealed)
      places.set(frame.seq, { offset, size: sealed.length })
      offset += sealed.length
    }
    return { places, staged: await stage.finish() }
  } catch (error) {
    await stage.discard()
    throw error
  }
}

/** The rows of these steps, step by step and in their order. */
export async function framesOf(db: Tx, { id }: Keyed, nonces: readonly string[]): Promise<readonly Frame[]> {
  const rows = await db.frame.findMany({ where: { verificationId: id, nonce: { in: [...nonces] } }, orderBy: { seq: 'asc' } })
  return nonces.flatMap((nonce) => rows.filter((row) => row.nonce === nonce))
}

/** Whether exactly these are the frames of the steps, also now. Lock the check before. */
export async function areStillAll(tx: Tx, check: Keyed, nonces: readonly string[], rows: readonly Frame[]): Promise<boolean> {
  const now = await framesOf(tx, check, nonces)
  return now.length === rows.length && now.every(({ id }, at) => id === rows[at]?.id)
}

/** The film of one step, whose pictures are read when somebody asks for them. */
export function filmOf(context: Context, check: Keyed, rows: readonly Frame[]): Film {
  return {
    digest: sha256Hex(rows.map(({ sha256 }) => sha256).join(' ')),
    async read() {
      const frames: CameraFrame[] = []
      for await (const frame of reading(context, check, rows)) frames.push(frame)
      return frames
    },
  }
}

/** The hash chain over these frames, which the evidence keeps. `nonce`: of their first step. */
export async function chainOf(context: Context, check: Keyed, nonce: string, rows: readonly Frame[]): Promise<string> {
  let link = chainStart(nonce)
  for await (const frame of reading(context, check, rows)) link = chainFrames(link, [frame])
  return link
}

/** Deletes all pictures of checks, those of the document included; else like `forgetFrames`. */
export async function forgetPictures(context: Pick<Context, 'blobs'>, tx: Tx, verification: Prisma.VerificationWhereInput): Promise<void> {
  await forgetFrames(context, tx, { verification })
  const rows = await tx.documentPicture.findMany({ where: { verification } })
  await tx.documentPicture.deleteMany({ where: { verification } })
  for (const { blob } of rows) await context.blobs.delete(blob)
}

/**
 * Deletes frames, rows and bytes, in the transaction. When it fails at its end the rows are back without their bytes: whoever deletes again
 * finds some gone, which does no harm.
 */
export async function forgetFrames({ blobs }: Pick<Context, 'blobs'>, tx: Tx, where: Prisma.FrameWhereInput): Promise<void> {
  const rows = await tx.frame.findMany({ where, select: { blob: true }, distinct: ['blob'] })
  await tx.frame.deleteMany({ where })
  // No other row names these: each blob holds frames of one step, and no content is sealed to the same bytes twice.
  for (const { blob } of rows) await blobs.delete(blob)
}

/** After a failure: deletes a blob, unless the row that names it was committed all the same. */
export async function removeUnlessNamed({ blobs, db }: Context, { id: verificationId }: Keyed, blob: string): Promise<void> {
  const where = { verificationId, blob }
  if ((await db.frame.count({ where })) + (await db.documentPicture.count({ where })) === 0) await blobs.delete(blob)
}

async function* reading(context: Context, check: Keyed, rows: readonly Frame[]): AsyncGenerator<CameraFrame, void, undefined> {
  const key = keyOf(context, check)
  let current = null as { blob: string; reader: BlobReader } | null
  try {
    for (const row of rows) {
      await yieldToEventLoop()
      if (current?.blob !== row.blob) {
        current?.reader.close()
        current = null
        current = { blob: row.blob, reader: await openBlob(context, row) }
      }
      yield {
        jpeg: openFrame(context, key, check, row, current.reader.read(row.offset, row.size)),
        seq: row.seq,
        capturedAt: row.capturedAt,
        receivedAt: row.receivedAt.getTime(),
        nonce: row.nonce,
      }
    }
  } finally {
    current?.reader.close()
  }
}

async function openBlob({ blobs, db }: Context, { id, blob }: Frame): Promise<BlobReader> {
  try {
    return await blobs.open(blob)
  } catch (error) {
    // The camera was opened again, or the check was given up, while its pictures waited to be read.
    if ((await db.frame.count({ where: { id } })) === 0) throw new Problem('STATE_CONFLICT.other_pictures')
    throw error
  }
}

/** Frames of before were sealed by their places alone; none is any more. */
function openFrame(context: Context, key: Uint8Array, check: Keyed, row: Frame, sealed: Uint8Array): Buffer {
  try {
    const jpeg = open(key, sealed, label(check, row))
    context.integrity.whole('seal', placeOf(check, row))
    return jpeg
  } catch (error) {
    if (!(error instanceof EnvelopeRefused)) throw error
    return openSealed(context, key, sealed, placeOf(check, row))
  }
}

const placeOf = ({ id }: Keyed, { nonce, seq }: Pick<Frame, 'nonce' | 'seq'>): string => `frame ${id} ${nonce} ${seq}`

type Labelled = Pick<Frame, 'nonce' | 'seq' | 'capturedAt' | 'receivedAt' | 'sha256'>
const label = (check: Keyed, { capturedAt, receivedAt, sha256, ...place }: Labelled): string =>
  `${placeOf(check, place)} ${capturedAt} ${receivedAt.getTime()} ${sha256}`
