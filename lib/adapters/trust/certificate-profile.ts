// The certificate profiles of the test PKI: names and extensions by EN 319 412-1/-2/-5 and EN 319 422.
import { wholeName } from '../../domain/person-name'
import { randomBytes, sign, type KeyObject } from 'node:crypto'
import { sha256, signatureIdentifier } from '../../crypto/algorithms'
import { publicKeyBits, type Certificate } from '../../crypto/certificate'
import {
  bitString,
  boolean,
  explicit,
  ia5String,
  implicit,
  integer,
  namedBits,
  nullValue,
  octetString,
  oid,
  printableString,
  seq,
  time,
  utf8String,
  type Der,
} from '../../crypto/der'
import { OID, oidDer } from '../../crypto/oids'
import { encodeName, type NameAttribute } from '../../crypto/x509/name'
import type { CertificateIssuer } from '../../generated/prisma/enums'

/** Joint-iso-itu-t(2) example(999): an arc that no real certificate policy can have. */
export const TEST_POLICY = '2.999.910.2014.1'
export const NOTICE = 'TEST certificate, NOT QUALIFIED under Regulation (EU) No 910/2014. The key is held in software. Do not rely on it.'
/** The same of certificates for one act of signing, whose name nobody has checked. */
export const ONE_SHOT_POLICY = '2.999.910.2014.2'
/** RFC 5280 4.2.1.4: at most 200 characters. */
const ONE_SHOT_NOTICE =
  'TEST, NOT QUALIFIED. For one act of signing. The name is as the requester declared it; no identity was checked. ' +
  'Who signed had control of the declared phone. The key was destroyed after use.'
/** Years after expiry for which the registration records are kept, as the certificate declares. */
export const RETENTION_YEARS = 10

export type AuthorityKey = { readonly certificate: Certificate; readonly key: KeyObject }

export const extension = (type: (typeof OID)[keyof typeof OID], critical: boolean, value: Der): Der =>
  seq(oidDer(type), ...(critical ? [boolean(true)] : []), octetString(value))

/** `installation` tells one installation's test PKI from another's, so that neither is mistaken for the other. */
export function serviceName(installation: string, service: string): NameAttribute[] {
  return [
    { type: OID.countryName, value: 'EU', printable: true },
    { type: OID.organizationName, value: 'QSignHub TEST' },
    // EN 319 412-1 5.1.4: two characters and a colon for a scheme of one's own.
    { type: OID.organizationIdentifier, value: `QT:EU-TEST-${installation}` },
    { type: OID.commonName, value: `QSignHub TEST ${service} ${installation} (NOT QUALIFIED)` },
  ]
}

/** Utopia, the state of ICAO's specimens: UT, which ISO 3166-1 gives to no state. */
export const TEST_TERRITORY = 'UT'

export function stateName(installation: string, service: string): NameAttribute[] {
  return [
    { type: OID.countryName, value: TEST_TERRITORY, printable: true },
    { type: OID.organizationName, value: 'QSignHub TEST' },
    { type: OID.commonName, value: `QSignHub TEST ${service} ${installation}` },
  ]
}

/** The organizational unit says that the certificate is a test, because every other attribute says who the person is. */
export const personName = (person: { givenNames: string; surname: string; country: string; serialNumber: string }): Der =>
  encodeName([
    { type: OID.countryName, value: person.country, printable: true },
    { type: OID.organizationalUnitName, value: 'TEST, NOT QUALIFIED' },
    { type: OID.commonName, value: wholeName(person) },
    // EN 319 412-2, 4.2.4: given name or surname, or both.
    ...(person.givenNames === '' ? [] : [{ type: OID.givenName, value: person.givenNames }]),
    { type: OID.surname, value: person.surname },
    { type: OID.serialNumber, value: person.serialNumber, printable: true },
  ])

/**
 * One name, as it was declared: which part of it is the surname nobody has checked, and a country was not asked for. So it is not in the shape
 * of EN 319 412-2, which a certificate without a check must not have.
 */
