// Hands out the signed document of a completed request or all of them, or the evidence archive of one that has ended; each download is
// evidence too.

import { Problem } from '../../domain/problem'
import { requestFrom, statusOf } from '../../domain/request'
import { evidenceArchive } from './evidence-archive'
import { documentEntries, documentFiles } from './seal-evidence'
import { fileName, type File } from '../kernel/file'
import { streamedZip } from '../kernel/streamed-zip'
import type { Caller, OrganisationCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents, loadRequest, type Entry } from '../kernel/evidence'
import { lockRequest } from '../kernel/lock-request'
import { documentsOf, revisionBytes } from '../kernel/revisions'
import type { Sendable } from '../kernel/stored-bytes'
import { atOffset } from '../kernel/request-clock'
import { requestRow, type RequestRow } from '../requests/request-row'

type Wanted = { requestId: string; documentId: string | null; archive: boolean }

export async function downloadSignedDocument(
  context: Context,
  caller: OrganisationCaller,
  { requestId, documentId, archive }: Wanted,
): Promise<File> {
  const row = await requestRow(context, caller, requestId)
  if (archive) return archiveOf(context, caller, row)
  if (documentId === null && row.documents.length > 1) {
    const { state, documents } = await completed(context, row)
    return record(
      context,
      caller,
      row,
      zipOf(`${row.id}-signed.zip`, await streamedZip(await documentFiles(context, { documents }, state))),
    )
  }
  return signedFile(context, caller, row, documentId ?? row.documents[0]?.documentId ?? '')
}

export async function signedFile(context: Context, caller: Caller, row: RequestRow, documentId: string): Promise<File> {
  const { state, documents } = await completed(context, row)
  const entry = documentEntries({ documents }, state).find(({ id }) => id === documentId)
  if (!entry) throw new Problem('NOT_FOUND.document_in_request', { id: documentId })
  const file = {
    name: fileName(entry.name, entry.signed.extension),
    mimeType: entry.signed.mimeType,
    bytes: await revisionBytes(context, entry.revision),
  }
  return record(context, caller, row, { file, sha256: entry.revision.sha256 }, [documentId])
}

/** Of a completed request, and of one that was cancelled or refused or has expired. */
async function archiveOf(context: Context, caller: Caller, row: RequestRow): Promise<File> {
  const events = await loadEvents(context, context.db, row.id)
  const status = statusOf(requestFrom(events), atOffset(context, row).now())
  if (status === 'pending' || status === 'in_progress') throw new Problem('STATE_CONFLICT.not_ended', { status })
  const { file, sha256 } = zipOf(`${row.id}-evidence.zip`, await evidenceArchive(context, row, events))
  await context.db.$transaction((tx) => append(context, tx, row.id, [{ by: caller, fact: { type: 'evidence_downloaded', sha256 } }]))
  return file
}

async function completed(context: Context, row: RequestRow) {
  const state = await loadRequest(context, context.db, row.id)
  const status = statusOf(state, context.now())
  if (status === 'completed') return { state, documents: await documentsOf(context, context.db, row.id, state) }
  throw new Problem('STATE_CONFLICT.not_signed_by_all', { status })
}

function zipOf(name: string, { bytes, sha256 }: { bytes: Sendable; sha256: string }): { file: File; sha256: string } {
  return { file: { name, mimeType: 'application/zip', bytes }, sha256 }
}

async function record(
  context: Context,
  caller: Caller,
  row: RequestRow,
  { file, sha256 }: { file: File; sha256: string },
  documents: readonly string[] = row.documents.map(({ documentId }) => documentId),
): Promise<File> {
  const entries = documents.map((document): Entry => ({ by: caller, fact: { type: 'signed_document_downloaded', document, sha256 } }))
  await context.db.$transaction(async (tx) => {
    if (caller.kind === 'file_link' && (await linkedLately(context, tx, row, documents))) return
    await append(context, tx, row.id, entries)
  })
  return file
}

const HOUR_MS = 3_600_000

/** A file link needs no key, and pages may load it again and again: within an hour that is one download. */
async function linkedLately(context: Context, tx: Tx, row: RequestRow, documents: readonly string[]): Promise<boolean> {
  await lockRequest(tx, row.id)
  const since = atOffset(context, row).now().getTime() - HOUR_MS
  const events = await loadEvents(context, tx, row.id)
  const lately = events.flatMap(({ at, actor, caller, fact }) =>
    fact.type === 'signed_document_downloaded' && actor === 'requester' && !caller && Date.parse(at) > since ? [fact.document] : [],
  )
  return documents.every((document) => lately.includes(document))
}
