// Whether a certificate is an EU qualified one at a time, for what, and whether its key is in a qualified device: what the trusted lists said
// of its issuer at that time, and what it says itself (ETSI TS 119 615, clauses 4.4 and 4.5).

import type { Certificate } from '../../crypto/certificate'
import { OID } from '../../crypto/oids'
import { meets } from './criteria'
import type { KnownList } from './known-lists'
import type { Qualifier, Use } from './names'
import type { CertificateType, QualificationReason } from './qualification-words'
import { isBeforeRegulation, isGranted, serviceAt, type NamedService, type ServiceAt } from './service-at'

export type CertificateQualification = {
  at: Date
  /** Null where nobody can say. */
  qualified: boolean | null
  type: CertificateType
  /** Whether the key is in a qualified signature or seal creation device. */
  qscd: boolean
  /** The service of a trusted list that decided. */
  service: NamedService | null
  reason: QualificationReason | null
}

/** `path`: from the certificate to the first authority that is trusted. */
export function qualificationAt(path: readonly Certificate[], lists: readonly KnownList[], at: Date): CertificateQualification {
  const [certificate, ...authorities] = path
  const none = (reason: QualificationReason, service?: ServiceAt): CertificateQualification => ({
    at,
    qualified: null,
    type: certificate ? typeIn(certificate) : 'unknown',
    qscd: false,
    service: service?.named ?? null,
    reason,
  })
  if (!certificate) return none('NO_CERTIFICATE')
  if (lists.length === 0) return none('NO_LISTS')
  const listed = lists.flatMap((list) => list.servicesOf(authorities).map((service) => ({ list, service })))
  const usable = listed.filter(({ list, service }) => !list.expired && service.type === 'CA/QC')
  if (usable.length === 0) return none(listed.some(({ list }) => list.expired) ? 'LIST_EXPIRED' : 'NOT_LISTED')
  const then = usable.flatMap(({ list, service }) => serviceAt(list, service, at) ?? []).filter(({ period }) => period.type === 'CA/QC')
  if (then.length === 0) return none('NOT_YET_LISTED')
  const judged = then.map((service) => ({ service, verdict: verdictOf(certificate, service) }))
  // A service for other certificates says nothing of this one.
  const about = judged.filter(({ verdict }) => verdict !== 'OTHER_USE')
  const [first] = about
  if (!first) return none('OTHER_USE', then[0])
  const verdicts = about.map(({ verdict }) => verdict)
  if (new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size > 1) return none('SERVICES_DISAGREE', first.service)
  if (first.verdict === 'LIST_UNCLEAR' || first.verdict === 'OTHER_USE') return none('LIST_UNCLEAR', first.service)
  return { at, service: first.service.named, ...first.verdict }
}

type Verdict = Pick<CertificateQualification, 'qualified' | 'type' | 'qscd' | 'reason'>

function verdictOf(certificate: Certificate, service: ServiceAt): Verdict | 'OTHER_USE' | 'LIST_UNCLEAR' {
  const qualifiers = qualifiersFor(certificate, service)
  if (!qualifiers || contradict(qualifiers)) return 'LIST_UNCLEAR'
  const type = typeOf(certificate, qualifiers, service)
  if (!isFor(certificate, type, qualifiers, service)) return 'OTHER_USE'
  const not = notQualified(certificate, qualifiers, service)
  if (not) return { qualified: false, type, qscd: false, reason: not }
  const qscd = isInDevice(certificate, qualifiers, service)
  return { qualified: true, type, qscd, reason: weakness(type, qscd) }
}

function weakness(type: CertificateType, qscd: boolean): QualificationReason | null {
  if (type === 'web') return 'WEB_CERTIFICATE'
  if (type === 'unknown') return 'TYPE_UNCLEAR'
  return qscd ? null : 'NO_QSCD'
}

/** Those whose criteria the certificate meets; undefined where a criterion decides that nobody knows. */
function qualifiersFor(certificate: Certificate, { period }: ServiceAt): ReadonlySet<Qualifier> | undefined {
  const met = period.qualifications.map(({ qualifiers, criteria }) => ({ qualifiers, met: meets(certificate, criteria) }))
  if (met.some((one) => one.met === undefined)) return undefined
  return new Set(met.flatMap(({ qualifiers, met: applies }) => (applies ? qualifiers : [])))
}

