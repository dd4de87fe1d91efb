// The documents as the page lists them: what to read, by which digest to accept it, where the signature will stand, what may be kept.

import type { Context } from '../kernel/context'
import type { Journey } from '../journey/standing'
import { kindOfType } from '../../documents/kinds'
import { mayDownload } from '../steps/review/download-documents'
import { fileToRead } from '../steps/review/file-to-read'
import type { DocumentToSign } from '../journey/revision-to-sign'

export async function viewedDocuments(context: Context, journey: Journey, documents: readonly DocumentToSign[]) {
  const { row, signer } = journey
  const fields = await context.db.field.findMany({ where: { signerId: row.id } })
  return documents.map((document) => {
    const { id, requestDocumentId, title, pages, revision } = document
    const field = fields.find(
      (candidate) => candidate.requestDocumentId === requestDocumentId && candidate.width > 0 && candidate.height > 0,
    )
    const file = fileToRead(document, false)
    return {
      id,
      title,
      kind: kindOfType(document.mimeType).name,
      file: { name: file.name, sizeBytes: file.sizeBytes, sha256: file.sha256 },
      pages,
      sizeBytes: revision.sizeBytes,
      sha256: revision.sha256,
      viewed: signer.viewed.includes(id),
      approved: signer.approved?.some((one) => one.id === id) ?? false,
      signed: signer.documentsSigned.includes(id),
      field: field ? { page: field.page, x: field.x, y: field.y, width: field.width, height: field.height } : null,
      download: mayDownload(journey, true),
    }
  })
}
