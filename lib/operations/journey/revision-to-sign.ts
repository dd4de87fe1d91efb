// The bytes a signer is asked to sign now: the newest revision of each document of the request, as the evidence names it.

import type { Field, Revision } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { documentsOf, newest } from '../kernel/revisions'
import type { Journey } from './standing'

/** `uploaded`: the bytes as the requester sent them. `field`: where this signer's signature will stand; null where nothing shows it. */
export type DocumentToSign = {
  id: string
  requestDocumentId: string
  title: string
  mimeType: string
  pages: number
  uploaded: { sha256: string; sizeBytes: number }
  revision: Revision
  field: Field | null
}

export async function documentsToSign(context: Context, db: Tx, { request, state, row }: Journey): Promise<DocumentToSign[]> {
  return (await documentsOf(context, db, request.id, state)).map((part) => {
    const { name: title, mimeType, pages, sha256, sizeBytes } = part.document
    return {
      id: part.documentId,
      requestDocumentId: part.id,
      title,
      mimeType,
      pages,
      uploaded: { sha256, sizeBytes },
      revision: newest(part.revisions),
      field: part.fields.find(({ signerId }) => signerId === row.id) ?? null,
    }
  })
}
