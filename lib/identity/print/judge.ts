// Judges whether zone and print belong together: on one page, or on the two sides of a card.
import { holds, orRefer, type Check, type Finding } from '../finding'
import { TEXT_MODEL } from '../models'
import type { MrzReading } from '../mrz/parse'
import type { DocumentSide, DocumentType } from '../../domain/capture'
import { compareField } from './compare'
import { layoutOf, PRINTED_FIELDS, type PrintedField } from './layouts'
import type { PrintedLine } from './printed-line'

export type ComparedPrint = {
  readonly documentType: DocumentType
  readonly now: Date
  readonly specimens: boolean
  readonly mrz: MrzReading
  // Of the side with the portrait.
  readonly print: readonly PrintedLine[]
  readonly zoneSide: DocumentSide
}

// One field may be misread with certainty, two are not: so many must differ before anybody is accused.
const ACCUSING = 2

// The check that says whether they belong together, by the side that has the zone.
export const CHECK_OF_PRINT: Readonly<Record<DocumentSide, Check>> = { front: 'document_print', back: 'document_sides' }

export function judgePrint({ documentType, now, specimens, mrz, print, zoneSide }: ComparedPrint): Finding[] {
  const layout = layoutOf(documentType, mrz, specimens)
  const compared = PRINTED_FIELDS.map((field) => [field, compareField(field, print, mrz, now)] as const)
  const differing = compared.filter(([, comparison]) => comparison === 'differs').length
  // On an unknown layout nobody can say what must be printed; what agrees is told to the person who decides.
  const needed = layout === null ? [] : compared.filter(([field]) => layout.fields.includes(field))
  // What certainly differs is of somebody else, also where the layout does not ask for it: a permit without a birth on its front shows none.
  const agree = layout !== null && differing === 0 && needed.every(([, comparison]) => comparison === 'agrees')
  // Not read where this layout need not have it says nothing.
  const telling = layout === null ? compared : compared.filter((one) => needed.includes(one) || one[1] !== 'unread')
  const detail = { side: zoneSide, layout: layout?.name ?? null, ...Object.fromEntries(telling) }
  const together = holds(CHECK_OF_PRINT[zoneSide], agree, TEXT_MODEL, detail)
  if (layout === null) {
    const known = orRefer(holds('document_known', false, TEXT_MODEL, { side: zoneSide }), 'DOCUMENT_LAYOUT_UNKNOWN')
    return [known, orRefer(together, 'DOCUMENT_LAYOUT_UNKNOWN')]
  }
  return [differing >= ACCUSING ? together : orRefer(together, 'DOCUMENT_PRINT_UNREAD')]
}

export type Differing = { readonly fields: readonly PrintedField[]; readonly certain: boolean }

// What is printed beside the portrait against data that are certain, such as those of a chip.
export function differing(print: readonly PrintedLine[], mrz: MrzReading, now: Date): Differing {
  const fields = print.length === 0 ? [] : PRINTED_FIELDS.filter((field) => compareField(field, print, mrz, now) === 'differs')
  return { fields, certain: fields.length >= ACCUSING }
}
