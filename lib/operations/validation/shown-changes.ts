// Which changes to a document people are shown, beside the full list.

import { ruleOf, type ChangeKind } from '../../validation/change-kinds'

/** What every long-term signature adds, and later signers add; no page shows more of it than a signature. */
export const EXPECTED_CHANGES: ReadonlySet<ChangeKind> = new Set([
  'document_timestamp',
  'validation_data',
  'extensions',
  'structure_entry',
  'audit_trail',
  'signature',
])

/** Whether a page may look different. What is always allowed shows nothing. */
export const mayShow = (kind: ChangeKind): boolean => ruleOf(kind) !== 'always'

/** A signature in a field of its own as well: what it shows may stand over anything on the page. */
const ADDED: ReadonlySet<ChangeKind> = new Set(['form_fill', 'field_appearance', 'field_visibility', 'annotation', 'visible_signature'])

/** Whether a reader of the document sees something that its signer did not, although the signature allows it. */
export const isAddedTo = (changes: readonly { kind: ChangeKind; allowed: boolean }[]): boolean =>
  changes.some(({ kind, allowed }) => allowed && ADDED.has(kind))
