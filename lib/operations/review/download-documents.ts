// Hands the signer their documents: unsigned to read or keep until they are accepted, signed when the signer is done.

import { zipSync } from 'fflate'
import { Problem } from '../../domain/problem'
import type { Revision } from '../../generated/prisma/client'
import type { Context, SignerCaller } from '../context'
import { append } from '../evidence'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { requireWithinLimit } from '../limits'
import { readRevision } from '../revisions'
import { documentsToSign, type DocumentToSign } from './revision-to-sign'

export type DownloadedFile = { name: string; mimeType: 'application/pdf' | 'application/zip'; bytes: Uint8Array }

/** An archive is built in memory, from documents of up to 50 MB each. */
const ARCHIVES = { name: 'download-all', count: 10, windowMs: 60_000 }

/** `keep`: the file is saved by the signer, not only shown in the viewer; recorded while it is unsigned. */
export async function downloadDocument(context: Context, caller: SignerCaller, input: { document: string; keep: boolean }): Promise<DownloadedFile> {
  const journey = await standing(context, context.db, caller.signerId)
  const document = (await documentsToSign(context.db, journey)).find(({ id }) => id === input.document)
  if (!document) throw new Problem('NOT_FOUND', 'This document does not belong to the request.')
  requireAllowed(journey, input.keep)
  if (input.keep) await recordUnsigned(context, journey, [document.id])
  return { name: fileName(document, journey), mimeType: 'application/pdf', bytes: await readRevision(context, document.revision) }
}

export async function downloadAllDocuments(context: Context, caller: SignerCaller): Promise<DownloadedFile> {
  await requireWithinLimit(context, caller.signerId, ARCHIVES)
  const journey = await standing(context, context.db, caller.signerId)
  requireAllowed(journey, true)
  const documents = await documentsToSign(context.db, journey)
  await recordUnsigned(context, journey, documents.map(({ id }) => id))
  const files: Record<string, Uint8Array> = {}
  for (const [index, document] of documents.entries()) {
    files[`${String(index + 1).padStart(2, '0')} ${fileName(document, journey)}`] = await readRevision(context, document.revision)
  }
  // PDF is compressed inside; packing again costs time and saves nothing.
  return { name: 'documents.zip', mimeType: 'application/zip', bytes: zipSync(files, { level: 0 }) }
}

/** What a signer may fetch at this place (specs 001, "Manage signature process"). */
export function mayDownload({ place, signer }: Pick<Journey, 'place' | 'signer'>, keep: boolean): boolean {
  if (place.at === 'closed') return place.because === 'signed'
  if (place.at === 'waiting' && place.for === 'seal') return false
  // Whoever has accepted may still look at what they are about to sign, but not take it away.
  if (signer.approved !== undefined) return !keep
  // Nobody sees a document before the terms and their turn.
  return signer.terms && !(place.at === 'waiting' && place.for === 'turn')
}

function requireAllowed(journey: Journey, keep: boolean): void {
  if (mayDownload(journey, keep)) return
  const why = journey.signer.approved
    ? 'You have accepted the documents, so their unsigned version can no longer be downloaded. Start again if you need it.'
    : 'The documents can be downloaded once you have accepted the terms and it is your turn.'
  throw new Problem('STATE_CONFLICT', why)
}

async function recordUnsigned(context: Context, journey: Journey, documents: readonly string[]): Promise<void> {
  if (journey.place.at === 'closed') return
  await context.db.$transaction(async (tx) => {
    const { request, row } = await lockedStanding(context, tx, journey.row.id)
    await append(context, tx, request.id, [{ actor: 'signer', fact: { type: 'unsigned_documents_downloaded', signer: row.id, documents } }])
  })
}

function fileName({ title, revision }: { title: string; revision: Pick<Revision, 'kind'> } & Pick<DocumentToSign, 'id'>, { place }: Journey): string {
  const stem = title.replace(/\.pdf$/i, '').replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'document'
  return place.at === 'closed' && revision.kind === 'signed' ? `${stem} (signed).pdf` : `${stem}.pdf`
}
