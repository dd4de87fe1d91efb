// Revisions of a request's document: immutable, numbered from 0, each the concatenation of its parts, so a signature stores only its tail.
// The evidence names the digest of each. What a row says is believed only where it agrees, and no byte leaves before the digest was made.

import { createHash } from 'node:crypto'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { newId } from '../../domain/ids'
import type { RequestState } from '../../domain/request'
import type { Revision, RevisionKind } from '../../generated/prisma/client'
import { requireWhole, type Stored } from './bound-rows'
import type { Context, Tx } from './context'
import { integrityFault } from './integrity'
import { piecesOf, type Pieces } from './stored-bytes'

type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>
type StoredRevision = Pick<Revision, 'number' | 'kind' | 'sha256' | 'signerId'>
type Part<R extends StoredRevision> = {
  document: Stored<'document'> & { id: string; sha256: string }
  fields: readonly Stored<'field'>[]
  revisions: readonly R[]
}

/**
 * The documents of a request as its evidence knows them. `parts`: all rows, in order. Throws INTEGRITY_FAULT where one is another, was
 * changed or is missing. Newer rows than the evidence are left out: they may have been added since it was read.
 */
export function ownDocuments<R extends StoredRevision, P extends Part<R>>(
  context: Needs,
  request: string,
  { documents }: Pick<RequestState, 'documents'>,
  parts: readonly (P & Part<R>)[],
): (P & { revisions: R[] })[] {
  const fault = (what: string) => integrityFault(context, 'documents', { place: request, what })
  if (parts.length !== documents.length) throw fault('its documents')
  const owned = documents.map(({ id, sha256, fields, revisions }, index) => {
    const part = parts[index]
    if (!part || part.document.id !== id || part.document.sha256 !== sha256) throw fault(`document ${id}`)
    requireWhole(context, 'document', part.document)
    if (part.fields.length < fields) throw fault(`the fields of document ${id}`)
    for (const field of part.fields) requireWhole(context, 'field', field)
    const own = revisions.map((told, number) => {
      const row = part.revisions.find((one) => one.number === number)
      if (row?.sha256 !== told.sha256 || row.kind !== told.kind || row.signerId !== told.signer)
        throw fault(`revision ${number} of document ${id}`)
      return row
    })
    return { ...part, revisions: own }
  })
  context.integrity.whole('documents', request)
  return owned
}

/** The rows of a part that `ownDocuments` compares. */
export const withRevisions = { document: true, fields: true, revisions: { orderBy: { number: 'asc' } } } as const

/** Reads them. `state`: read before, so that every revision that it names is there. */
export async function documentsOf(context: Context, db: Tx, requestId: string, state: RequestState) {
  const parts = await db.requestDocument.findMany({ where: { requestId }, include: withRevisions, orderBy: { position: 'asc' } })
  return ownDocuments(context, requestId, state, parts)
}

type StoredBytes = Pick<Revision, 'id' | 'sha256' | 'sizeBytes' | 'parts'>

/** Its bytes, to be sent or worked on. Throws INTEGRITY_FAULT when they are not those that it was stored with. */
export async function revisionBytes(context: Needs & Pick<Context, 'blobs'>, revision: StoredBytes): Promise<Pieces> {
  const { id, sha256, sizeBytes, parts } = revision
  const pieces = await piecesOf(context, parts)
  if (pieces.length === sizeBytes && (await isDigestOf(sha256, parts, pieces))) {
    context.integrity.whole('bytes', id)
    return pieces
  }
  throw integrityFault(context, 'bytes', { place: id, what: 'the bytes of the revision' })
}

export async function readRevision(context: Needs & Pick<Context, 'blobs'>, revision: StoredBytes): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  for await (const piece of await revisionBytes(context, revision)) read.push(piece)
  return Buffer.concat(read)
}

/** Digests that were made of these parts. A blob is authenticated under its name, so it never has other bytes. */
const made = new Set<string>()
const REMEMBERED = 1000
const SLICE = 4 * 1024 * 1024

async function isDigestOf(sha256: string, parts: readonly string[], pieces: Pieces): Promise<boolean> {
  if (parts.length === 1 && parts[0] === sha256) return true
  const key = [sha256, ...parts].join()
  if (made.has(key)) return true
  const hash = createHash('sha256')
  let since = 0
  for await (const piece of pieces) {
    hash.update(piece)
    since += piece.length
    // 50 MB at once would hold up everybody else.
    if (since < SLICE) continue
    since = 0
    await yieldToEventLoop()
  }
  if (hash.digest('hex') !== sha256) return false
  for (const oldest of made) if (made.size >= REMEMBERED) made.delete(oldest)
  made.add(key)
  return true
}

/** Of revisions as `ownDocuments` answers them: there is one from the moment a document is part of a request. */
export function newest<R>(revisions: readonly R[]): R {
  const last = revisions.at(-1)
  if (!last) throw new Error('a document of a request without a revision')
  return last
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
