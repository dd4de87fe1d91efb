// What was found changed outside of the product: refused, named in the log, and kept for readiness until it is whole again.

import { EnvelopeRefused, open } from '../../crypto/envelope'
import type { Keyring } from '../../crypto/keyring'
import { Problem } from '../../domain/problem'
import type { Context } from './context'

/** A stored thing by its id, and what does not fit. Ids and numbers only: both stand in the log and in the answer of readiness. */
export type Fault = { place: string; what: string }
/** What is compared at a read. Of one place there are several, and no read makes all of them. A seal is of one of the row's columns. */
type Check =
  | 'row'
  | 'seal'
  | `seal ${string}`
  | 'evidence'
  | 'time-stamps'
  | 'documents'
  | 'bytes'
  | 'archive'
  | 'audit trail'
  | 'link'
  | 'first row'
  | 'delivery'
export type Integrity = {
  found(check: Check, fault: Fault): void
  /** This check was made of the place, and it is whole. What another check has found stays named. */
  whole(check: Check, place: string): void
  faults(): readonly Fault[]
}
type Needs = Pick<Context, 'integrity' | 'log'>

/** Somebody who changes everything must not fill the memory of the process too. */
const MOST_FAULTS = 100

/** One for each process. */
export function newIntegrity(): Integrity {
  const found = new Map<string, Fault>()
  const key = (check: Check, place: string) => `${check} ${place}`
  return {
    found: (check, fault) => void (found.size < MOST_FAULTS && found.set(key(check, fault.place), fault)),
    whole: (check, place) => void found.delete(key(check, place)),
    faults: () => [...found.values()],
  }
}

/** The refusal; the people who read it learn that nothing is lost and whom to tell. */
export function integrityFault({ integrity, log }: Needs, check: Check, fault: Fault): Problem {
  integrity.found(check, fault)
  log.error({ ...fault }, 'stored data was changed outside of the product and is not used')
  return new Problem('INTEGRITY_FAULT.changed', { place: fault.place })
}

/**
 * Opens a sealed column. `label`: the additional data, which names the row and, where the key serves several, the column. `check`: where an
 * envelope may come from another column of the same row, and has its label.
 */
export function openSealed(context: Needs, key: Uint8Array | Keyring, sealed: Uint8Array, label: string, check: Check = 'seal'): Buffer {
  try {
    const plaintext = open(key, sealed, label)
    context.integrity.whole(check, label)
    return plaintext
  } catch (error) {
    if (!(error instanceof EnvelopeRefused)) throw error
    throw integrityFault(context, check, { place: label, what: 'a sealed column does not open' })
  }
}

/** For work on many things, of which one that was changed must not keep the others from being done. Null for that one. */
export async function unlessChanged<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem && error.code === 'INTEGRITY_FAULT') return null
    throw error
  }
}
