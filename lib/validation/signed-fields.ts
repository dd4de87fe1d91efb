// Finds the signed fields of a document and what each of them covers.

import type { PdfDocument } from '../signature/pdf/document'
import { signatureFields, signatureOf } from '../signature/pdf/form'
import { Name, Ref, type Dict } from '../signature/pdf/objects'
import { coverage, type Coverage } from './byte-range'
import { readable } from './validation-material'

/** A signed field with the bytes it covers. */
export type SignedField = {
  name: string
  /** Of the field, and of its value. */
  dict: Dict
  signature: Dict
  covered: Extract<Coverage, { ok: true }>
  coversWholeRevision: boolean
  coversWholeDocument: boolean
}

export type Broken = { name: string; code: Extract<Coverage, { ok: false }>['code'] | 'FIELD_VALUE_SHARED' }

/** The signed fields in the order of the file, and those whose signature does not cover what it must. `judged`: the objects of all of them. */
export function signedFields(document: PdfDocument): { signed: SignedField[]; broken: Broken[]; judged: ReadonlySet<number> } {
  const signed: SignedField[] = []
  const broken: Broken[] = []
  const judged = new Set<number>()
  const values = new Set<number>()
  for (const field of signatureFields(document)) {
    const signature = signatureOf(document, field)
    if (!signature) continue
    document.budget.spend('signatures')
    judged.add(field.ref.number)
    const value = field.value instanceof Ref ? field.value : null
    if (value && values.has(value.number)) {
      broken.push({ name: field.name, code: 'FIELD_VALUE_SHARED' })
      continue
    }
    if (value) values.add(value.number)
    const covered = readable(() => coverage(document, value ?? (field.dict.has('V') ? field.ref : null), signature)) ?? {
      ok: false,
      code: 'BYTE_RANGE_INVALID',
    }
    if (!covered.ok) {
      broken.push({ name: field.name, code: covered.code })
      continue
    }
    const coversWholeDocument = covered.end === document.source.size
    const coversWholeRevision = coversWholeDocument || endsRevision(document, covered.end)
    signed.push({ name: field.name, dict: field.dict, signature, covered, coversWholeRevision, coversWholeDocument })
  }
  signed.sort((a, b) => a.covered.before - b.covered.before)
  return { signed, broken, judged }
}

/** Whether the bytes up to `end` are a PDF by themselves. */
function endsRevision(document: PdfDocument, end: number): boolean {
  return readable(() => document.revision(end)) !== undefined
}

export function isDocumentTimestamp({ signature }: Pick<SignedField, 'signature'>): boolean {
  const format = signature.get('SubFilter')
  return format instanceof Name && format.value === 'ETSI.RFC3161'
}
