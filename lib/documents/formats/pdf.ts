// PDF as a format: the engine's judgement and its refusals in the words of the API.

import { Problem, type ProblemCode } from '../../domain/problem'
import { inspectPdf } from '../../signature/pdf/inspect'
import { PdfProblem, type PdfProblemCode } from '../../signature/pdf/problem'
import type { Remark } from '../kinds'
import { mend } from '../mend'
import { rehearse } from '../rehearse'
import type { Format } from './format'

export const pdf: Format = {
  kind: 'pdf',
  // PDF readers look for the header in the first 1,024 bytes; the engine refuses one that stands too late, with the reason.
  recognises: (source) => source.read(0, 1024).includes('%PDF-'),
  async inspect(upload, given) {
    try {
      const { source, mended, remarks } = mend(upload, given)
      const { pages, layers, unprinted, certified, xfa } = inspectPdf(source)
      await rehearse(source)
      const more: Remark[] = [...(certified ? (['CERTIFIED'] as const) : []), ...(xfa ? (['XFA_FORM'] as const) : [])]
      return { pages, layers, unprinted, remarks: [...remarks, ...more], ...(mended && { mended }) }
    } catch (error) {
      throw asProblem(error)
    }
  },
}

export const CODES = {
  NOT_A_PDF: 'DOCUMENT_FORMAT_UNSUPPORTED',
  PDF_ENCRYPTED: 'DOCUMENT_ENCRYPTED',
  PDF_DAMAGED: 'DOCUMENT_DAMAGED',
  PDF_NO_PAGES: 'DOCUMENT_DAMAGED',
  PDF_TOO_COMPLEX: 'DOCUMENT_DAMAGED',
  PDF_ACTIVE_CONTENT: 'DOCUMENT_ACTIVE_CONTENT',
  PDF_UNSIGNABLE: 'DOCUMENT_DAMAGED',
  PDF_XFA: 'DOCUMENT_XFA',
  PDF_LOCKED: 'DOCUMENT_LOCKED',
  FIELD_OUTSIDE_PAGE: 'FIELD_OUT_OF_PAGE',
  FIELD_NAME_TAKEN: 'DOCUMENT_DAMAGED',
  FIELD_NOT_FOUND: 'DOCUMENT_DAMAGED',
  FIELD_ALREADY_SIGNED: 'DOCUMENT_DAMAGED',
  RENDER_FAILED: 'DOCUMENT_DAMAGED',
} as const satisfies Record<PdfProblemCode, ProblemCode>

/** Turns the engine's refusals into problems; any other error is a bug and is thrown on. */
export function asProblem(error: unknown): unknown {
  return error instanceof PdfProblem ? new Problem(`${CODES[error.code]}.engine`, { text: error.message }) : error
}