export const declaredName = (person: { name: string; serialNumber: string }): Der =>
  encodeName([
    { type: OID.organizationalUnitName, value: 'TEST, NOT QUALIFIED' },
    { type: OID.commonName, value: person.name },
    { type: OID.serialNumber, value: person.serialNumber, printable: true },
  ])

const uriName = (url: string): Der => implicit(6, Buffer.from(url, 'latin1'))
const keyUsage = (...bits: number[]): Der => extension(OID.keyUsage, true, namedBits(...bits))
const DIGITAL_SIGNATURE = 0
const NON_REPUDIATION = 1
const KEY_CERT_SIGN = 5
const CRL_SIGN = 6

/** RFC 7093 2, method 1: the leftmost 160 bits of the SHA-256 of the key. */
export const keyIdentifier = (spki: Der): Uint8Array => sha256(publicKeyBits(spki)).subarray(0, 20)

const identifiers = (spki: Der, issuerSpki: Der): Der[] => [
  extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(spki))),
  extension(OID.authorityKeyIdentifier, false, seq(implicit(0, keyIdentifier(issuerSpki)))),
]

function access(baseUrl: string, issuer: CertificateIssuer): Der[] {
  const description = (method: Der, url: string): Der => seq(method, uriName(url))
  const descriptions = [description(oidDer(OID.caIssuers), `${baseUrl}/${issuer}.cer`)]
  // The responder speaks for the issuing CA only; the root's one certificate is covered by its CRL.
  if (issuer === 'issuing') descriptions.unshift(description(oidDer(OID.ocsp), `${baseUrl}/ocsp`))
  return [
    extension(OID.authorityInformationAccess, false, seq(...descriptions)),
    extension(OID.crlDistributionPoints, false, seq(seq(explicit(0, explicit(0, uriName(`${baseUrl}/${issuer}.crl`)))))),
  ]
}

/** EN 319 412-5 table 2. QcCClegislation is left out: its presence would say "not an EU qualified certificate". */
export function qcStatements(pdsUrl: string, retentionYears: number): Der {
  const statement = (type: (typeof OID)[keyof typeof OID], ...information: Der[]): Der => seq(oidDer(type), ...information)
  return seq(
    statement(OID.qcCompliance),
    statement(OID.qcSscd),
    statement(OID.qcType, seq(oidDer(OID.qcTypeEsign))),
    statement(OID.qcPds, seq(seq(ia5String(pdsUrl), printableString('en')))),
    statement(OID.qcRetentionPeriod, integer(retentionYears)),
  )
}

const policy = (id: string, notice: string, baseUrl: string): Der =>
  seq(oid(id), seq(seq(oidDer(OID.cps), ia5String(`${baseUrl}/pds_en.pdf`)), seq(oidDer(OID.userNotice), seq(utf8String(notice)))))

const testPolicy = (baseUrl: string): Der => policy(TEST_POLICY, NOTICE, baseUrl)

export const rootExtensions = (spki: Der): Der[] => [
  extension(OID.basicConstraints, true, seq(boolean(true), integer(1))),
  keyUsage(KEY_CERT_SIGN, CRL_SIGN),
  ...identifiers(spki, spki),
]

/** Doc 9303-12 7.1.1: the authority of a state signs the signers of its documents, and nothing below them. */
export const countrySignerExtensions = (spki: Der): Der[] => [
  extension(OID.basicConstraints, true, seq(boolean(true), integer(0))),
  keyUsage(KEY_CERT_SIGN, CRL_SIGN),
  ...identifiers(spki, spki),
]

/** Doc 9303-12 7.1.2. */
export const documentSignerExtensions = (spki: Der, issuerSpki: Der): Der[] => [
  keyUsage(DIGITAL_SIGNATURE),
  ...identifiers(spki, issuerSpki),
]

/** TS 119 612 5.7.1: for signing trusted lists alone. */
export const listSignerExtensions = (spki: Der, issuerSpki: Der): Der[] => [
  keyUsage(NON_REPUDIATION),
  extension(OID.extendedKeyUsage, false, seq(oidDer(OID.tslSigning))),
  ...identifiers(spki, issuerSpki),
]

