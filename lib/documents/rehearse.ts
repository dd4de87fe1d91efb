// Tries at upload whether a PDF can be signed: the writer that signs adds everything but what keys make, and the judge that looks at each
// finished signature looks at that. Otherwise a file would be found unsignable when its signer has proven who they are.

import { MOST_SIGNERS } from '../domain/request'
import { emptyFields } from '../signature/empty-fields'
import { placeFields } from '../signature/fields'
import { addValidationData, emptyTimestamp } from '../signature/long-term'
import { emptySignature } from '../signature/pades'
import type { Budget, Cost } from '../signature/pdf/budget'
import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf } from '../signature/pdf/form'
import { pageCount } from '../signature/pdf/pages'
import { permissionsOf } from '../signature/pdf/permissions'
import { PdfProblem, tooComplex } from '../signature/pdf/problem'
import { withTails, type Source } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'
import { INVISIBLE } from '../signature/placement'
import { forbiddenIn, harmedBy } from '../validation/harm'
import type { ReasonCode } from '../validation/reasons'
import { validateOpened, validatePdf, type ValidationReport } from '../validation/validate'

/** About what a signature with its time-stamp takes, and a certificate or an answer about one. */
const SIGNATURE_BYTES = 16 << 10
const MATERIAL_BYTES = 2048
const BOX = [0, 0, 190, 58] as const
/** About as long as one is. Its name is no file's: that of a signer is made after the upload. */
const TRAIL = {
  name: 'audit-trail-rehearsal',
  json: JSON.stringify({ type: 'audit_trail', steps: ' '.repeat(4096) }),
  page: ' '.repeat(4096),
  description: '',
}
/** The faults of a signature that has a place, but no value. */
const NO_VALUE: ReadonlySet<ReasonCode> = new Set(['SIGNATURE_MALFORMED', 'NO_TIMESTAMP', 'TIMESTAMP_INVALID'])

/** Throws a PdfProblem where as many signers as a request may have could not all sign. */
export async function rehearse(source: Source): Promise<void> {
  const document = new PdfDocument(source)
  const [authors, ...others] = emptyFields(document)
  // The only signer of a document signs there (documents/place.ts).
  const existing = authors && others.length === 0 ? [authors.name] : []
  const made = freeNames(document, MOST_SIGNERS - existing.length)
  const placed = withFields(source, made, existing)
  const [first = '', second = ''] = [...existing, ...made]
  const once = signed(placed, first)
  const one = await judge(source, once, [first])
  const two = await judge(source, signed(once, second), [first, second])
  // Each signer after the first costs the judge as much as the second one.
  for (const [cost, spent] of Object.entries(one) as [Cost, number][]) {
    if (spent + (MOST_SIGNERS - 1) * (two[cost] - spent) > 1) throw tooComplex(`${cost}, for ${MOST_SIGNERS} signers`)
  }
}

/** What the judge spends of its budget on the document as signed. Throws where it would not let the signatures pass. */
async function judge(source: Source, whole: Source, fields: readonly string[]): Promise<Budget['spent']> {
  const context = { anchors: [], now: new Date(0) }
  const document = new PdfDocument(whole)
  const report = validateOpened(document, context)
  const changed = faultsOf(report, fields)
  if (changed.length > 0) throw unsignable(`its parts serve two ends: ${changed.join(', ')}`)
  const harmed = await harmedBy(report, new Set(fields), () => validatePdf(source, context))
  if (harmed.length > 0) throw unsignable('a signature that it bears would look damaged')
  return document.budget.spent
}

function unsignable(why: string): PdfProblem {
  return new PdfProblem('PDF_UNSIGNABLE', `A signature on this PDF would not hold, because ${why}. Print it as a new PDF and upload that.`)
}

/** Names that no field of the document has. */
function freeNames(document: PdfDocument, count: number): string[] {
  const taken = new Set(fieldsOf(document).map(({ name }) => name))
  const names: string[] = []
  for (let index = 0; names.length < count; index++) if (!taken.has(`rehearsal-${index}`)) names.push(`rehearsal-${index}`)
  return names
}

/** A field for each signer, on the last pages. */
function withFields(source: Source, names: readonly string[], existing: readonly string[]): Source {
  const document = new PdfDocument(source)
  const count = pageCount(document)
  const rect = permissionsOf(document).certified ? INVISIBLE.rect : BOX
  const fields = names.map((name, index) => ({ name, page: count - 1 - (index % count), rect }))
  return withTails(source, [placeFields(source, fields, existing)])
}

/** The document with one signature more, and the time-stamp over it. */
function signed(source: Source, field: string): Source {
  const now = new Date(0)
  const mark = { title: '', lines: [] }
  const { tail } = emptySignature(source, { field, mark, now, size: SIGNATURE_BYTES, trail: TRAIL })
  const whole = withTails(source, [tail.bytes])
  const update = new Update(new PdfDocument(whole))
  const material = [Buffer.alloc(MATERIAL_BYTES, field)]
  addValidationData(update, { certificates: material, ocsps: material, crls: material }, Buffer.from(field))
  return withTails(whole, [emptyTimestamp(update, { field, size: SIGNATURE_BYTES }).tail.bytes])
}

function faultsOf({ signatures, documentTimestamps }: ValidationReport, fields: readonly string[]): string[] {
  const ours = signatures.filter(({ field }) => fields.includes(field))
  const faults = [...ours, ...documentTimestamps.slice(-fields.length)].flatMap(({ reasons }) => reasons)
  const changes = ours.flatMap(({ changes }) => forbiddenIn(changes))
  const other = faults.filter((code) => !NO_VALUE.has(code))
  if (ours.length < fields.length) return ['BYTE_RANGE_INVALID']
  return [...new Set(changes.length > 0 ? changes : other)]
}
