// Validates a signed document of any kind: PDF, XML, CMS, or a container, told apart by their bytes.

import { PdfProblem } from '../../signature/pdf/problem'
import { memorySource, type Source } from '../../signature/pdf/source'
import { validatePdf, type ValidationContext, type ValidationReport } from '../validate'
import { validateCms } from './cms'
import { validateContainer } from './container'
import { validateXml } from './xml/xml'

export async function validateDocument(input: Uint8Array | Source, context: ValidationContext): Promise<ValidationReport> {
  const source = input instanceof Uint8Array ? memorySource(input) : input
  try {
    const report = await validated(source, context)
    if (report) return report
  } catch (error) {
    // Of what a file can do, only one thing throws: it costs more than a file may.
    if (error instanceof PdfProblem) return { valid: false, signatures: [], documentTimestamps: [], problem: error.code }
    throw error
  }
  return { valid: false, signatures: [], documentTimestamps: [], problem: 'FORMAT_UNSUPPORTED' }
}

/** By what the file begins with: a container may hold a PDF in its first kilobyte, and a CMS file does where a PDF is signed in it. */
async function validated(source: Source, context: ValidationContext): Promise<ValidationReport | null> {
  const head = source.read(0, 1024).toString('latin1')
  if (head.startsWith('%PDF-')) return validatePdf(source, context)
  if (head.startsWith('PK\x03\x04')) return validateContainer(source, context)
  // A SEQUENCE in DER or BER.
  const cms = head.startsWith('0') ? validateCms(source, context) : null
  if (cms) return cms
  if (/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(head)) return validateXml(source, context)
  return head.includes('%PDF-') ? validatePdf(source, context) : null
}
