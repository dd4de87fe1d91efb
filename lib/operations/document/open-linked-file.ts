// Serves the file behind a file link: the preview of a document, a signed document, or the audit trail of a request.

import { Problem } from '../../domain/problem'
import { preview } from '../../signature/pdf/preview'
import type { Context } from '../context'
import { requireWithinLimit } from '../limits'
import { signedFile, type File } from '../request/download-signed-document'
import { withParts, type RequestRow } from '../request/get-signature-request'
import { openFileLink } from './file-links'
import { asProblem } from './upload-document'

/** Each read renders a page or adds to the evidence, and no key is needed: a link that got about must not be a lever. */
const READS = { name: 'file-link', count: 120, windowMs: 60_000 }

export async function openLinkedFile(context: Context, token: string): Promise<File> {
  const linked = openFileLink(context, token)
  await requireWithinLimit(context, JSON.stringify(linked), READS)
  switch (linked.file) {
    case 'preview': return previewOf(context, linked.document)
    case 'signed': return signedFile(context, await rowOf(context, linked.request), linked.document)
    case 'audit_trail': {
      const { auditBlob } = await rowOf(context, linked.request)
      if (auditBlob === null) throw gone()
      return { name: 'audit-trail.pdf', mimeType: 'application/pdf', bytes: await context.blobs.get(auditBlob) }
    }
  }
}

async function previewOf(context: Context, documentId: string): Promise<File> {
  const document = await context.db.document.findUnique({ where: { id: documentId } })
  if (!document) throw gone()
  try {
    return { name: 'page-1.png', mimeType: 'image/png', bytes: await preview(await context.blobs.get(document.sha256)) }
  } catch (error) {
    throw asProblem(error)
  }
}

async function rowOf(context: Context, requestId: string): Promise<RequestRow> {
  const row = await context.db.signatureRequest.findUnique({ where: { id: requestId }, include: withParts })
  if (!row) throw gone()
  return row
}

function gone(): Problem {
  return new Problem('NOT_FOUND', 'This file is not there any more.')
}
