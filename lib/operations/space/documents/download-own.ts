// Hands a person the documents that they have signed, and the sealed audit trail of the request. Pictures of an identity check stay out of it:
// they are of others, too.

import type { HolderCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { requestFrom } from '../../../domain/request'
import { sealedPackOf } from '../../completion/evidence-archive'
import { signedFile } from '../../completion/download-signed-document'
import type { Context } from '../../kernel/context'
import { append, loadEvents } from '../../kernel/evidence'
import type { File } from '../../kernel/file'
import { atTimeOf } from '../../kernel/request-clock'
import { ownRequest } from './own-request'

export async function downloadOwnDocument(
  context: Context,
  caller: HolderCaller,
  wanted: { request: string; document: string },
): Promise<File> {
  const row = await ownRequest(context, caller, wanted.request)
  if (!row.documents.some(({ documentId }) => documentId === wanted.document)) throw new Problem('NOT_FOUND.in_space')
  return signedFile(await atTimeOf(context, context.db, { request: row.id }), caller, row, wanted.document)
}

/** Once everybody has signed and the evidence is sealed. */
export async function downloadOwnArchive(context: Context, caller: HolderCaller, { request }: { request: string }): Promise<File> {
  const row = await ownRequest(context, caller, request)
  const events = await loadEvents(context, context.db, row.id)
  const state = requestFrom(events)
  // What ended without a signature tells of others only.
  if (state.completedAt === undefined) throw new Problem('STATE_CONFLICT.not_signed_by_all', { status: row.status })
  const { bytes, sha256 } = await sealedPackOf(context, row, events)
  await context.db.$transaction((tx) => append(context, tx, row.id, [{ by: caller, fact: { type: 'evidence_downloaded', sha256 } }]))
  return { name: `${row.id}-evidence.zip`, mimeType: 'application/zip', bytes }
}
