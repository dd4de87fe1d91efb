// The bytes a signer is asked to sign now: the newest revision of each document of the request.

import type { Revision } from '../../generated/prisma/client'
import type { Tx } from '../context'
import type { Journey } from '../journey/standing'
import { latestRevision } from '../revisions'

export type DocumentToSign = { id: string; requestDocumentId: string; title: string; pages: number; revision: Revision }

export async function documentsToSign(db: Tx, { request }: Pick<Journey, 'request'>): Promise<DocumentToSign[]> {
  const documents: DocumentToSign[] = []
  for (const { id, documentId, document } of request.documents) {
    documents.push({ id: documentId, requestDocumentId: id, title: document.name, pages: document.pages, revision: await latestRevision(db, id) })
  }
  return documents
}
