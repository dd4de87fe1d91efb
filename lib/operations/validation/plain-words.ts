// Which plain words fit a signature, where one sentence would say more than is proven: for the page /verify and for the report.

import type { Change } from '../../validation/change-kinds'
import type { Indication, ReasonCode } from '../../validation/reasons'
import { isAddedTo } from './shown-changes'
import type { TRUSTED_LISTS } from './shown-signature'

/** What is signed is whole, but there is more that is not. */
const IN_PART: ReadonlySet<string> = new Set<ReasonCode>(['PART_SIGNED', 'FILE_NOT_SIGNED'])

type Told = { intact: boolean; changes: readonly Pick<Change, 'kind' | 'allowed'>[]; codes: readonly string[] }

export function stateOfDocument({ intact, changes, codes }: Told): 'changed' | 'addedTo' | 'unchanged' {
  if (!intact || codes.some((code) => IN_PART.has(code))) return 'changed'
  return isAddedTo(changes) ? 'addedTo' : 'unchanged'
}

/** What the law makes of a signature is no sentence of its own where the signature is not proven: the lists tell what it would be. */
export const hasEffect = (indication: Indication): boolean => indication !== 'INDETERMINATE'

/** Of a valid signature of an authority whose status was withdrawn, the lists say all there is. */
export const namesList = (indication: Indication, list: (typeof TRUSTED_LISTS)[number]): boolean =>
  list !== 'NOT_TRUSTED' || indication !== 'TOTAL-PASSED'
