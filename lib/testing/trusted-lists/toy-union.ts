// A toy Union for tests: a list of lists with two pivots, signed by three generations of signers, and three states with their lists.

import { makeList, type ListToMake, type ServiceToMake } from '../../validation/trusted-lists/make-list'
import type { TrustedList } from '../../validation/trusted-lists/trusted-list'
import { listSigner, toyCertificate, type Toy } from './toy-authority'

const DAY = 86_400_000
export const STATES = ['AA', 'BB', 'CC'] as const
export type State = (typeof STATES)[number]
export const LIST_OF_LISTS = 'https://union.example/lotl.xml'
export const listOf = (state: State): string => `https://${state.toLowerCase()}.example/tl.xml`
export const pivotOf = (number: number): string => `https://union.example/tl-pivot-${number}.xml`

export type ToyUnion = {
  /** The first signer of the list of lists, which an operator configures; those of the pivots, and of today; and one whom nobody names. */
  signers: readonly [Toy, Toy, Toy]
  stranger: Toy
  states: Readonly<Record<State, Toy>>
  now: Date
  /** The first pivot is 1, the second 2; the list of lists of today has the number 3. */
  pivot(number: 1 | 2, changed?: Partial<ListToMake>): Buffer
  listOfLists(changed?: Partial<ListToMake>, signer?: Toy): Buffer
  national(state: State, services: readonly ServiceToMake[], changed?: Partial<ListToMake>, signer?: Toy): Buffer
}

export function toyUnion(now: Date): ToyUnion {
  const make = (name: string): Toy => toyCertificate({ name, usage: [1] })
  const signers = [make('Union 1'), make('Union 2'), make('Union 3')] as const
  const states = { AA: make('AA'), BB: make('BB'), CC: make('CC') }
  const base = {
    version: 6,
    issuedAt: new Date(now.getTime() - DAY),
    nextUpdate: new Date(now.getTime() + 30 * DAY),
    informationUris: [],
    pointers: [],
    services: [],
    operator: 'Toy',
    schemeName: 'Toy',
    notice: 'A toy of a test.',
  }
  const self = (toy: Toy): TrustedList['pointers'][number] => ({
    location: LIST_OF_LISTS,
    type: 'listOfLists',
    territory: 'EU',
    signers: [toy.certificate.der],
  })
  const union = { ...base, type: 'listOfLists', territory: 'EU' } as const
  return {
    signers,
    stranger: make('Stranger'),
    states,
    now,
    // Each names the signer of the next, and is signed by the one before: that is what makes it a pivot.
    pivot: (number, changed = {}) =>
      makeList(
        { ...union, sequence: number, pointers: [self(signers[number])], ...changed },
        listSigner(signers[number - 1] ?? signers[0]),
      ),
    listOfLists: (changed = {}, signer = signers[2]) =>
      makeList(
        {
          ...union,
          sequence: 3,
          informationUris: [pivotOf(2), pivotOf(1), 'https://eur-lex.europa.example/journal'],
          pointers: [
            self(signers[2]),
            ...STATES.map((state): TrustedList['pointers'][number] => ({
              location: listOf(state),
              type: 'generic',
              territory: state,
              signers: [states[state].certificate.der],
            })),
          ],
          ...changed,
        },
        listSigner(signer),
      ),
    national: (state, services, changed = {}, signer = states[state]) =>
      makeList({ ...base, type: 'generic', territory: state, sequence: 5, services, ...changed }, listSigner(signer)),
  }
}
