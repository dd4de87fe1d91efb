// A table of what trusted lists and certificates say, and what follows (ETSI TS 119 615): every qualifier, every kind of criterion, and the
// statuses of a service before and after the Regulation.

import { describe, expect, it } from 'vitest'
import { OID } from '@/lib/crypto/oids'
import { toyAuthority, toyCertificate, type Said } from '../../testing/trusted-lists/toy-authority'
import { qualificationAt } from './certificate-qualification'
import { unpacked } from './known-lists'
import type { Qualifier, ServiceStatus, Use } from './names'
import { packed } from './packed-lists'
import { identityOf, keyIdOf } from './service-identity'
import type { CriteriaList, Criterion, Period } from './trusted-list'

const [SEAL, WEB] = ['0.4.0.1862.1.6.2', '0.4.0.1862.1.6.3']
const [QCP_PLUS, QCP] = ['0.4.0.1456.1.1', '0.4.0.1456.1.2']
const AUTHORITY = toyAuthority('CA', new Date('2010-01-01T00:00:00Z'))
const NOW = new Date('2026-11-20T10:00:00Z')
const EIDAS = new Date('2016-06-30T22:00:00Z')
const THEN = new Date('2014-05-01T00:00:00Z')

const QUALIFIED: Said = { statements: [OID.qcCompliance, OID.qcSscd], types: [OID.qcTypeEsign], usage: [1], policies: [OID.qcpNaturalQscd] }
const PLAIN: Said = { usage: [1] }
const EVERYBODY: CriteriaList = { assert: 'all', criteria: [] }

type Listed = {
  from?: Date
  status?: ServiceStatus | null
  uses?: readonly Use[]
  qualifiers?: readonly Qualifier[]
  criteria?: CriteriaList
  expired?: true
}
type Row = [what: string, said: Said, listed: Listed | readonly Listed[], told: string, at?: Date]

const periodOf = ({ from = EIDAS, status = 'granted', uses = ['esig'], qualifiers = [], criteria = EVERYBODY }: Listed): Period => ({
  from,
  type: 'CA/QC',
  status,
  uses,
  qualifications: qualifiers.length > 0 ? [{ qualifiers, criteria }] : [],
})

/** Each of `listed` is a service of its own, of the same key. */
function told(said: Said, listed: Listed | readonly Listed[], at: Date = NOW): string {
  const { certificate } = toyCertificate({ ...said, from: said.from ?? (at < EIDAS ? THEN : new Date('2024-01-01T00:00:00Z')) }, AUTHORITY)
  const lists = [listed].flat().map((one) => ({
    location: 'https://tl.example',
    sha256: '',
    territory: 'PL',
    test: false,
    expired: one.expired === true,
    services: [
      {
        type: 'CA/QC' as const,
        provider: 'Provider',
        name: 'Service',
        identities: [identityOf(AUTHORITY.certificate.der)],
        periods: [periodOf(one)],
      },
    ],
  }))
  const { qualified, type, qscd, reason } = qualificationAt([certificate, AUTHORITY.certificate], unpacked(packed(lists)).lists, at)
  return [
    qualified === null ? 'nobody can say' : qualified ? 'qualified' : 'not qualified',
    type,
    ...(qscd ? ['QSCD'] : []),
    ...(reason ? [reason] : []),
  ].join(' ')
}