/** Of each of these no two may hold of one certificate. */
const EXCLUSIVE: readonly (readonly Qualifier[])[] = [
  ['QCStatement', 'NotQualified'],
  ['QCWithSSCD', 'QCNoSSCD', 'QCSSCDStatusAsInCert'],
  ['QCWithQSCD', 'QCNoQSCD', 'QCQSCDStatusAsInCert'],
  ['QCQSCDManagedOnBehalf', 'QCNoQSCD'],
]

const contradict = (qualifiers: ReadonlySet<Qualifier>): boolean =>
  EXCLUSIVE.some((group) => group.filter((qualifier) => qualifiers.has(qualifier)).length > 1)

const TYPE_QUALIFIERS = { QCForESig: 'esig', QCForESeal: 'eseal', QCForWSA: 'web' } as const satisfies Partial<Record<Qualifier, Use>>

/** What the list says outweighs what the certificate says. Before the Regulation there were certificates for signatures alone. */
function typeOf(certificate: Certificate, qualifiers: ReadonlySet<Qualifier>, { period }: ServiceAt): CertificateType {
  if (isBeforeRegulation(period.from)) return 'esig'
  const named = (Object.keys(TYPE_QUALIFIERS) as (keyof typeof TYPE_QUALIFIERS)[]).filter((qualifier) => qualifiers.has(qualifier))
  const [only] = named
  if (named.length > 1) return 'unknown'
  return only ? TYPE_QUALIFIERS[only] : typeIn(certificate)
}

const TYPES: Readonly<Record<string, Use>> = { '0.4.0.1862.1.6.1': 'esig', '0.4.0.1862.1.6.2': 'eseal', '0.4.0.1862.1.6.3': 'web' }

/** EN 319 412-5 4.2.3: without a type a qualified certificate is one for signatures. */
function typeIn(certificate: Certificate): CertificateType {
  if (isBeforeRegulation(certificate.notBefore)) return 'esig'
  const types = new Set(certificate.qcTypes.flatMap((oid) => TYPES[oid] ?? []))
  const [only] = types
  if (types.size === 1 && only) return only
  return types.size === 0 && certificate.qcStatements.includes(OID.qcCompliance) ? 'esig' : 'unknown'
}

/** Whether the service was granted for certificates of this type (TS 119 612 5.5.9.4): since the Regulation it says so. */
function isFor(certificate: Certificate, type: CertificateType, qualifiers: ReadonlySet<Qualifier>, { period }: ServiceAt): boolean {
  if (isBeforeRegulation(certificate.notBefore) || isBeforeRegulation(period.from) || type === 'unknown') return true
  // A certificate of a legal person is none for signatures.
  if (type === 'esig' && qualifiers.has('QCForLegalPerson')) return false
  return period.uses.includes(type)
}

function notQualified(certificate: Certificate, qualifiers: ReadonlySet<Qualifier>, service: ServiceAt): QualificationReason | null {
  if (!isGranted(service)) return 'NOT_GRANTED'
  if (qualifiers.has('NotQualified')) return 'NOT_QUALIFIED_BY_LIST'
  if (qualifiers.has('QCStatement')) return null
  // EN 319 412-5 4.2.4: it names the law of other countries.
  if (certificate.qcStatements.includes(OID.qcLegislation)) return 'OTHER_LEGISLATION'
  return saysQualified(certificate) ? null : 'NOT_QUALIFIED_IN_CERTIFICATE'
}

/** ETSI TS 101 456: QCP and QCP+, by which certificates of before the Regulation say that they are qualified. */
const [QCP, QCP_PLUS] = ['0.4.0.1456.1.2', '0.4.0.1456.1.1']

function saysQualified({ notBefore, qcStatements, policies }: Certificate): boolean {
  return (
    qcStatements.includes(OID.qcCompliance) || (isBeforeRegulation(notBefore) && (policies.includes(QCP) || policies.includes(QCP_PLUS)))
  )
}

/** Which qualifiers count is decided by when the service began to be what it then was; Article 51(1) keeps the devices of before. */
function isInDevice(certificate: Certificate, qualifiers: ReadonlySet<Qualifier>, { period }: ServiceAt): boolean {
  const has = (...names: Qualifier[]) => names.some((name) => qualifiers.has(name))
  const [yes, no] = isBeforeRegulation(period.from)
    ? [has('QCWithSSCD'), has('QCNoSSCD')]
    : [has('QCWithQSCD', 'QCQSCDManagedOnBehalf'), has('QCNoQSCD')]
  return yes || (!no && saysInDevice(certificate))
}

function saysInDevice({ notBefore, qcStatements, policies }: Certificate): boolean {
  return qcStatements.includes(OID.qcSscd) || (isBeforeRegulation(notBefore) && policies.includes(QCP_PLUS))
}
