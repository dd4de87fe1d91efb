// Validates a signed PDF: bytes in, report out (EN 319 102-1); a bad signature is an answer, never an exception.

import { PdfDocument } from '../signature/pdf/document'
import { PdfProblem, type PdfProblemCode } from '../signature/pdf/problem'
import { memorySource, type Source } from '../signature/pdf/source'
import { Anchors, type Trusted } from './anchors'
import { CoveredBytes } from './byte-range'
import { changesIn } from './changes'
import { documentTimestamps } from './document-timestamps'
import { Proofs } from './proofs'
import { materialIn } from './validation-material'
import type { ReasonCode } from './reasons'
import { hasUnreachedSignature } from './unreached'
import { judgeSignature, withoutSigner, type SignatureReport } from './signature'
import { isDocumentTimestamp, signedFields } from './signed-fields'
import type { TimestampReport } from './timestamps'

type DocumentTimestampReport = TimestampReport & { field: string; coversWholeRevision: boolean; coversWholeDocument: boolean }

export type ValidationReport = {
  /** True if there is a signature and every signature is valid. */
  valid: boolean
  /** In the order of signing. */
  signatures: SignatureReport[]
  documentTimestamps: DocumentTimestampReport[]
  /** Why the file could not be read at all. */
  problem?: PdfProblemCode | 'CONTAINER_UNREADABLE' | 'CONTAINER_DAMAGED' | 'CONTAINER_TOO_LARGE' | 'XML_UNREADABLE' | 'FORMAT_UNSUPPORTED'
}

/** Certificates of `anchors` and of listed authorities are trusted as they are. */
export type ValidationContext = Trusted & { now: Date }

export function validatePdf(input: Uint8Array | Source, context: ValidationContext): ValidationReport {
  try {
    const source = input instanceof Uint8Array ? memorySource(input) : input
    return validateOpened(new PdfDocument(source), context)
  } catch (error) {
    const problem = error instanceof PdfProblem ? error.code : 'PDF_DAMAGED'
    return { valid: false, signatures: [], documentTimestamps: [], problem }
  }
}

/** Throws where the file cannot be read, or costs more to judge than its budget. */
export function validateOpened(document: PdfDocument, context: ValidationContext): ValidationReport {
  const report = judged(document, context)
  // Whatever was passed over as unreadable because the budget was spent was not judged.
  document.budget.check()
  return report
}

function judged(document: PdfDocument, { now, ...trusted }: ValidationContext): ValidationReport {
  const { signed, broken, judged } = signedFields(document)
  const bytes = new CoveredBytes(document.source, document.budget)
  const changes = changesIn(document, { signed, judged })
  // Hashes all signed bytes in the order of the file, so that the file is read once.
  for (const { covered } of signed) bytes.digest('sha256', covered)
  const { standing, ...material } = materialIn(document)
  const grounds = { anchors: new Anchors(trusted), material, proofs: new Proofs(now) }
  const stamps = documentTimestamps(signed.filter(isDocumentTimestamp), { bytes, grounds, standing, changes })
  const unreadable = broken.map(({ name, code }) => unreadableSignature(name, code))
  const signatures = signed
    .filter((field) => !isDocumentTimestamp(field))
    .map((field) => {
      const later = stamps.filter(({ genTime, report, field: stamp }) => genTime && report.valid && stamp.covered.end > field.covered.end)
      return judgeSignature(field, { document, bytes, grounds, changes: changes(field), later })
    })
  const lost = signatures.length + unreadable.length === 0 && hasUnreachedSignature(document.source, stamps.length)
  const all = [...signatures, ...unreadable, ...(lost ? [unreadableSignature('', 'SIGNATURE_UNREACHED')] : [])]
  return {
    valid: all.length > 0 && all.every(({ valid }) => valid),
    signatures: all,
    documentTimestamps: stamps.map(({ report, field }) => ({
      field: field.name,
      coversWholeRevision: field.coversWholeRevision,
      coversWholeDocument: field.coversWholeDocument,
      ...report,
    })),
  }
}

/** `field`: its name, or that of the file it stands in. */
export function unreadableSignature(field: string, code: ReasonCode, format = 'unknown'): SignatureReport {
  const base = { field, format, coversWholeRevision: false, coversWholeDocument: false, modifiedAfterwards: false, changes: [] }
  return withoutSigner(base, new Set([code]), false)
}
