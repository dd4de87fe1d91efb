// Reads what the API shows of an uploaded document, while it is kept.

import { REMARKS } from '../../documents/kinds'
import { Problem } from '../../domain/problem'
import type { Document } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { fileLink } from './file-links'

export type DocumentView = Pick<
  Document,
  'id' | 'name' | 'mimeType' | 'sizeBytes' | 'pages' | 'sha256' | 'uploadedSha256' | 'createdAt' | 'expiresAt'
> &
  /** A picture of each page; `previewUrl` is the first. */
  { previewUrl: string; previewUrls: readonly string[]; warnings: readonly DocumentWarning[] }

/** What does not keep a document from being signed, but should be known to whoever sends it. */
export const DOCUMENT_WARNINGS = ['OPTIONAL_CONTENT', 'NOT_PRINTED', ...REMARKS] as const
type DocumentWarning = (typeof DOCUMENT_WARNINGS)[number]

/** So many pages have a link in `previewUrls`; the links of further pages differ in the page number only. */
const MOST_PREVIEWS = 200

export async function getDocument(
  context: Context,
  caller: OrganisationCaller,
  { documentId }: { documentId: string },
): Promise<DocumentView> {
  const { tenantId, mode } = caller
  const row = await context.db.document.findFirst({ where: { id: documentId, tenantId, mode } })
  if (!row) throw new Problem('NOT_FOUND.document', { id: documentId })
  requireWhole(context, 'document', row)
  if (row.purgedAt === null && row.expiresAt > context.now()) return documentView(context, row)
  const day = (row.purgedAt ?? row.expiresAt).toISOString().slice(0, 10)
  throw new Problem('DOCUMENT_GONE.kept_until', { id: documentId, day })
}

export function documentView(context: Context, row: Document): DocumentView {
  const previewUrls = Array.from({ length: Math.min(Math.max(1, row.pages), MOST_PREVIEWS) }, (_, index) =>
    previewLink(context, row, index + 1),
  )
  return { ...row, previewUrl: previewLink(context, row, 1), previewUrls, warnings: warningsOf(row) }
}

const warningsOf = ({ layers, unprinted, remarks }: Document): DocumentWarning[] => [
  ...(layers > 0 ? (['OPTIONAL_CONTENT'] as const) : []),
  ...(unprinted > 0 ? (['NOT_PRINTED'] as const) : []),
  ...REMARKS.filter((remark) => remarks.includes(remark)),
]

function previewLink(context: Context, { id, expiresAt }: Document, page: number): string {
  return fileLink(context, { file: 'preview', document: id }, expiresAt, `page-${page}.png`)
}
