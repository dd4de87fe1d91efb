// The bytes a signer is asked to sign now: the newest revision of each document of the request.

import type { Revision } from '../../generated/prisma/client'
import type { Tx } from '../kernel/context'
import type { Journey } from './standing'
import { latestRevision } from '../kernel/revisions'

/** `uploaded`: the bytes as the requester sent them. */
export type DocumentToSign = {
  id: string
  requestDocumentId: string
  title: string
  mimeType: string
  pages: number
  uploaded: { sha256: string; sizeBytes: number }
  revision: Revision
}

export async function documentsToSign(db: Tx, { request }: Pick<Journey, 'request'>): Promise<DocumentToSign[]> {
  const documents: DocumentToSign[] = []
  for (const { id, documentId, document } of request.documents) {
    const { name: title, mimeType, pages, sha256, sizeBytes } = document
    documents.push({
      id: documentId,
      requestDocumentId: id,
      title,
      mimeType,
      pages,
      uploaded: { sha256, sizeBytes },
      revision: await latestRevision(db, id),
    })
  }
  return documents
}
