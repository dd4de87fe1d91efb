// The evidence archive as it is handed out: the sealed part, the signed documents, and the pictures whose retention has not ended.

import { sha256Hex } from '../../crypto/algorithms'
import type { EvidenceEvent } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { requestFrom } from '../../domain/request'
import { readStoredZip, type ZipEntry } from '../../signature/zip/stored'
import type { Context } from '../kernel/context'
import { integrityFault } from '../kernel/integrity'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { documentsOf } from '../kernel/revisions'
import type { RequestRow } from '../requests/request-row'
import type { Pieces } from '../kernel/stored-bytes'
import { MANIFEST, type ManifestEntry } from './manifest'
import { documentFiles, pictures } from './seal-evidence'
import { streamedZip, type StreamedEntry } from '../kernel/streamed-zip'

export async function evidenceArchive(
  context: Context,
  row: RequestRow,
  events: readonly EvidenceEvent[],
): Promise<{ bytes: Pieces; sha256: string }> {
  return streamedZip([...(await withoutPictures(context, row, events)), ...(await pictures(context, row, requestFrom(events)))])
}

/** What a signer is given: the same without the pictures, which are of other people, too. */
export async function sealedPackOf(
  context: Context,
  row: RequestRow,
  events: readonly EvidenceEvent[],
): Promise<{ bytes: Pieces; sha256: string }> {
  return streamedZip(await withoutPictures(context, row, events))
}

async function withoutPictures(context: Context, row: RequestRow, events: readonly EvidenceEvent[]): Promise<StreamedEntry[]> {
  const sealed = await sealedPart(context, row.id, events)
  if (!sealed) throw new Problem('UNAVAILABLE.sealing', {}, { retryAfterSeconds: 5 })
  const state = requestFrom(events)
  const documents = await documentsOf(context, context.db, row.id, state)
  return [...(await documentFiles(context, { documents }, state)), ...sealed.entries]
}

/** The audit trail as it was sealed; null while it is not. */
export async function sealedAuditTrail(context: Context, request: string, events: readonly EvidenceEvent[]): Promise<Uint8Array | null> {
  const sealed = await sealedPart(context, request, events)
  if (!sealed) return null
  const trail = sealed.entries.find(({ name }) => name === 'audit-trail.pdf')
  if (!trail || sealed.auditBlob !== sha256Hex(trail.bytes))
    throw integrityFault(context, 'audit trail', { place: request, what: 'another audit trail stands in the place of its own' })
  context.integrity.whole('audit trail', request)
  return trail.bytes
}

/**
 * It must be the one that the evidence names: the row that says where it lies could be changed. Null: nothing is sealed yet. The row is read
 * here, after the events: one that was read before them may be from before the sealing.
 */
async function sealedPart(
  context: Context,
  id: string,
  events: readonly EvidenceEvent[],
): Promise<{ entries: ZipEntry[]; auditBlob: string | null } | null> {
  const sealing = events.findLast(({ fact }) => fact.type === 'evidence_sealed')?.fact
  if (sealing?.type !== 'evidence_sealed') return null
  const select = { id: true, deletedAt: true, evidenceBlob: true, auditBlob: true } as const
  const { evidenceBlob, auditBlob, ...row } = await context.db.signatureRequest.findUniqueOrThrow({ where: { id }, select })
  refuseDeleted(row)
  const entries = evidenceBlob === null ? [] : entriesOf(await context.blobs.get(evidenceBlob))
  if (!isSealed(entries, sealing.sha256))
    throw integrityFault(context, 'archive', { place: id, what: 'another archive stands in the place of its own, or none' })
  context.integrity.whole('archive', id)
  return { entries, auditBlob }
}

/** Where the row names a file that is no archive, nothing is read of it. */
function entriesOf(pack: Uint8Array): ZipEntry[] {
  try {
    return readStoredZip(pack)
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

/** Whether all of it is under this manifest: somebody may have put a manifest that they were given into an archive of their own. */
function isSealed(sealed: readonly ZipEntry[], manifestSha256: string): boolean {
  const manifest = sealed.find(({ name }) => name === MANIFEST.json)
  if (!manifest || sha256Hex(manifest.bytes) !== manifestSha256) return false
  const { entries } = JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as { entries: readonly ManifestEntry[] }
  const digests = new Map(entries.map(({ name, sha256 }) => [name, sha256]))
  return sealed.every(({ name, bytes }) => name === MANIFEST.json || name === MANIFEST.signature || digests.get(name) === sha256Hex(bytes))
}
