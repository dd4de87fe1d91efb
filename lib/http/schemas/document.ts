// The wire of documents: what an upload may carry and what the API shows of a document.

import { z } from 'zod'
import { DOCUMENT_WARNINGS, type DocumentView } from '../../operations/documents/get-document'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { line } from './line'

export const DocumentParams = z
  .strictObject({
    document_id: z
      .string()
      .regex(/^doc_\w{16}$/)
      .meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
  })
  .transform(({ document_id }) => ({ documentId: document_id }))

export const Locale = z
  .string()
  .max(35)
  .refine(isLocale, 'not a BCP 47 language tag; write it like en-GB')
  .meta({ description: 'A BCP 47 language tag.', examples: ['en-GB', 'pl-PL'] })

export const SHA256 = 'a4b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1'

export const DocumentName = line(200)

/** The text parts beside the file. */
export const UploadInput = z
  .strictObject({
    name: DocumentName.optional().meta({
      description: 'What signers see as its title; the name of the file unless given.',
      examples: ['Q1 2025 Service Agreement'],
    }),
    locale: Locale.optional(),
    accept_decrypted: z
      .string()
      .regex(/^(?:true|false)$/, 'write true or false')
      .optional()
      .meta({
        description:
          'A PDF that opens without a password, but is encrypted, is signed as an unencrypted copy if this is `true`, and refused otherwise.',
        examples: ['false'],
      }),
  })
  .transform(({ accept_decrypted, ...input }) => ({ ...input, acceptDecrypted: accept_decrypted === 'true' }))

export const Document = z
  .object({
    id: z.string().meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] }),
    name: z.string().meta({ examples: ['Q1 2025 Service Agreement'] }),
    mime_type: z.string().meta({ examples: ['application/pdf'] }),
    size_bytes: z
      .number()
      .int()
      .meta({ examples: [248_320] }),
    pages: z
      .number()
      .int()
      .min(0)
      .meta({ description: '0 for a file without pages of its own (DOCX, XLSX, XML).', examples: [4] }),
    sha256: z.string().meta({
      description:
        'SHA-256 of the document that is signed, in hexadecimal: the file as it was uploaded, unless `uploaded_sha256` says otherwise.',
      examples: [SHA256],
    }),
    uploaded_sha256: z
      .string()
      .nullable()
      .meta({
        description:
          'SHA-256 of the uploaded file, where a repaired or unencrypted copy of it is signed; `warnings` says which. Null where they are the same.',
        examples: [null],
      }),
    preview_url: z.url().meta({
      description: 'A picture of the first page. Needs no key; anybody who has the address can open it.',
      examples: ['https://sign.example.com/v1/files/Yk7Qx2/page-1.png'],
    }),
    preview_urls: z.array(z.url()).meta({
      description: 'A picture of each page, of the first 200; that of page 201 is at the same address with 201.',
      examples: [['https://sign.example.com/v1/files/Yk7Qx2/page-1.png', 'https://sign.example.com/v1/files/Yk7Qx2/page-2.png']],
    }),
    warnings: z.array(z.object({ code: z.enum(DOCUMENT_WARNINGS), message: z.string() })).meta({
      description:
        'What does not keep the document from being signed, but should be known before it is: a PDF with layers, with annotations that are not printed, certified by its author, or an XFA form; or a copy that was repaired or decrypted.',
      examples: [[]],
    }),
    created_at: z.iso.datetime().meta({ examples: ['2025-01-15T10:30:00.000Z'] }),
    expires_at: z.iso
      .datetime()
      .meta({ description: 'The end of retention: 90 days after the upload.', examples: ['2025-04-15T10:30:00.000Z'] }),
  })
  .meta({ id: 'Document' })

export function presentDocument(view: DocumentView): z.input<typeof Document> {
  return {
    id: view.id,
    name: view.name,
    mime_type: view.mimeType,
    size_bytes: view.sizeBytes,
    pages: view.pages,
    sha256: view.sha256,
    uploaded_sha256: view.uploadedSha256,
    preview_url: view.previewUrl,
    preview_urls: [...view.previewUrls],
    warnings: view.warnings.map((code) => ({ code, message: wording(DEFAULT_LANGUAGE, 'warnings')(code) })),
    created_at: view.createdAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
