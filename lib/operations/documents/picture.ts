// The picture of a page of a document; of a file without pages, one that says what it is.

import { sha256Hex } from '../../crypto/algorithms'
import { kindOfType } from '../../documents/kinds'
import type { Document } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { piecesFrom, piecesOf } from '../kernel/stored-bytes'
import { informationPage } from './information-page'

type Needs = Pick<Context, 'documents' | 'blobs'>
type Pictured = Pick<Document, 'tenantId' | 'name' | 'mimeType' | 'sizeBytes' | 'sha256'>

/** A PNG of a page, counted from 1, `width` pixels wide. Throws a Problem. */
export async function pictureOf(context: Needs, document: Pictured, page: number, width: number): Promise<Uint8Array> {
  const { tenantId: tenant, sha256, name, mimeType } = document
  const { name: kind } = kindOfType(mimeType)
  if (kind === 'pdf') {
    return context.documents.run('picture', { tenant, sha256, bytes: () => piecesOf(context, [sha256]), given: { page, width } })
  }
  return context.documents.run('picture', {
    tenant,
    // The page shows the name, too, and two documents with the same bytes may have different ones.
    sha256: sha256Hex(sha256, name),
    bytes: async () => piecesFrom(await informationPage(document, kind)),
    given: { page: 1, width },
  })
}
