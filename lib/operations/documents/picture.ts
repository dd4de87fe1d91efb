// The picture of a page of a document; of a file without pages, one that says what it is.

import { kindOfType } from '../../documents/kinds'
import type { Document } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { piecesOf } from '../kernel/stored-bytes'
import { NO_FILE } from '../report/drawn'
import { informationPage } from './information-page'

type Needs = Pick<Context, 'documents' | 'blobs'>
type Pictured = Pick<Document, 'tenantId' | 'name' | 'mimeType' | 'sizeBytes' | 'sha256'>

/** A PNG of a page, counted from 1, `width` pixels wide. Throws a Problem. */
export async function pictureOf(context: Needs, document: Pictured, page: number, width: number): Promise<Uint8Array> {
  const { tenantId: tenant, sha256, mimeType } = document
  const { name: kind } = kindOfType(mimeType)
  if (kind === 'pdf') {
    return context.documents.run('picture', { tenant, sha256, bytes: () => piecesOf(context, [sha256]), given: { page, width } })
  }
  return context.documents.run('reportPicture', { tenant, ...NO_FILE, given: { report: informationPage(document, kind), width } })
}