const GOOD = 'qualified esig QSCD'
const rows: Row[] = [
  ['what the certificate says', QUALIFIED, {}, GOOD],
  ['no device in the certificate', { ...QUALIFIED, statements: [OID.qcCompliance] }, {}, 'qualified esig NO_QSCD'],
  ['nothing in the certificate', PLAIN, {}, 'not qualified unknown NOT_QUALIFIED_IN_CERTIFICATE'],
  ['no type, but qualified', { ...QUALIFIED, types: [] }, {}, GOOD],
  ['two types', { ...QUALIFIED, types: [OID.qcTypeEsign, SEAL] }, {}, 'qualified unknown QSCD TYPE_UNCLEAR'],
  ['a seal', { ...QUALIFIED, types: [SEAL] }, { uses: ['esig', 'eseal'] }, 'qualified eseal QSCD'],
  ['a seal of a service for signatures', { ...QUALIFIED, types: [SEAL] }, {}, 'nobody can say eseal OTHER_USE'],
  ['a web site', { ...QUALIFIED, types: [WEB] }, { uses: ['web'] }, 'qualified web QSCD WEB_CERTIFICATE'],
  ['the law of another country', { ...QUALIFIED, countries: ['CH'] }, {}, 'not qualified esig OTHER_LEGISLATION'],
  ['a policy of before says nothing today', { ...PLAIN, policies: [QCP_PLUS] }, {}, 'not qualified unknown NOT_QUALIFIED_IN_CERTIFICATE'],
  // Qualifiers: what the list says outweighs the certificate.
  ['NotQualified', QUALIFIED, { qualifiers: ['NotQualified'] }, 'not qualified esig NOT_QUALIFIED_BY_LIST'],
  ['QCStatement', PLAIN, { qualifiers: ['QCStatement', 'QCForESig'] }, 'qualified esig NO_QSCD'],
  ['QCStatement without a type', PLAIN, { qualifiers: ['QCStatement'] }, 'qualified unknown TYPE_UNCLEAR'],
  ['QCStatement beside another law', { ...QUALIFIED, countries: ['CH'] }, { qualifiers: ['QCStatement'] }, GOOD],
  ['QCWithQSCD', { ...QUALIFIED, statements: [OID.qcCompliance] }, { qualifiers: ['QCWithQSCD'] }, GOOD],
  ['QCNoQSCD', QUALIFIED, { qualifiers: ['QCNoQSCD'] }, 'qualified esig NO_QSCD'],
  ['QCQSCDStatusAsInCert', QUALIFIED, { qualifiers: ['QCQSCDStatusAsInCert'] }, GOOD],
  [
    'QCQSCDStatusAsInCert, not in it',
    { ...QUALIFIED, statements: [OID.qcCompliance] },
    { qualifiers: ['QCQSCDStatusAsInCert'] },
    'qualified esig NO_QSCD',
  ],
  ['QCQSCDManagedOnBehalf', { ...QUALIFIED, statements: [OID.qcCompliance] }, { qualifiers: ['QCQSCDManagedOnBehalf'] }, GOOD],
  [
    'QCWithQSCD and QCQSCDManagedOnBehalf',
    { ...QUALIFIED, statements: [OID.qcCompliance] },
    { qualifiers: ['QCWithQSCD', 'QCQSCDManagedOnBehalf'] },
    GOOD,
  ],
  ['QCWithQSCD of what is not qualified', PLAIN, { qualifiers: ['QCWithQSCD'] }, 'not qualified unknown NOT_QUALIFIED_IN_CERTIFICATE'],
  ['QCForESig over a seal', { ...QUALIFIED, types: [SEAL] }, { qualifiers: ['QCForESig'] }, GOOD],
  ['QCForESeal', QUALIFIED, { qualifiers: ['QCForESeal'], uses: ['eseal'] }, 'qualified eseal QSCD'],
  ['QCForESeal of a service for signatures', QUALIFIED, { qualifiers: ['QCForESeal'] }, 'nobody can say esig OTHER_USE'],
  ['QCForWSA', QUALIFIED, { qualifiers: ['QCForWSA'], uses: ['web'] }, 'qualified web QSCD WEB_CERTIFICATE'],
  [
    'two types by the list',
    QUALIFIED,
    { qualifiers: ['QCForESig', 'QCForESeal'], uses: ['esig', 'eseal'] },
    'qualified unknown QSCD TYPE_UNCLEAR',
  ],
  ['QCForLegalPerson is for no signatures', QUALIFIED, { qualifiers: ['QCForLegalPerson'] }, 'nobody can say esig OTHER_USE'],
  [
    'QCForLegalPerson with a seal',
    { ...QUALIFIED, types: [SEAL] },
    { qualifiers: ['QCForLegalPerson'], uses: ['eseal'] },
    'qualified eseal QSCD',
  ],
  ['a contradiction: qualified', QUALIFIED, { qualifiers: ['QCStatement', 'NotQualified'] }, 'nobody can say esig LIST_UNCLEAR'],
  ['a contradiction: device', QUALIFIED, { qualifiers: ['QCWithQSCD', 'QCNoQSCD'] }, 'nobody can say esig LIST_UNCLEAR'],
  ['a contradiction: managed', QUALIFIED, { qualifiers: ['QCQSCDManagedOnBehalf', 'QCNoQSCD'] }, 'nobody can say esig LIST_UNCLEAR'],
  ['a qualifier of before the Regulation, today', QUALIFIED, { qualifiers: ['QCNoSSCD'] }, GOOD],
  // Statuses and history.
  ['withdrawn', QUALIFIED, { status: 'withdrawn' }, 'not qualified esig NOT_GRANTED'],
  ['a status of before, today', QUALIFIED, { status: 'undersupervision', from: THEN }, 'not qualified esig NOT_GRANTED'],
  ['a status of before that claims today', QUALIFIED, { status: 'accredited' }, 'not qualified esig NOT_GRANTED'],
  ['recognised by a nation', QUALIFIED, { status: 'recognisedatnationallevel' }, 'not qualified esig NOT_GRANTED'],
  ['a status that the standard does not have', QUALIFIED, { status: null }, 'not qualified esig NOT_GRANTED'],
  ['listed later', QUALIFIED, { from: new Date('2027-01-01T00:00:00Z') }, 'nobody can say esig NOT_YET_LISTED'],
  ['an expired list', QUALIFIED, { expired: true }, 'nobody can say esig LIST_EXPIRED'],
  ['no lists', QUALIFIED, [], 'nobody can say esig NO_LISTS'],
  // Before the Regulation.
  ...(['undersupervision', 'supervisionincessation', 'accredited'] as const).map((status): Row => [
    status,
    QUALIFIED,
    { status, from: new Date('2012-01-01T00:00:00Z'), uses: [] },
    GOOD,
    THEN,
  ]),
  ...(['supervisionceased', 'supervisionrevoked', 'accreditationceased', 'accreditationrevoked', 'granted'] as const).map((status): Row => [
    `${status} before the Regulation`,
    QUALIFIED,
    { status, from: new Date('2012-01-01T00:00:00Z'), uses: [] },
    'not qualified esig NOT_GRANTED',
    THEN,
  ]),
  [
    'QCP+ before',
    { ...PLAIN, policies: [QCP_PLUS] },
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), uses: [] },
    GOOD,
    THEN,
  ],
  [
    'QCP before',
    { ...PLAIN, policies: [QCP] },
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), uses: [] },
    'qualified esig NO_QSCD',
    THEN,
  ],
  [
    'QCWithSSCD before',
    { ...PLAIN, policies: [QCP] },
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), qualifiers: ['QCWithSSCD'] },
    GOOD,
    THEN,
  ],
  [
    'QCNoSSCD before',
    QUALIFIED,
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), qualifiers: ['QCNoSSCD'] },
    'qualified esig NO_QSCD',
    THEN,
  ],
  [
    'QCSSCDStatusAsInCert before',
    QUALIFIED,
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), qualifiers: ['QCSSCDStatusAsInCert'] },
    GOOD,
    THEN,
  ],
  [
    'QCWithQSCD before',
    { ...PLAIN, policies: [QCP] },
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), qualifiers: ['QCWithQSCD'] },
    'qualified esig NO_QSCD',
    THEN,
  ],
  [
    'QCForESeal before',
    QUALIFIED,
    { status: 'accredited', from: new Date('2012-01-01T00:00:00Z'), qualifiers: ['QCForESeal'] },
    GOOD,
    THEN,
  ],
  ['a certificate of before, used today', { ...QUALIFIED, from: THEN, types: [] }, { uses: [] }, GOOD],
  ['a certificate of before by QCP+, used today', { ...PLAIN, from: THEN, policies: [QCP_PLUS] }, { uses: [] }, GOOD],
  // More than one service of the same key.
  ['two that agree', QUALIFIED, [{}, {}], GOOD],
  ['two that do not', QUALIFIED, [{}, { status: 'withdrawn' }], 'nobody can say esig SERVICES_DISAGREE'],
  ['one for signatures and one for seals', QUALIFIED, [{ uses: ['eseal'], qualifiers: ['NotQualified'] }, {}], GOOD],
  ['one of an expired list beside another', QUALIFIED, [{ expired: true, status: 'withdrawn' }, {}], GOOD],
]

