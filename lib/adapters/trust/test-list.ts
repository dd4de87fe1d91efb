// The trusted list of this installation (ETSI TS 119 612): it says of the test authority what lists of states say of real ones, so that
// qualification can be tried. It is signed by the test PKI, and counts for test keys alone.

import { sign } from 'node:crypto'
import type { TestList } from '../../domain/ports'
import { makeList, type ServiceToMake } from '../../validation/trusted-lists/make-list'
import { NOTICE, TEST_TERRITORY } from './certificate-profile'
import type { Pki } from './pki'

const DAY = 86_400_000
/** TS 119 612 5.3.15: six months at most. */
const GOOD_FOR = 30 * DAY

/** A new one every day, of which each process makes the same, but for the value of its signature. */
export function testList({ issuing, listSigner, installation }: Pki, baseUrl: string, now: () => Date): TestList {
  const { notBefore } = issuing.certificate
  const service = (type: ServiceToMake['type'], name: string, uses: ServiceToMake['periods'][number]['uses']): ServiceToMake => ({
    type,
    provider: `QSignHub TEST ${installation}`,
    name,
    certificates: [issuing.certificate.der],
    periods: [{ from: notBefore, type, status: 'granted', uses, qualifications: [] }],
  })
  const services = [
    service('CA/QC', 'TEST certificates, NOT QUALIFIED', ['esig']),
    service('TSA/QTST', 'TEST time-stamps, NOT QUALIFIED', []),
  ]
  let made: { sequence: number; xml: Buffer } | undefined
  return async () => {
    const sequence = 1 + Math.max(0, Math.floor((now().getTime() - notBefore.getTime()) / DAY))
    if (made?.sequence !== sequence) made = { sequence, xml: listOf(sequence) }
    return { xml: made.xml, signer: listSigner.certificate.der }
  }

  function listOf(sequence: number): Buffer {
    const issuedAt = new Date(notBefore.getTime() + (sequence - 1) * DAY)
    return makeList(
      {
        version: 6,
        type: 'generic',
        territory: TEST_TERRITORY,
        sequence,
        issuedAt,
        nextUpdate: new Date(issuedAt.getTime() + GOOD_FOR),
        informationUris: [`${baseUrl}/pds_en.pdf`],
        pointers: [],
        services,
        operator: 'QSignHub TEST',
        schemeName: 'UT:TEST list of one installation, NOT QUALIFIED',
        notice: NOTICE,
      },
      {
        certificate: listSigner.certificate.der,
        sign: (octets) => sign('sha256', octets, { key: listSigner.key, dsaEncoding: 'ieee-p1363' }),
      },
    )
  }
}
