// Which of the lists that were read may be believed now (ETSI TS 119 615, clauses 4.1 and 4.2): the list of lists whose signer leads back to
// the configured certificates, pivot by pivot, and the lists of states that it points to.

import { sha256Hex } from '../../crypto/algorithms'
import type { CheckedList } from './check-list'
import type { ListedService, Pointer } from './trusted-list'

/** `expired`: read and well signed, but no longer to be relied on; kept so that the answer can say so. */
export type AcceptedList = { location: string; sha256: string; territory: string; expired: boolean; services: readonly ListedService[] }

export type Accepted = {
  /** The list of lists in force; null where none leads back to the anchors. */
  listOfLists: CheckedList | null
  lists: readonly AcceptedList[]
  /** Those pointed to whose list is missing or not signed by whom it should be. */
  missing: readonly string[]
}

/** `anchors`: SHA-256 (hex) of the certificates that may sign the list of lists. */
export function acceptedLists(all: readonly CheckedList[], anchors: readonly string[], now: Date): Accepted {
  const listOfLists = inForce(all, anchors)
  // Without it, no other list has signers who count.
  if (!listOfLists) return { listOfLists, lists: [], missing: [] }
  const outdated = hasExpired(listOfLists, now)
  const pointers = listOfLists.list.pointers.filter(({ type }) => type === 'generic')
  const found = pointers.map((pointer) => ({ pointer, checked: newest(all.filter((one) => isPointedTo(one, pointer))) }))
  return {
    listOfLists,
    lists: found.flatMap(({ pointer: { location, territory }, checked }) =>
      checked
        ? [{ location, sha256: checked.sha256, territory, expired: outdated || hasExpired(checked, now), services: checked.list.services }]
        : [],
    ),
    missing: found.flatMap(({ pointer, checked }) => (checked ? [] : [pointer.location])),
  }
}

/**
 * Lists of lists in the order in which they were issued: each that is signed by somebody who counts says, in its pointer to itself, who counts
 * for the next. So a pivot hands over from the signers of before to those of today (TS 119 615 4.1).
 */
function inForce(all: readonly CheckedList[], anchors: readonly string[]): CheckedList | null {
  const inOrder = all.filter(({ list }) => list.type === 'listOfLists').sort((a, b) => a.list.sequence - b.list.sequence)
  let signers: ReadonlySet<string> = new Set(anchors)
  let current: CheckedList | null = null
  for (const one of inOrder) {
    if (!signers.has(one.signer)) continue
    current = one
    const named = one.list.pointers.filter(({ type }) => type === 'listOfLists').flatMap((pointer) => pointer.signers)
    if (named.length > 0) signers = new Set(named.map((der) => sha256Hex(der)))
  }
  return current
}

/** TS 119 615 4.2: the type, the state and the signer must be those that the list of lists names. */
export function isPointedTo({ list, signer }: CheckedList, pointer: Pointer): boolean {
  return list.type === pointer.type && list.territory === pointer.territory && pointer.signers.some((der) => sha256Hex(der) === signer)
}

/** A list that was issued before another of its state is never put back in its place. */
const newest = (lists: readonly CheckedList[]): CheckedList | undefined =>
  [...lists].sort((a, b) => b.list.sequence - a.list.sequence || b.list.issuedAt.getTime() - a.list.issuedAt.getTime())[0]

export const hasExpired = ({ list: { nextUpdate } }: CheckedList, now: Date): boolean => nextUpdate !== null && nextUpdate < now
