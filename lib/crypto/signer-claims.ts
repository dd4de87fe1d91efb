// What a CMS signature claims of its signer, and no certificate vouches for (EN 319 122-1 5.2.6.1): the person for whom a seal signs.

import { children, explicit, MalformedDer, membersOf, readOid, readWhole, seq, set, TAG, utf8String, type Der } from './der'
import { OID, oidDer } from './oids'
import { readString } from './x509/name'

/** The value of the signed attribute signer-attributes-v2. */
export const claimedAttributes = (name: string): Der => seq(explicit(0, seq(seq(oidDer(OID.commonName), set(utf8String(name))))))

/** The claimed names in such values. What is written otherwise, or claims anything else, names nobody. */
export function claimedNames(values: readonly Der[]): string[] {
  try {
    return values.flatMap((attributes) =>
      membersOf(readWhole(attributes), TAG.sequence)
        .filter(({ tag }) => tag === CLAIMED)
        .flatMap((claimed) => membersOf(children(claimed)[0], TAG.sequence).flatMap(namesIn)),
    )
  } catch (error) {
    if (error instanceof MalformedDer) return []
    throw error
  }
}

const CLAIMED = 0xa0

function namesIn(attribute: Parameters<typeof membersOf>[0]): string[] {
  const [type, values] = membersOf(attribute, TAG.sequence)
  return readOid(type) === OID.commonName ? membersOf(values, TAG.set).map(readString) : []
}