describe('a certificate by the trusted lists', () => {
  it.each(rows)('%s', (_, said, listed, expected, at) => {
    expect(told(said, listed, at)).toBe(expected)
  })

  it('is nothing without a listed authority', () => {
    const other = toyAuthority('CA')
    const { certificate } = toyCertificate(QUALIFIED, other)
    const lists = unpacked(
      packed([
        {
          location: '',
          sha256: '',
          territory: 'PL',
          test: false,
          expired: false,
          services: [
            { type: 'CA/QC', provider: '', name: '', identities: [identityOf(AUTHORITY.certificate.der)], periods: [periodOf({})] },
          ],
        },
      ]),
    ).lists
    expect(qualificationAt([certificate, other.certificate], lists, NOW).reason).toBe('NOT_LISTED')
    expect(qualificationAt([], lists, NOW).reason).toBe('NO_CERTIFICATE')
  })

  it('is that of a service whose key the list names, and not of a certificate that claims this key', () => {
    const { certificate } = toyCertificate({ ...QUALIFIED, from: new Date('2024-01-01T00:00:00Z') }, AUTHORITY)
    const own = { type: 'CA/QC', provider: '', name: '', identities: [], periods: [periodOf({})] } as const
    const toldBy = (...keyIds: string[]) => {
      const list = { location: '', sha256: '', territory: 'PL', test: false, expired: false, services: [{ ...own, keyIds }] }
      return qualificationAt([certificate, AUTHORITY.certificate], unpacked(packed([list])).lists, NOW)
    }
    expect(toldBy(keyIdOf(AUTHORITY.certificate))).toMatchObject({ qualified: true, qscd: true })
    expect(toldBy(keyIdOf(toyAuthority('CA').certificate)).reason).toBe('NOT_LISTED')
  })

  it('is what its service was then, period by period', () => {
    const { certificate } = toyCertificate({ ...QUALIFIED, from: new Date('2015-01-01T00:00:00Z') }, AUTHORITY)
    const day = (date: string) => new Date(`${date}T00:00:00Z`)
    const periods = [
      periodOf({ from: day('2024-01-01'), status: 'withdrawn' }),
      periodOf({ from: day('2020-01-01'), qualifiers: ['QCNoQSCD'] }),
      periodOf({ from: EIDAS }),
      periodOf({ from: day('2012-01-01'), status: 'undersupervision', uses: [] }),
    ]
    const lists = unpacked(
      packed([
        {
          location: '',
          sha256: '',
          territory: 'PL',
          test: false,
          expired: false,
          services: [{ type: 'CA/QC', provider: '', name: '', identities: [identityOf(AUTHORITY.certificate.der)], periods }],
        },
      ]),
    ).lists
    const at = (date: string) => {
      const { qualified, qscd, reason } = qualificationAt([certificate, AUTHORITY.certificate], lists, day(date))
      return [qualified, qscd, reason]
    }
    expect(at('2011-01-01')).toEqual([null, false, 'NOT_YET_LISTED'])
    expect(at('2015-01-01')).toEqual([true, true, null])
    expect(at('2018-01-01')).toEqual([true, true, null])
    expect(at('2022-01-01')).toEqual([true, false, 'NO_QSCD'])
    expect(at('2025-01-01')).toEqual([false, false, 'NOT_GRANTED'])
  })
})

