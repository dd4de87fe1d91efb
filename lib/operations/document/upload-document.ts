// Takes a PDF to be signed: refuses what cannot be signed, with the reason and the cure, and keeps the exact bytes.

import { newId } from '../../domain/ids'
import { plainLine } from '../../domain/plain-text'
import { Problem, type ProblemCode } from '../../domain/problem'
import { inspectPdf, type PdfReport } from '../../signature/pdf/inspect'
import { PdfProblem, type PdfProblemCode } from '../../signature/pdf/problem'
import { memorySource } from '../../signature/pdf/source'
import type { ApiCaller, Context } from '../context'
import { documentView, type DocumentView } from './get-document'

export const RETENTION_DAYS = 90

export type Upload = { file: { name: string; mimeType: string; bytes: Uint8Array }; name?: string | undefined; locale?: string | undefined }

export async function uploadDocument(context: Context, caller: ApiCaller, { file, name, locale }: Upload): Promise<DocumentView> {
  const report = inspected(file.bytes)
  const sha256 = await context.blobs.put(file.bytes)
  const createdAt = context.now()
  const row = await context.db.document.create({
    data: {
      id: newId('doc'), tenantId: caller.tenantId, mode: caller.mode, name: name ?? titleFrom(file.name), mimeType: 'application/pdf',
      sizeBytes: file.bytes.length, pages: report.pages, sha256, locale: locale ?? null, createdAt,
      expiresAt: new Date(createdAt.getTime() + RETENTION_DAYS * 86_400_000),
    },
  })
  return documentView(context, row)
}

function inspected(bytes: Uint8Array): PdfReport {
  if (bytes.length === 0) throw new Problem('DOCUMENT_NOT_PDF', 'The file is empty. Choose the PDF again.')
  try {
    return inspectPdf(memorySource(bytes))
  } catch (error) {
    throw asProblem(error)
  }
}

const CODES: Record<PdfProblemCode, ProblemCode> = {
  NOT_A_PDF: 'DOCUMENT_NOT_PDF',
  PDF_ENCRYPTED: 'DOCUMENT_ENCRYPTED',
  PDF_DAMAGED: 'DOCUMENT_DAMAGED',
  PDF_NO_PAGES: 'DOCUMENT_DAMAGED',
  PDF_TOO_COMPLEX: 'DOCUMENT_DAMAGED',
  PDF_XFA: 'DOCUMENT_XFA',
  PDF_LOCKED: 'DOCUMENT_LOCKED',
  FIELD_OUTSIDE_PAGE: 'FIELD_OUT_OF_PAGE',
  FIELD_NAME_TAKEN: 'DOCUMENT_DAMAGED',
  FIELD_NOT_FOUND: 'DOCUMENT_DAMAGED',
  FIELD_ALREADY_SIGNED: 'DOCUMENT_DAMAGED',
  RENDER_FAILED: 'DOCUMENT_DAMAGED',
}

/** The engine's refusals in the words of the API; anything else stays the bug it is. */
export function asProblem(error: unknown): unknown {
  return error instanceof PdfProblem ? new Problem(CODES[error.code], error.message) : error
}

/** `service_agreement.pdf` says what it is; paths and invisible signs do not belong to it. */
function titleFrom(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  const title = plainLine(base).replace(/\.pdf$/i, '').trim().slice(0, 200)
  return title === '' ? 'Document' : title
}
