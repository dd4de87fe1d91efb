// The end of retention: deletes the bytes of documents that were uploaded 90 days ago, unless a request still needs them.

import type { Prisma } from '../../generated/prisma/client'
import type { Context, Tx } from '../context'
import { removeUnused } from './blob-use'

/** A request that names the document in its last minute may still be in the making. */
const GRACE_MS = 3_600_000
const AT_ONCE = 100

/**
 * Open requests need their documents, and completed ones keep theirs for as long as they are kept. What was cancelled or has expired needs
 * nothing: its revisions go with the document. `request`: only the documents of this one, at its time. Answers how many were purged.
 */
export async function purgeDocuments(context: Context, { request }: { request?: string } = {}): Promise<number> {
  const now = context.now()
  const before = new Date(now.getTime() - (request === undefined ? GRACE_MS : 0))
  const due = await context.db.document.findMany({
    where: { ...unneeded(before), ...(request === undefined ? {} : { uses: { ...NONE_KEEPS, some: { requestId: request } } }) },
    select: { id: true }, orderBy: { expiresAt: 'asc' }, take: AT_ONCE,
  })
  let purged = 0
  for (const { id } of due) {
    if (await context.db.$transaction((tx) => purge(context, tx, id, before))) purged++
  }
  if (purged > 0) context.log.info({ documents: purged }, 'documents past their retention were deleted')
  return purged
}

const NONE_KEEPS = {
  none: { request: { deletedAt: null, status: { in: ['pending', 'in_progress', 'completed'] } } },
} satisfies Prisma.RequestDocumentListRelationFilter

const unneeded = (before: Date) => ({ purgedAt: null, expiresAt: { lte: before }, uses: NONE_KEEPS }) satisfies Prisma.DocumentWhereInput

async function purge(context: Context, tx: Tx, id: string, before: Date): Promise<boolean> {
  const { count } = await tx.document.updateMany({ where: { id, ...unneeded(before) }, data: { purgedAt: context.now() } })
  if (count === 0) return false
  const { sha256 } = await tx.document.findUniqueOrThrow({ where: { id }, select: { sha256: true } })
  await removeUnused(context, tx, [sha256, ...(await takeParts(tx, { requestDocument: { documentId: id } }))])
  return true
}

/** Revisions stay as what the evidence tells of, without bytes; answers the names of those. */
export async function takeParts(tx: Tx, where: Prisma.RevisionWhereInput): Promise<string[]> {
  const revisions = await tx.revision.findMany({ where, select: { id: true, parts: true } })
  await tx.revision.updateMany({ where: { id: { in: revisions.map(({ id }) => id) } }, data: { parts: [] } })
  return revisions.flatMap(({ parts }) => parts)
}
