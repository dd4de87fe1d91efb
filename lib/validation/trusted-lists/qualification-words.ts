// The closed sets in which qualification is told: of certificates (ETSI TS 119 615), of signatures (ETSI TS 119 172-4), and why.

/** `unknown`: the certificate and the lists do not say one type. */
export const CERTIFICATE_TYPES = ['esig', 'eseal', 'web', 'unknown'] as const
export type CertificateType = (typeof CERTIFICATE_TYPES)[number]

/** What an intact signature is; for one that is not proven, with `Indeterminate-` before it. */
const KINDS = ['QESig', 'QESeal', 'Unknown-QC-QSCD', 'AdESig-QC', 'AdESeal-QC', 'Unknown-QC', 'AdESig', 'AdESeal', 'Unknown'] as const
export type Kind = (typeof KINDS)[number]
type Result = Kind | `Indeterminate-${Kind}` | 'NotAdES-QC-QSCD' | 'NotAdES-QC' | 'NotAdES' | 'N/A'
export const SIGNATURE_QUALIFICATIONS: readonly [Result, ...Result[]] = [
  ...KINDS,
  ...KINDS.map((kind) => `Indeterminate-${kind}` as const),
  'NotAdES-QC-QSCD',
  'NotAdES-QC',
  'NotAdES',
  'N/A',
]
export type SignatureQualification = Result

/** A time-stamp: qualified, not qualified, or nobody can say. */
export const TIMESTAMP_QUALIFICATIONS = ['QTSA', 'TSA', 'N/A'] as const
export type TimestampQualification = (typeof TIMESTAMP_QUALIFICATIONS)[number]

/** Why a certificate is not, or not in every way, qualified at a time; the first that applies decides. */
export const QUALIFICATION_REASONS = [
  'NO_CERTIFICATE',
  'NO_LISTS',
  'NOT_LISTED',
  'LIST_EXPIRED',
  'NOT_YET_LISTED',
  'OTHER_USE',
  'SERVICES_DISAGREE',
  'LIST_UNCLEAR',
  'NOT_GRANTED',
  'NOT_QUALIFIED_BY_LIST',
  'NOT_QUALIFIED_IN_CERTIFICATE',
  'OTHER_LEGISLATION',
  'WEB_CERTIFICATE',
  'TYPE_UNCLEAR',
  'NO_QSCD',
] as const
export type QualificationReason = (typeof QUALIFICATION_REASONS)[number]
