// Trusted lists of a toy Union as an installation has them, in memory; and the services of a test authority, as a state would list them.

import { sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import type { Der, TrustedLists } from '../../domain/ports'
import type { ServiceToMake } from '../../validation/trusted-lists/make-list'
import type { Period } from '../../validation/trusted-lists/trusted-list'
import { STATES, type ToyUnion } from './toy-union'

/** `files` by their names, which may change. */
export const listFiles = (
  { signers }: ToyUnion,
  files: ReadonlyMap<string, Uint8Array>,
  network: TrustedLists['network'] = null,
): TrustedLists => ({
  anchors: [sha256Hex(signers[0].certificate.der)],
  files: async () => [...files].map(([name, bytes]) => ({ name, version: sha256Hex(bytes) })),
  read: async (name) => files.get(name) ?? new Uint8Array(),
  network,
})

/** All lists of the Union; the first state lists these services. */
export const wholeUnion = (union: ToyUnion, services: readonly ServiceToMake[]): Uint8Array[] => [
  union.pivot(1),
  union.pivot(2),
  union.listOfLists(),
  ...STATES.map((state, at) => union.national(state, at === 0 ? services : [])),
]

/** One service for certificates, which may be changed, and one for time-stamps, both of this authority. */
export function listedServices(issuing: Der | undefined, changed: Partial<Period> = {}): ServiceToMake[] {
  if (!issuing) throw new Error('no authority')
  const of = (type: ServiceToMake['type'], change: Partial<Period>): ServiceToMake => ({
    type,
    provider: 'Trust Ltd',
    name: `${type} of Trust Ltd`,
    certificates: [issuing],
    periods: [{ from: readCertificate(issuing).notBefore, type, status: 'granted', uses: ['esig'], qualifications: [], ...change }],
  })
  return [of('CA/QC', changed), of('TSA/QTST', {})]
}
