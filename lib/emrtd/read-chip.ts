// Reads what an app has read of a chip: data groups 1 and 2 and the security object. What is not signed by a state is not looked into.

import { portraitOf, zoneOf, type Portrait } from './data-groups'
import type { ChipFiles } from '../domain/chip'
import { authenticate, type Authentication } from './passive-authentication'
import type { Der } from '../crypto/der'

/** `content`: null unless it is authentic. `lines`: of the machine-readable zone. */
export type ReadChip = Authentication & { readonly content: { readonly lines: readonly string[]; readonly portrait: Portrait } | null }

/** Throws ChipUnreadable. */
export function readChip(files: ChipFiles, trusted: { anchors: readonly Der[]; now: Date }): ReadChip {
  const authentication = authenticate(files, trusted)
  const content = authentication.result === 'authentic' ? { lines: zoneOf(files.dg1), portrait: portraitOf(files.dg2) } : null
  return { ...authentication, content }
}
