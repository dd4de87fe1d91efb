// Hands out the signed document of a completed request, all of them, or the whole evidence archive; each download is evidence too.

import { createHash } from 'node:crypto'
import type { Actor } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { statusOf } from '../../domain/request'
import { evidenceArchive } from '../archive/evidence-archive'
import { documentEntries, documentFiles } from '../archive/seal-evidence'
import { fileName, storedZip } from '../archive/stored-zip'
import type { ApiCaller, Context } from '../context'
import { append, loadRequest, type Entry } from '../evidence'
import { readRevision } from '../revisions'
import { requestRow, type RequestRow } from './get-signature-request'

export type File = { name: string; mimeType: string; bytes: Uint8Array }
type Wanted = { requestId: string; documentId: string | null; archive: boolean }

export async function downloadSignedDocument(context: Context, caller: ApiCaller, { requestId, documentId, archive }: Wanted): Promise<File> {
  const row = await requestRow(context, caller, requestId)
  await requireCompleted(context, row)
  if (archive) return record(context, row, { name: `${row.id}-evidence.zip`, mimeType: 'application/zip', bytes: await evidenceArchive(context, row) })
  if (documentId === null && row.documents.length > 1) {
    return record(context, row, { name: `${row.id}-signed.zip`, mimeType: 'application/zip', bytes: storedZip(await documentFiles(context, row)) })
  }
  return signedFile(context, row, documentId ?? row.documents[0]?.documentId ?? '')
}

/** One signed PDF; `actor` says who came for it. */
export async function signedFile(context: Context, row: RequestRow, documentId: string, actor: Actor = 'requester'): Promise<File> {
  await requireCompleted(context, row)
  const entry = documentEntries(row).find(({ id }) => id === documentId)
  if (!entry) throw new Problem('NOT_FOUND', `There is no document ${documentId} in this request.`)
  const file = { name: fileName(entry.name, '.pdf'), mimeType: 'application/pdf', bytes: await readRevision(context, entry.revision) }
  return record(context, row, file, [documentId], actor)
}

async function requireCompleted(context: Context, row: RequestRow): Promise<void> {
  const status = statusOf(await loadRequest(context.db, row.id), context.now())
  if (status === 'completed') return
  throw new Problem('STATE_CONFLICT', `The signed document exists when everyone has signed; this request is ${status}.`)
}

async function record(
  context: Context, row: RequestRow, file: File, documents: readonly string[] = row.documents.map(({ documentId }) => documentId), actor: Actor = 'requester',
): Promise<File> {
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  const entries = documents.map((document): Entry => ({ actor, fact: { type: 'signed_document_downloaded', document, sha256 } }))
  await context.db.$transaction((tx) => append(context, tx, row.id, entries))
  return file
}