export const issuingExtensions = (spki: Der, issuerSpki: Der, baseUrl: string): Der[] => [
  extension(OID.basicConstraints, true, seq(boolean(true), integer(0))),
  keyUsage(KEY_CERT_SIGN, CRL_SIGN),
  ...identifiers(spki, issuerSpki),
  extension(OID.certificatePolicies, false, seq(seq(oidDer(OID.anyPolicy)))),
  ...access(baseUrl, 'root'),
]

/** RFC 6960 4.2.2.2: delegated by the CA itself; short-lived, because nocheck means that it cannot be revoked. */
export const ocspExtensions = (spki: Der, issuerSpki: Der): Der[] => [
  keyUsage(DIGITAL_SIGNATURE),
  extension(OID.extendedKeyUsage, false, seq(oidDer(OID.ocspSigning))),
  extension(OID.ocspNoCheck, false, nullValue),
  ...identifiers(spki, issuerSpki),
]

export const tsaExtensions = (spki: Der, issuerSpki: Der, baseUrl: string): Der[] => [
  keyUsage(DIGITAL_SIGNATURE),
  extension(OID.extendedKeyUsage, true, seq(oidDer(OID.timeStamping))),
  ...identifiers(spki, issuerSpki),
  ...access(baseUrl, 'issuing'),
]

/** The operator's electronic seal in the shape of EN 319 412-3; it claims nothing but to be this installation's. */
export const sealExtensions = (spki: Der, issuerSpki: Der, baseUrl: string): Der[] => [
  keyUsage(NON_REPUDIATION),
  ...identifiers(spki, issuerSpki),
  ...access(baseUrl, 'issuing'),
  extension(OID.certificatePolicies, false, seq(testPolicy(baseUrl))),
]

/** QCP-n-qscd: usage type A of EN 319 412-2 4.3.2, nonRepudiation alone. */
export const signerExtensions = (spki: Der, issuerSpki: Der, baseUrl: string): Der[] => [
  keyUsage(NON_REPUDIATION),
  ...identifiers(spki, issuerSpki),
  ...access(baseUrl, 'issuing'),
  extension(OID.certificatePolicies, false, seq(seq(oidDer(OID.qcpNaturalQscd)), testPolicy(baseUrl))),
  extension(OID.qcStatements, false, qcStatements(`${baseUrl}/pds_en.pdf`, RETENTION_YEARS)),
]

/** For one act of signing: no policy of EN 319 411 and no statement of EN 319 412-5, for each of them would claim a check. */
export const oneShotExtensions = (spki: Der, issuerSpki: Der, baseUrl: string): Der[] => [
  keyUsage(NON_REPUDIATION),
  ...identifiers(spki, issuerSpki),
  ...access(baseUrl, 'issuing'),
  extension(OID.certificatePolicies, false, seq(policy(ONE_SHOT_POLICY, ONE_SHOT_NOTICE, baseUrl))),
]

/** All authorities of this PKI sign with SHA-384. */
export function signCertificate({
  issuerName,
  issuerKey,
  subject,
  spki,
  notBefore,
  notAfter,
  extensions,
  serialNumber = randomBytes(16),
}: {
  readonly issuerName: Der
  readonly issuerKey: KeyObject
  readonly subject: Der
  readonly spki: Der
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: readonly Der[]
  readonly serialNumber?: Uint8Array
}): Der {
  const serial = Buffer.from(serialNumber)
  // Positive and of constant length, 126 random bits (EN 319 412-1 and the CA/Browser Forum ask for 64).
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const algorithm = signatureIdentifier('ecdsa-sha384')
  const toBeSigned = seq(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    issuerName,
    seq(time(notBefore), time(notAfter)),
    subject,
    spki,
    explicit(3, seq(...extensions)),
  )
  return seq(toBeSigned, algorithm, bitString(sign('sha384', toBeSigned, issuerKey)))
}
