// Revisions of a request's document: immutable, numbered from 0, each the concatenation of its parts, so a signature stores only its tail.

import { sha256Hex } from '../../crypto/algorithms'
import { newId } from '../../domain/ids'
import type { Revision, RevisionKind } from '../../generated/prisma/client'
import type { Context, Tx } from './context'

/** The newest revision; every request document has one from the moment it is created. */
export async function latestRevision(db: Tx, requestDocumentId: string): Promise<Revision> {
  return db.revision.findFirstOrThrow({ where: { requestDocumentId }, orderBy: { number: 'desc' } })
}

/** The bytes. Throws when a part is missing or the whole is not what it was: nobody is ever shown, or signs, something else. */
export async function readRevision(
  context: Pick<Context, 'blobs'>,
  revision: Pick<Revision, 'id' | 'parts' | 'sha256'>,
): Promise<Uint8Array> {
  const parts = await Promise.all(revision.parts.map((sha256) => context.blobs.get(sha256)))
  const first = parts[0]
  const bytes = parts.length === 1 && first ? first : Buffer.concat(parts)
  if (sha256Hex(bytes) !== revision.sha256) {
    throw new Error(`revision ${revision.id} does not have the bytes it was stored with`)
  }
  return bytes
}

/** `unique(document, number)` refuses the second of two writers who both made the successor of the same revision. */
export async function addRevision(
  tx: Tx,
  revision: {
    requestDocumentId: string
    number: number
    kind: RevisionKind
    sha256: string
    sizeBytes: number
    parts: readonly string[]
    /** Of the parts that are new: they are counted for the organisation by whoever adds the revision, at the end of the transaction. */
    ownBytes: number
    signerId?: string
    createdAt: Date
  },
): Promise<Revision> {
  return tx.revision.create({
    data: { ...revision, id: newId('rev'), parts: [...revision.parts], signerId: revision.signerId ?? null },
  })
}
