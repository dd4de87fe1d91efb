// The documents as the page lists them: what to read, by which digest to accept it, where the signature will stand, what may be kept.

import type { Journey } from '../journey/standing'
import { kindOfType } from '../../documents/kinds'
import { mayDownload } from '../steps/review/download-documents'
import { fileToRead } from '../steps/review/file-to-read'
import type { DocumentToSign } from '../journey/revision-to-sign'

export function viewedDocuments(journey: Journey, documents: readonly DocumentToSign[]) {
  const { signer } = journey
  return documents.map((document) => {
    const { id, title, pages, revision } = document
    const field = document.field && document.field.width > 0 && document.field.height > 0 ? document.field : null
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
