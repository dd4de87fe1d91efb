// The evidence archive as it is handed out: the sealed part, the signed documents, and the pictures whose retention has not ended.

import { sha256Hex } from '../../crypto/algorithms'
import type { EvidenceEvent } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { readStoredZip } from '../../signature/zip/stored'
import type { Context } from '../kernel/context'
import { integrityFault } from '../kernel/integrity'
import type { RequestRow } from '../requests/request-row'
import type { Pieces } from '../kernel/stored-bytes'
import { documentFiles, pictures } from './seal-evidence'
import { streamedZip } from '../kernel/streamed-zip'

/** The sealed part must be the one that the evidence names: the row that says where it lies could be changed. */
export async function evidenceArchive(
  context: Context,
  row: RequestRow,
  events: readonly EvidenceEvent[],
): Promise<{ bytes: Pieces; sha256: string }> {
  const sealing = events.findLast(({ fact }) => fact.type === 'evidence_sealed')?.fact
  if (row.evidenceBlob === null || sealing?.type !== 'evidence_sealed') {
    throw new Problem('UNAVAILABLE.sealing', {}, { retryAfterSeconds: 5 })
  }
  const sealed = readStoredZip(await context.blobs.get(row.evidenceBlob))
  const manifest = sealed.find(({ name }) => name === 'manifest.json')
  if (!manifest || sha256Hex(manifest.bytes) !== sealing.sha256) {
    throw integrityFault(context, { place: row.id, what: 'another archive stands in the place of its own' })
  }
  return streamedZip([...(await documentFiles(context, row)), ...sealed, ...(await pictures(context, row))])
}
