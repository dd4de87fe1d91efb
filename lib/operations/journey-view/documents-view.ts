// The documents as the page lists them: what to read, by which digest to accept it, where the signature will stand, what may be kept.

import { Problem } from '../../domain/problem'
import type { Context } from '../context'
import type { Journey } from '../journey/standing'
import { mayDownload } from '../review/download-documents'
import type { DocumentToSign } from '../review/revision-to-sign'

export async function viewedDocuments(context: Context, journey: Journey, documents: readonly DocumentToSign[]) {
  const { row, signer } = journey
  const fields = await context.db.field.findMany({ where: { signerId: row.id } })
  return documents.map(({ id, requestDocumentId, title, pages, revision }) => {
    const field = fields.find((candidate) => candidate.requestDocumentId === requestDocumentId)
    if (!field) throw new Problem('NOT_FOUND', 'This document has no place for your signature.')
    const { page, x, y, width, height } = field
    return {
      id, title, pages, size_bytes: revision.sizeBytes, sha256: revision.sha256, viewed: signer.viewed.includes(id),
      approved: signer.approved?.some((one) => one.id === id) ?? false, signed: signer.documentsSigned.includes(id),
      field: width === 0 || height === 0 ? null : { page, x, y, width, height }, download: mayDownload(journey, true),
    }
  })
}
