// The end of retention: deletes the bytes of documents that were uploaded 90 days ago, unless a request still needs them.

import type { Prisma } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { unlessChanged } from '../kernel/integrity'
import { takeDue, inRounds } from '../kernel/sweeping'
import { countStored, sumOf } from '../kernel/storage'
import { removeUnused } from './blob-use'

/** A request that names the document in its last minute may not be committed yet. */
export const GRACE_MS = 3_600_000
/** Documents that are still needed are looked at again after this time. */
const AGAIN_MS = 86_400_000

/**
 * Open requests need their documents, and completed ones keep theirs for as long as they are kept. Cancelled and expired requests need
 * none: their revisions are deleted with the document. A pass of the sweep; answers whether more may be left.
 */
export function purgeDocuments(context: Context): Promise<boolean> {
  const now = context.machineNow()
  const [before, again] = [new Date(now.getTime() - GRACE_MS), new Date(now.getTime() + AGAIN_MS)]
  return inRounds(
    context,
    () => takeDue(context, 'Document', now, again),
    async (id) => {
      // Most documents that are due are kept by a completed request: each of them costs this one query.
      if (await context.db.document.findFirst({ where: { id, ...unneeded(before) }, select: { id: true } }))
        await purge(context, id, before)
    },
  )
}

/** For the test clock: only the documents of this request, by the request's time, without the grace. */
export async function purgeDocumentsOf(context: Context, request: string): Promise<void> {
  const before = context.now()
  const due = await context.db.document.findMany({
    where: { ...unneeded(before), uses: { ...NONE_KEEPS, some: { requestId: request } } },
    select: { id: true },
  })
  for (const { id } of due) await purge(context, id, before)
}

const NONE_KEEPS = {
  none: { request: { deletedAt: null, status: { in: ['pending', 'in_progress', 'completed'] } } },
} satisfies Prisma.RequestDocumentListRelationFilter

const unneeded = (before: Date) => ({ purgedAt: null, expiresAt: { lte: before }, uses: NONE_KEEPS }) satisfies Prisma.DocumentWhereInput

/** One that was changed outside is logged and stays: it may name the bytes of another one, and must not keep the sweep from the others. */
async function purge(context: Context, id: string, before: Date): Promise<void> {
  const purged = await unlessChanged(() => context.db.$transaction((tx) => purgeIn(context, tx, id, before)))
  if (purged) context.log.info({ document: id }, 'a document past its retention was deleted')
}

/** Answers false for one that was needed or purged meanwhile. */
async function purgeIn(context: Context, tx: Tx, id: string, before: Date): Promise<boolean> {
  const { count } = await tx.document.updateMany({ where: { id, ...unneeded(before) }, data: { purgedAt: context.now() } })
  if (count === 0) return false
  const row = requireWhole(context, 'document', await tx.document.findUniqueOrThrow({ where: { id } }))
  const { sha256, sizeBytes, tenantId } = row
  const { parts, ownBytes } = await takeParts(tx, { requestDocument: { documentId: id } })
  await removeUnused(context, tx, [sha256, ...parts])
  await countStored(tx, tenantId, -(sizeBytes + ownBytes))
  return true
}

/** Empties the revisions: their rows stay, because the evidence names them. Answers the names of the blobs, and how much they have held. */
export async function takeParts(tx: Tx, where: Prisma.RevisionWhereInput): Promise<{ parts: string[]; ownBytes: number }> {
  const revisions = await tx.revision.findMany({ where, select: { id: true, parts: true, ownBytes: true } })
  await tx.revision.updateMany({ where: { id: { in: revisions.map(({ id }) => id) } }, data: { parts: [], ownBytes: 0 } })
  return { parts: revisions.flatMap(({ parts }) => parts), ownBytes: sumOf(revisions, (revision) => revision.ownBytes) }
}
