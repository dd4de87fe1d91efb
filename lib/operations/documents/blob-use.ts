// Which blobs are still needed: equal content is stored once for all, so bytes are deleted with their last use.

import { Problem } from '../../domain/problem'
import type { Document } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'

/** Until the transaction ends nobody else takes one of these into use or removes it. */
export async function lockBlobs(tx: Tx, names: readonly string[]): Promise<void> {
  // Locked in one order, so that two transactions never wait for each other.
  for (const name of [...new Set(names)].sort()) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 7043))`
  }
}

/**
 * Deletes the blobs that nothing refers to any more. Remove the references first, in the same transaction: when it fails half-way they are
 * back, and the next try finds some bytes gone already, which does no harm.
 */
export async function removeUnused(context: Pick<Context, 'blobs'>, tx: Tx, names: readonly string[]): Promise<void> {
  await lockBlobs(tx, names)
  for (const name of new Set(names)) {
    if (!(await isUsed(tx, name))) await context.blobs.delete(name)
  }
}

async function isUsed(tx: Tx, name: string): Promise<boolean> {
  const document = await tx.document.findFirst({ where: { sha256: name, purgedAt: null }, select: { id: true } })
  if (document) return true
  const revision = await tx.revision.findFirst({ where: { parts: { has: name } }, select: { id: true } })
  if (revision) return true
  const evidence = await tx.signatureRequest.findFirst({
    where: { OR: [{ evidenceBlob: name }, { auditBlob: name }] },
    select: { id: true },
  })
  return evidence !== null
}

/** For operations that take documents into use: their bytes stay until the transaction ends. */
export async function requireKept(tx: Tx, documents: readonly Pick<Document, 'id' | 'sha256'>[]): Promise<void> {
  await lockBlobs(
    tx,
    documents.map(({ sha256 }) => sha256),
  )
  const gone = await tx.document.findFirst({
    where: { id: { in: documents.map(({ id }) => id) }, purgedAt: { not: null } },
    select: { id: true },
  })
  if (gone) throw new Problem('DOCUMENT_EXPIRED.deleted_now', { id: gone.id })
}
