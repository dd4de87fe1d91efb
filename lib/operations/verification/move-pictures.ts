// At a start: moves pictures of before, which lay in rows of the database, into blobs: camera frames, and documents laid flat.

import type { SideReading } from '../../identity/check'
import { Prisma } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { unlessChanged } from '../kernel/integrity'
import { keepPicture, stagePicture } from './picture-store'
import { checkRow, openResult, sealResult } from './verification-store'

const AT_ONCE = 20

/** Begins again where it was cut off; several processes may do it at once. */
export async function movePictures(context: Context): Promise<void> {
  const moved = { frames: await moveFrames(context), documents: await moveDocuments(context) }
  if (moved.frames + moved.documents > 0) context.log.info(moved, 'pictures were moved from rows of the database into blobs')
}

const COPIED = Prisma.raw(`"id", "verificationId", "stage", "nonce", "seq", "capturedAt", "receivedAt", "sha256"`)

/** They stay sealed as they are. */
async function moveFrames({ db, blobs }: Context): Promise<number> {
  for (let moved = 0; ;) {
    const rows = await db.frameInRow.findMany({ select: { id: true, image: true }, take: AT_ONCE })
    if (rows.length === 0) return moved
    for (const { id, image } of rows) {
      const blob = await blobs.put(image)
      // The other columns stay in the database: it takes moments and numbers that nobody else can write.
      await db.$transaction([
        db.$executeRaw`
          INSERT INTO "Frame" (${COPIED}, "blob", "offset", "size")
          SELECT ${COPIED}, ${blob}, 0, octet_length("image") FROM "FrameInRow" WHERE "id" = ${id} ON CONFLICT DO NOTHING`,
        db.frameInRow.deleteMany({ where: { id } }),
      ])
      moved++
    }
  }
}

/** A side as it was kept with its picture: JPEG in base64. */
type SideOfBefore = SideReading & { image?: string | null }

/** Every side that was kept has a picture, so checks that have none in a blob are those of before. */
async function moveDocuments(context: Context): Promise<number> {
  const ofBefore = await context.db.verification.findMany({
    where: { key: { not: null }, result: { not: null }, pictures: { none: {} } },
    select: { id: true },
  })
  // What was changed outside of the product is refused when somebody asks for it; it does not keep the product from starting.
  for (const { id } of ofBefore) await unlessChanged(() => moveDocument(context, id))
  return ofBefore.length
}

async function moveDocument(context: Context, id: string): Promise<void> {
  await context.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${id} FOR UPDATE`
    const row = await checkRow(context, tx, id)
    const result = openResult(context, row)
    if (!result || (await tx.documentPicture.count({ where: { verificationId: id } })) > 0) return
    const sides: SideReading[] = []
    for (const { image, ...side } of result.sides as readonly SideOfBefore[]) {
      sides.push(side)
      if (image) await keepPicture(tx, row, side.side, await stagePicture(context, row, side.side, Buffer.from(image, 'base64')))
    }
    await tx.verification.update({ where: { id }, data: { result: sealResult(context, row, { ...result, sides }) } })
  })
}
