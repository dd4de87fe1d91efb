// The table of ETSI TS 119 172-4: what a signature is, by what the validation found and what its certificate was when it was issued and used.

import { describe, expect, it } from 'vitest'
import { OID } from '@/lib/crypto/oids'
import { toyAuthority, toyCertificate, type Said } from '../../testing/trusted-lists/toy-authority'
import { unpacked } from './known-lists'
import type { Qualifier, ServiceStatus, Use } from './names'
import { packed } from './packed-lists'
import { identityOf } from './service-identity'
import { signatureQualification, timestampQualification } from './signature-qualification'
import type { ListedService, Period } from './trusted-list'

const AUTHORITY = toyAuthority('CA')
const [ISSUED, CHANGED, USED] = [new Date('2021-01-01T00:00:00Z'), new Date('2022-01-01T00:00:00Z'), new Date('2023-01-01T00:00:00Z')]
const SEAL = '0.4.0.1862.1.6.2'
const [QC, QSCD] = [OID.qcCompliance, OID.qcSscd]

type Then = { status?: ServiceStatus; uses?: readonly Use[]; qualifiers?: readonly Qualifier[] }
const period = (
  type: ListedService['type'],
  from: Date,
  { status = 'granted', uses = ['esig', 'eseal', 'web'], qualifiers = [] }: Then,
): Period => ({
  from,
  type,
  status,
  uses,
  qualifications: [{ qualifiers, criteria: { assert: 'all', criteria: [] } }],
})
const listed = (type: ListedService['type'], ...periods: Period[]) =>
  unpacked(
    packed([
      {
        location: '',
        sha256: '',
        territory: 'PL',
        expired: false,
        test: false,
        services: [{ type, provider: '', name: '', identities: [identityOf(AUTHORITY.certificate.der)], periods }],
      },
    ]),
  ).lists

const results = (said: Said, before?: Then, after?: Then): string[] => told(said, before, after).map(({ result }) => result)

function told(said: Said, before: Then = {}, after: Then = before) {
  const { certificate } = toyCertificate({ usage: [1], from: ISSUED, ...said }, AUTHORITY)
  const lists = listed('CA/QC', period('CA/QC', CHANGED, after), period('CA/QC', new Date('2020-01-01T00:00:00Z'), before))
  const path = [certificate, AUTHORITY.certificate]
  return (['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED'] as const).map((indication) =>
    signatureQualification(path, { lists, indication, best: USED }),
  )
}

