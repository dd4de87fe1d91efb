// Whose line people without an account wait in: all of them together take one turn among the organisations that wait for a worker, and among
// them each address takes one.

import type { Place } from '../../domain/fair-line'

/** `client`: a digest of the address. */
export const strangers = (client: string): Place => ({ tenant: 'strangers', signer: client })
