// Serves the file behind a file link: a picture of a page of a document, a signed document, or the audit trail of a request.

import { Problem } from '../../domain/problem'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { requireWithinLimit } from '../kernel/limits'
import type { File } from '../kernel/file'
import { sealedAuditTrail } from './evidence-archive'
import { signedFile } from './download-signed-document'
import { ownRow, withParts, type RequestRow } from '../requests/request-row'
import { openFileLink } from '../documents/file-links'
import { pictureOf } from '../documents/picture'

/**
 * A file link needs no key, and a read may draw a page or add an event. The limit keeps a link that has spread from overloading us. It is ten
 * times what one address may ask (http/api/rate-limit.ts), so that nobody fills it alone.
 */
const READS = { name: 'file-link', count: 6000, windowMs: 60_000 }
const PREVIEW_WIDTH = 480

/** `name`: the end of the link's address, which says what page is wanted. */
export async function openLinkedFile(context: Context, { token, name }: { token: string; name: string }): Promise<File> {
  const linked = openFileLink(context, token)
  await requireWithinLimit(context, JSON.stringify(linked), READS)
  switch (linked.file) {
    case 'preview':
      return previewOf(context, linked.document, name)
    case 'signed':
      return signedFile(context, { kind: 'file_link' }, await rowOf(context, linked.request), linked.document)
    case 'audit_trail': {
      const row = await rowOf(context, linked.request)
      const bytes = await sealedAuditTrail(context, row.id, await loadEvents(context, context.db, row.id))
      if (bytes === null) throw gone()
      return { name: 'audit-trail.pdf', mimeType: 'application/pdf', bytes }
    }
  }
}

async function previewOf(context: Context, documentId: string, name: string): Promise<File> {
  const document = await context.db.document.findUnique({ where: { id: documentId } })
  if (!document || document.purgedAt !== null) throw gone()
  requireWhole(context, 'document', document)
  const page = Number(/^page-([1-9]\d{0,5})\.png$/.exec(name)?.[1] ?? 0)
  // A file without pages has one picture too, which says what the file is.
  if (page < 1 || page > Math.max(1, document.pages)) throw new Problem('NOT_FOUND.page', { pages: document.pages })
  const bytes = await pictureOf(context, document, page, PREVIEW_WIDTH)
  return { name: `page-${page}.png`, mimeType: 'image/png', bytes }
}

async function rowOf(context: Context, requestId: string): Promise<RequestRow> {
  const row = await context.db.signatureRequest.findUnique({ where: { id: requestId }, include: withParts })
  if (!row || row.deletedAt !== null) throw gone()
  return ownRow(context, row)
}

function gone(): Problem {
  return new Problem('NOT_FOUND.file_gone')
}