const said: Said = {
  ...QUALIFIED,
  usage: [0, 1],
  policies: ['1.2.3', '1.2.4'],
  purposes: ['1.3.6.1.5.5.7.3.4'],
  subject: [{ type: OID.organizationName, value: 'Example' }],
}
const bit = (name: string, wanted: boolean): Criterion => ({ of: 'keyUsage', bits: [[name, wanted]] })
const [YES, NO, UNKNOWN] = [bit('nonRepudiation', true), bit('nonRepudiation', false), { of: 'unknown' } as const]
const list = (assert: CriteriaList['assert'], ...criteria: Criterion[]): CriteriaList => ({ assert, criteria })

describe('the criteria of a qualifier', () => {
  it.each<[string, CriteriaList, 'met' | 'not met' | 'unclear']>([
    ['a bit that is set', list('all', YES), 'met'],
    ['a bit that must not be set', list('all', NO), 'not met'],
    [
      'all of several bits',
      list('all', {
        of: 'keyUsage',
        bits: [
          ['nonRepudiation', true],
          ['digitalSignature', true],
          ['crlSign', false],
        ],
      }),
      'met',
    ],
    [
      'one of several bits that is not as it should be',
      list('all', {
        of: 'keyUsage',
        bits: [
          ['nonRepudiation', true],
          ['digitalSignature', false],
        ],
      }),
      'not met',
    ],
    ['a policy', list('all', { of: 'policies', oids: ['1.2.3'] }), 'met'],
    ['all policies of a set', list('all', { of: 'policies', oids: ['1.2.3', '1.2.4'] }), 'met'],
    ['one policy of a set that is missing', list('all', { of: 'policies', oids: ['1.2.3', '1.2.5'] }), 'not met'],
    ['one of two sets', list('atLeastOne', { of: 'policies', oids: ['1.2.5'] }, { of: 'policies', oids: ['1.2.4'] }), 'met'],
    ['none of two sets', list('none', { of: 'policies', oids: ['1.2.5'] }, { of: 'policies', oids: ['1.2.6'] }), 'met'],
    ['none, but one is', list('none', { of: 'policies', oids: ['1.2.5'] }, { of: 'policies', oids: ['1.2.4'] }), 'not met'],
    ['a purpose', list('all', { of: 'keyPurposes', oids: ['1.3.6.1.5.5.7.3.4'] }), 'met'],
    ['another purpose', list('all', { of: 'keyPurposes', oids: ['1.3.6.1.5.5.7.3.3'] }), 'not met'],
    ['an attribute of the subject', list('all', { of: 'subjectAttributes', oids: [OID.organizationName] }), 'met'],
    ['another attribute of the subject', list('all', { of: 'subjectAttributes', oids: [OID.pseudonym] }), 'not met'],
    ['a list in a list', list('all', YES, { of: 'list', list: list('none', NO) }), 'met'],
    ['a list in a list that is not met', list('all', YES, { of: 'list', list: list('none', YES) }), 'not met'],
    ['nothing, of all', list('all'), 'met'],
    ['nothing, of at least one', list('atLeastOne'), 'not met'],
    ['what nobody knows', list('all', YES, UNKNOWN), 'unclear'],
    ['what nobody knows, where it does not matter: all', list('all', NO, UNKNOWN), 'not met'],
    ['what nobody knows, where it does not matter: one', list('atLeastOne', YES, UNKNOWN), 'met'],
    ['what nobody knows, where it matters: one', list('atLeastOne', NO, UNKNOWN), 'unclear'],
    ['what nobody knows, where it matters: none', list('none', NO, UNKNOWN), 'unclear'],
    ['what nobody knows, where it does not matter: none', list('none', YES, UNKNOWN), 'not met'],
    ['what nobody knows, further in', list('all', { of: 'list', list: list('none', UNKNOWN) }), 'unclear'],
  ])('%s', (_, criteria, expected) => {
    const outcome = told(said, { qualifiers: ['NotQualified'], criteria })
    const outcomes = { met: 'not qualified esig NOT_QUALIFIED_BY_LIST', 'not met': GOOD, unclear: 'nobody can say esig LIST_UNCLEAR' }
    expect(outcome).toBe(outcomes[expected])
  })
})
