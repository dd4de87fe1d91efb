// The wire of documents: what an upload may carry and what the API shows of a document (specs 003, section 05).

import { z } from 'zod'
import { isPlainLine } from '../../domain/plain-text'
import type { DocumentView } from '../../operations/document/get-document'

export const DocumentParams = z.strictObject({ document_id: z.string().regex(/^doc_\w{16}$/) })
  .transform(({ document_id }) => ({ documentId: document_id }))

export const Locale = z.string().max(35).refine(isLocale, 'not a BCP 47 language tag; write it like en-GB')

/** The text parts beside the file. */
export const UploadInput = z.strictObject({
  name: z.string().trim().min(1).max(200).refine(isPlainLine, 'holds line breaks or invisible signs; write it on one line').optional(),
  locale: Locale.optional(),
})

export const Document = z.object({
  id: z.string(),
  name: z.string(),
  mime_type: z.string(),
  size_bytes: z.number().int(),
  pages: z.number().int(),
  sha256: z.string(),
  preview_url: z.url(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
})

export function presentDocument(view: DocumentView): z.input<typeof Document> {
  return {
    id: view.id, name: view.name, mime_type: view.mimeType, size_bytes: view.sizeBytes, pages: view.pages, sha256: view.sha256,
    preview_url: view.previewUrl, created_at: view.createdAt.toISOString(), expires_at: view.expiresAt.toISOString(),
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