describe('what a signature is', () => {
  it.each<[string, Said, string[], Then?, Then?]>([
    [
      'for signatures, in a device',
      { statements: [QC, QSCD], types: [OID.qcTypeEsign] },
      ['QESig', 'Indeterminate-QESig', 'NotAdES-QC-QSCD'],
    ],
    ['for seals, in a device', { statements: [QC, QSCD], types: [SEAL] }, ['QESeal', 'Indeterminate-QESeal', 'NotAdES-QC-QSCD']],
    [
      'for both, in a device',
      { statements: [QC, QSCD], types: [SEAL, OID.qcTypeEsign] },
      ['Unknown-QC-QSCD', 'Indeterminate-Unknown-QC-QSCD', 'NotAdES-QC-QSCD'],
    ],
    ['for signatures', { statements: [QC] }, ['AdESig-QC', 'Indeterminate-AdESig-QC', 'NotAdES-QC']],
    ['for seals', { statements: [QC], types: [SEAL] }, ['AdESeal-QC', 'Indeterminate-AdESeal-QC', 'NotAdES-QC']],
    ['for both', { statements: [QC], types: [SEAL, OID.qcTypeEsign] }, ['Unknown-QC', 'Indeterminate-Unknown-QC', 'NotAdES-QC']],
    ['for signatures, not qualified', { types: [OID.qcTypeEsign] }, ['AdESig', 'Indeterminate-AdESig', 'NotAdES']],
    ['for seals, not qualified', { types: [SEAL] }, ['AdESeal', 'Indeterminate-AdESeal', 'NotAdES']],
    ['for nothing it says', {}, ['Unknown', 'Indeterminate-Unknown', 'NotAdES']],
    ['for web sites', { statements: [QC], types: ['0.4.0.1862.1.6.3'] }, ['NotAdES', 'NotAdES', 'NotAdES']],
    [
      'withdrawn between issuance and signing',
      { statements: [QC, QSCD] },
      ['AdESig', 'Indeterminate-AdESig', 'NotAdES'],
      {},
      { status: 'withdrawn' },
    ],
    ['granted only after issuance', { statements: [QC, QSCD] }, ['AdESig', 'Indeterminate-AdESig', 'NotAdES'], { status: 'withdrawn' }, {}],
    [
      'a device that lost its certification before signing',
      { statements: [QC, QSCD] },
      ['AdESig-QC', 'Indeterminate-AdESig-QC', 'NotAdES-QC'],
      {},
      { qualifiers: ['QCNoQSCD'] },
    ],
    [
      'a device that the list names since',
      { statements: [QC] },
      ['QESig', 'Indeterminate-QESig', 'NotAdES-QC-QSCD'],
      {},
      { qualifiers: ['QCWithQSCD'] },
    ],
    [
      'another type since',
      { statements: [QC, QSCD] },
      ['Unknown-QC-QSCD', 'Indeterminate-Unknown-QC-QSCD', 'NotAdES-QC-QSCD'],
      {},
      { qualifiers: ['QCForESeal'] },
    ],
    ['for other certificates since', { statements: [QC, QSCD] }, ['N/A', 'N/A', 'NotAdES'], {}, { uses: ['web'] }],
  ])('%s', (_, said, expected, before, after) => {
    expect(results(said, before, after)).toEqual(expected)
  })

  it.each<[string, Said, string | null, Then?, Then?]>([
    ['nothing is missing', { statements: [QC, QSCD] }, null],
    ['nothing is missing any more', { statements: [QC] }, null, {}, { qualifiers: ['QCWithQSCD'] }],
    ['it was withdrawn since', { statements: [QC, QSCD] }, 'NOT_GRANTED', {}, { status: 'withdrawn' }],
    ['it was granted too late', { statements: [QC, QSCD] }, 'NOT_GRANTED', { status: 'withdrawn' }, {}],
    ['it is another type since', { statements: [QC, QSCD] }, 'TYPE_UNCLEAR', {}, { qualifiers: ['QCForESeal'] }],
    ['the device lost its certification', { statements: [QC, QSCD] }, 'NO_QSCD', {}, { qualifiers: ['QCNoQSCD'] }],
    ['the service was not for it when it was issued', { statements: [QC, QSCD] }, 'OTHER_USE', { uses: ['web'] }, {}],
  ])('is told with the reason: %s', (_, said, reason, before, after) => {
    expect(told(said, before, after)[0]?.reason).toBe(reason)
  })

  it('cannot be said where nobody is listed', () => {
    const { certificate } = toyCertificate({ statements: [QC, QSCD] }, AUTHORITY)
    const told = signatureQualification([certificate, AUTHORITY.certificate], { lists: [], indication: 'TOTAL-PASSED', best: USED })
    expect(told).toMatchObject({ result: 'N/A', reason: 'NO_LISTS', test: false })
  })
})

describe('what a time-stamp is', () => {
  const tsa = toyCertificate({ name: 'TSA', purposes: [OID.timeStamping] }, AUTHORITY).certificate
  const told = (lists: ReturnType<typeof listed>, { valid = true, at = USED } = {}) =>
    timestampQualification([tsa, AUTHORITY.certificate], { lists, valid, at }).result

  it.each<[string, ReturnType<typeof listed>, string, { valid?: boolean; at?: Date }?]>([
    ['of a granted authority', listed('TSA/QTST', period('TSA/QTST', CHANGED, {})), 'QTSA'],
    ['of one that was withdrawn', listed('TSA/QTST', period('TSA/QTST', CHANGED, { status: 'withdrawn' })), 'TSA'],
    ['of before the grant', listed('TSA/QTST', period('TSA/QTST', CHANGED, {})), 'TSA', { at: ISSUED }],
    ['of an authority that issues certificates only', listed('CA/QC', period('CA/QC', CHANGED, {})), 'TSA'],
    [
      'of before the Regulation',
      listed('TSA/QTST', period('TSA/QTST', new Date('2010-01-01T00:00:00Z'), {})),
      'TSA',
      { at: new Date('2015-01-01T00:00:00Z') },
    ],
    ['that does not hold', listed('TSA/QTST', period('TSA/QTST', CHANGED, {})), 'N/A', { valid: false }],
    ['without lists', [], 'N/A'],
  ])('%s', (_, lists, expected, when) => {
    expect(told(lists, when)).toBe(expected)
  })
})
