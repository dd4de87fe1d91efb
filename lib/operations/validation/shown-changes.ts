// Which changes to a document people are shown, beside the full list.

import { ruleOf, type ChangeKind } from '../../validation/change-kinds'

/** What every long-term signature adds, and later signers add; no page shows more of it than a signature. */
export const EXPECTED_CHANGES: ReadonlySet<ChangeKind> = new Set([
  'document_timestamp',
  'validation_data',
  'extensions',
  'structure_entry',
  'signature',
])

/** Whether a page may look different. What is always allowed shows nothing. */
export const mayShow = (kind: ChangeKind): boolean => ruleOf(kind) !== 'always'
