// The expected refusals of the PDF engine: each has a code for programs and a message that says what to do.

export type PdfProblemCode =
  | 'NOT_A_PDF'
  | 'PDF_ENCRYPTED'
  | 'PDF_DAMAGED'
  | 'PDF_XFA'
  | 'PDF_LOCKED'
  | 'PDF_NO_PAGES'
  | 'PDF_TOO_COMPLEX'
  | 'PDF_ACTIVE_CONTENT'
  | 'PDF_UNSIGNABLE'
  | 'FIELD_OUTSIDE_PAGE'
  | 'FIELD_NAME_TAKEN'
  | 'FIELD_NOT_FOUND'
  | 'FIELD_ALREADY_SIGNED'
  | 'RENDER_FAILED'

export class PdfProblem extends Error {
  override readonly name = 'PdfProblem'

  constructor(
    readonly code: PdfProblemCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The refusal of a file that contradicts itself. `detail` says why and quotes nothing of the file. */
export function damaged(detail: string): PdfProblem {
  return new PdfProblem(
    'PDF_DAMAGED',
    `This PDF is damaged or incomplete (${detail}). Open it in a PDF reader, save or print it as a new PDF, and upload that.`,
    { cause: detail },
  )
}

/** The refusal of a file with more structure than any real document: a hostile one could exhaust the server. */
export function tooComplex(detail: string): PdfProblem {
  return new PdfProblem('PDF_TOO_COMPLEX', `This PDF is too complex to be signed (${detail}). Print it as a new PDF and upload that.`, {
    cause: detail,
  })
}
