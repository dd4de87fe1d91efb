// Hands the signer their documents: unsigned to read or keep until they are accepted, signed when the signer is done.

import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { streamedZip, type StreamedEntry } from '../../kernel/streamed-zip'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { append } from '../../kernel/evidence'
import { lockedStanding } from '../../journey/act-at'
import { standing, type Journey } from '../../journey/standing'
import { requireWithinLimit } from '../../kernel/limits'
import { revisionBytes } from '../../kernel/revisions'
import type { Sendable } from '../../kernel/stored-bytes'
import { fileToRead, type FileToRead } from './file-to-read'
import { documentsToSign, type DocumentToSign } from '../../journey/revision-to-sign'

export type DownloadedFile = { name: string; mimeType: string; bytes: Sendable }

/** An archive reads every document three times, up to 50 MB each: so downloads are limited. */
const ARCHIVES = { name: 'download-all', count: 10, windowMs: 60_000 }

/** `keep`: the signer saves the file rather than viewing it; recorded while the file is unsigned. */
export async function downloadDocument(
  context: Context,
  caller: SignerCaller,
  input: { document: string; keep: boolean },
): Promise<DownloadedFile> {
  const journey = await standing(context, context.db, caller.signerId)
  const document = (await documentsToSign(context, context.db, journey)).find(({ id }) => id === input.document)
  if (!document) throw new Problem('NOT_FOUND.document_of_signer')
  requireAllowed(caller, journey, input.keep)
  if (input.keep) await recordUnsigned(context, caller, journey, [document])
  const file = fileOf(document, journey)
  const { name, mimeType } = file
  return { name, mimeType: input.keep ? mimeType : shownAs(mimeType), bytes: await revisionBytes(context, file) }
}

export async function downloadAllDocuments(context: Context, caller: SignerCaller): Promise<DownloadedFile> {
  await requireWithinLimit(context, caller.sessionId, ARCHIVES)
  const journey = await standing(context, context.db, caller.signerId)
  requireAllowed(caller, journey, true)
  const documents = await documentsToSign(context, context.db, journey)
  await recordUnsigned(context, caller, journey, documents)
  const files: StreamedEntry[] = []
  for (const [index, document] of documents.entries()) {
    const file = fileOf(document, journey)
    files.push({ name: `${String(index + 1).padStart(2, '0')} ${file.name}`, bytes: await revisionBytes(context, file) })
  }
  return { name: 'documents.zip', mimeType: 'application/zip', bytes: (await streamedZip(files)).bytes }
}

/** Which downloads a signer may make at this place. */
export function mayDownload({ place, signer }: Pick<Journey, 'place' | 'signer'>, keep: boolean): boolean {
  if (place.at === 'closed') return place.because === 'signed'
  if (place.at === 'waiting' && place.for === 'seal') return false
  // A signer who has accepted may still look at the documents, but not save them unsigned.
  if (signer.approved !== undefined) return !keep
  // From the first page on: nobody should agree to anything before they could read what for. Before their turn nobody sees a document.
  return !(place.at === 'waiting' && place.for === 'turn')
}

function requireAllowed(caller: SignerCaller, journey: Journey, keep: boolean): void {
  if (journey.place.at !== 'closed') requirePermission(caller, 'journey:write')
  if (mayDownload(journey, keep)) return
  throw new Problem(journey.signer.approved ? 'STATE_CONFLICT.accepted' : 'STATE_CONFLICT.no_download_yet')
}

async function recordUnsigned(
  context: Context,
  caller: SignerCaller,
  journey: Journey,
  documents: readonly DocumentToSign[],
): Promise<void> {
  if (journey.place.at === 'closed') return
  await context.db.$transaction(async (tx) => {
    const { request, row, place, signer } = await lockedStanding(context, tx, journey.row.id)
    const downloaded = { type: 'unsigned_documents_downloaded', signer: row.id, documents: documents.map(({ id }) => id) } as const
    const reviewing = place.at === 'step' && place.step === 'review'
    // A file without pages is read in the signer's own program, so its download counts as reading it.
    const viewed = documents
      .filter(({ id, pages }) => reviewing && pages === 0 && !signer.viewed.includes(id))
      .map(
        ({ id, revision }) => ({ type: 'document_viewed', signer: row.id, document: id, sha256: revision.sha256, as: 'download' }) as const,
      )
    await append(
      context,
      tx,
      request.id,
      [downloaded, ...viewed].map((fact) => ({ by: caller, fact })),
    )
  })
}

function fileOf(document: DocumentToSign, { place }: Journey): FileToRead {
  return fileToRead(document, place.at === 'closed')
}

/** The type under which the page may show the file: as XML, a stranger's file could run scripts beside ours. */
function shownAs(mimeType: string): string {
  if (mimeType === 'application/pdf') return mimeType
  return mimeType === 'application/xml' ? 'text/plain' : 'application/octet-stream'
}
