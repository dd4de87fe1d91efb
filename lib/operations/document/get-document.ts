// Reads what the API shows of an uploaded document.

import { Problem } from '../../domain/problem'
import type { Document } from '../../generated/prisma/client'
import type { ApiCaller, Context } from '../context'
import { fileLink } from './file-links'

export type DocumentView = Pick<Document, 'id' | 'name' | 'mimeType' | 'sizeBytes' | 'pages' | 'sha256' | 'createdAt' | 'expiresAt'> & { previewUrl: string }

export async function getDocument(context: Context, caller: ApiCaller, { documentId }: { documentId: string }): Promise<DocumentView> {
  const { tenantId, mode } = caller
  const row = await context.db.document.findFirst({ where: { id: documentId, tenantId, mode } })
  if (!row) throw new Problem('NOT_FOUND', `There is no document ${documentId} in this account and mode.`)
  return documentView(context, row)
}

export function documentView(context: Context, row: Document): DocumentView {
  return { ...row, previewUrl: fileLink(context, { file: 'preview', document: row.id }, row.expiresAt) }
}
