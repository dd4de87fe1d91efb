// Validates a signed document of any kind that this product makes: PDF, XML, or a container, told apart by the bytes.

import { PdfProblem } from '../../signature/pdf/problem'
import { memorySource, type Source } from '../../signature/pdf/source'
import { validatePdf, type ValidationContext, type ValidationReport } from '../validate'
import { validateContainer } from './container'
import { validateXml } from './xml'

export async function validateDocument(input: Uint8Array | Source, context: ValidationContext): Promise<ValidationReport> {
  const source = input instanceof Uint8Array ? memorySource(input) : input
  const head = source.read(0, 1024)
  try {
    if (head.includes('%PDF-')) return validatePdf(source, context)
    if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return await validateContainer(source, context)
    if (/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(head.toString('latin1')))
      return await validateXml(source, context)
  } catch (error) {
    // Of what a file can do, only one thing throws: it costs more than a file may.
    if (error instanceof PdfProblem) return { valid: false, signatures: [], documentTimestamps: [], problem: error.code }
    throw error
  }
  return { valid: false, signatures: [], documentTimestamps: [], problem: 'FORMAT_UNSUPPORTED' }
}
