// The names that trusted lists are made of: namespaces, types, statuses and qualifiers (ETSI TS 119 612, clauses 5 and D).

export const TSL = 'http://uri.etsi.org/02231/v2#'
export const TSL_MORE = 'http://uri.etsi.org/02231/v2/additionaltypes#'
/** Of the Qualifications extension (TS 119 612 5.5.9.2). */
export const SIE = 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'
export const TSL_TAG = 'http://uri.etsi.org/19612/TSLTag'
export const TSL_MIME_TYPE = 'application/vnd.etsi.tsl+xml'

const BASE = 'http://uri.etsi.org/TrstSvc'
const LIST = `${BASE}/TrustedList`

/** Versions 5 and 6 of the format: TS 119 612 2.1.1 to 2.3.1, and 2.4.1. */
export const LIST_VERSIONS = [5, 6] as const

/** A list of a member state, and the list of such lists. */
export const LIST_TYPES = { generic: `${LIST}/TSLType/EUgeneric`, listOfLists: `${LIST}/TSLType/EUlistofthelists` } as const

/** The services that matter for qualification. */
export const SERVICE_TYPES = { 'CA/QC': `${BASE}/Svctype/CA/QC`, 'TSA/QTST': `${BASE}/Svctype/TSA/QTST` } as const
export type ServiceType = keyof typeof SERVICE_TYPES

const STATUS = `${LIST}/Svcstatus/`
/** Those of today, and those of before Regulation (EU) No 910/2014 applied. */
export const SERVICE_STATUSES = [
  'granted',
  'withdrawn',
  'undersupervision',
  'supervisionincessation',
  'supervisionceased',
  'supervisionrevoked',
  'accredited',
  'accreditationceased',
  'accreditationrevoked',
  'setbynationallaw',
  'recognisedatnationallevel',
  'deprecatedbynationallaw',
  'deprecatedatnationallevel',
] as const
export type ServiceStatus = (typeof SERVICE_STATUSES)[number]
export const statusUri = (status: ServiceStatus): string => STATUS + status
/** Undefined for a status that the standard does not have. */
export const statusNamed = (uri: string): ServiceStatus | undefined => SERVICE_STATUSES.find((status) => statusUri(status) === uri)

const EXTENSION = `${LIST}/SvcInfoExt/`
/** What a list says of some of an authority's certificates, against or beside what they say themselves (TS 119 612 5.5.9.2.3). */
const QUALIFIERS = [
  'QCStatement',
  'NotQualified',
  'QCWithSSCD',
  'QCNoSSCD',
  'QCSSCDStatusAsInCert',
  'QCWithQSCD',
  'QCNoQSCD',
  'QCQSCDStatusAsInCert',
  'QCQSCDManagedOnBehalf',
  'QCForLegalPerson',
  'QCForESig',
  'QCForESeal',
  'QCForWSA',
] as const
export type Qualifier = (typeof QUALIFIERS)[number]
export const qualifierUri = (qualifier: Qualifier): string => EXTENSION + qualifier
export const qualifierNamed = (uri: string): Qualifier | undefined => QUALIFIERS.find((name) => qualifierUri(name) === uri)

/** How the criteria of a list are joined (TS 119 612 5.5.9.2.2). */
export const ASSERTIONS = ['all', 'atLeastOne', 'none'] as const

/** What a service is granted for (TS 119 612 5.5.9.4), by the type of certificates. */
export const USES = {
  esig: `${EXTENSION}ForeSignatures`,
  eseal: `${EXTENSION}ForeSeals`,
  web: `${EXTENSION}ForWebSiteAuthentication`,
} as const
export type Use = keyof typeof USES
