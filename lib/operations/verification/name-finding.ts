// The comparison of names as a finding: whether the name on the document is that of the signer.

import type { Finding } from '../../domain/event'
import type { NameMatch } from '../../domain/name-match'

/** `names`: null where no name was read. */
export function nameFindingOf(names: NameMatch | null): Finding {
  return { check: 'name_match', passed: names !== null && names.likeness !== 'differs', model: 'icao-9303-name-match/1' }
}
