// The picture of a page of a document; of a file without pages, one that says what it is.

import { kindOfType } from '../../documents/kinds'
import type { Document } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { piecesFrom, piecesOf } from '../kernel/stored-bytes'
import { informationPage } from './information-page'

/** A PNG of a page, counted from 1, `width` pixels wide. Throws a Problem. */
export async function pictureOf(context: Context, document: Document, page: number, width: number): Promise<Uint8Array> {
  const { tenantId: tenant, sha256, name, mimeType } = document
  const { name: kind } = kindOfType(mimeType)
  if (kind === 'pdf') {
    return context.documents.run('picture', { tenant, sha256, bytes: () => piecesOf(context, [sha256]), given: { page, width } })
  }
  return context.documents.run('picture', {
    tenant,
    // The picture shows the name of the document, which two documents with the same bytes may have different.
    sha256: `${sha256} ${name}`,
    bytes: async () => piecesFrom(await informationPage(document, kind)),
    given: { page: 1, width },
  })
}
