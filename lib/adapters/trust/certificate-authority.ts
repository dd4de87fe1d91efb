// The issuing CA: certificates of natural persons, in the shape of QCP-n-qscd and marked as a test, and such for one act of signing.
import type { KeyObject } from 'node:crypto'
import { readCertificate } from '../../crypto/certificate'
import { sha256 } from '../../crypto/algorithms'
import type { Der } from '../../crypto/der'
import { requireProof } from '../../crypto/x509/certification-request'
import { declaredName, oneShotExtensions, personName, signCertificate, signerExtensions, type AuthorityKey } from './certificate-profile'
import { wholeSecond } from './pki'

const DEFAULT_VALIDITY_YEARS = 5
/** Below a day. So long because its signature needs a time-stamp while it is valid, and the authority may be away for hours. */
const ONE_SHOT_MS = 23 * 3_600_000

export type CertificateRequest = {
  readonly spki: Der
  /** PKCS#10, the proof of possession of the key. */
  readonly csr: Der
  readonly names: { readonly givenNames: string; readonly surname: string }
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Chosen by us and meaningless, no national number: EN 319 412-2 4.2.4 only asks that it tells namesakes apart. */
  readonly serialNumber: string
  readonly validityYears?: number
}

type IssuedCertificate = {
  readonly certificate: Der
  readonly serialHex: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Thrown for a request that no certificate may be made from. */
class CertificateRefused extends Error {
  override name = 'CertificateRefused'
  constructor(readonly reason: 'names' | 'country' | 'serial_number' | 'weak_key' | 'authority_expired' | 'validity') {
    super(`no certificate is issued: ${reason}`)
  }
}

/** Throws CertificateRefused, NoProofOfPossession or MalformedDer. */
export function issueCertificate(issuing: AuthorityKey, request: CertificateRequest, now: Date, baseUrl: string): IssuedCertificate {
  const givenNames = request.names.givenNames.normalize('NFC').trim()
  const surname = request.names.surname.normalize('NFC').trim()
  // People with one name have a surname only.
  if (!isName(surname) || (givenNames !== '' && !isName(givenNames))) throw new CertificateRefused('names')
  if (!/^[A-Z]{2}$/.test(request.country)) throw new CertificateRefused('country')
  if (!/^[A-Za-z0-9 '()+,\-./:=?]{1,64}$/.test(request.serialNumber)) throw new CertificateRefused('serial_number')
  if (!isStrong(requireProof(request.csr, request.spki))) throw new CertificateRefused('weak_key')

  const notBefore = wholeSecond(now)
  const notAfter = expiry(notBefore, request.validityYears ?? DEFAULT_VALIDITY_YEARS, issuing.certificate.notAfter)
  const certificate = signCertificate({
    issuerName: issuing.certificate.subject,
    issuerKey: issuing.key,
    subject: personName({ givenNames, surname, country: request.country, serialNumber: request.serialNumber }),
    spki: request.spki,
    notBefore,
    notAfter,
    extensions: signerExtensions(request.spki, issuing.certificate.spki, baseUrl),
    // Derived from the key: a repeated request, after a crash or twice at once, gets the certificate that the register knows already.
    serialNumber: sha256(request.spki).subarray(0, 16),
  })
  return { certificate, serialHex: readCertificate(certificate).serialHex, notBefore, notAfter }
}

/**
 * For the key of one act of signing, whose owner is named as the requester declared them. The caller has made the key, so nobody has to prove to
 * have it. Throws CertificateRefused.
 */
export function issueOneShot(
  issuing: AuthorityKey,
  { spki, name, serialNumber }: { readonly spki: Der; readonly name: string; readonly serialNumber: string },
  now: Date,
  baseUrl: string,
): IssuedCertificate {
  const declared = name.normalize('NFC').trim()
  if (!isName(declared)) throw new CertificateRefused('names')
  const notBefore = wholeSecond(now)
  const notAfter = new Date(notBefore.getTime() + ONE_SHOT_MS)
  if (issuing.certificate.notAfter < notAfter) throw new CertificateRefused('authority_expired')
  const certificate = signCertificate({
    issuerName: issuing.certificate.subject,
    issuerKey: issuing.key,
    subject: declaredName({ name: declared, serialNumber }),
    spki,
    notBefore,
    notAfter,
    extensions: oneShotExtensions(spki, issuing.certificate.spki, baseUrl),
  })
  return { certificate, serialHex: readCertificate(certificate).serialHex, notBefore, notAfter }
}

// Control and format characters could make a name look like another name.
const isName = (name: string): boolean => name.length > 0 && name.length <= 200 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)

/** TS 119 312: what may still be trusted when a five-year certificate ends. */
function isStrong(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails
  if (key.asymmetricKeyType === 'ec') return ['prime256v1', 'secp384r1', 'secp521r1'].includes(details?.namedCurve ?? '')
  return key.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= 3072
}

function expiry(notBefore: Date, years: number, authorityEnds: Date): Date {
  if (!Number.isInteger(years) || years < 1) throw new CertificateRefused('validity')
  if (authorityEnds <= notBefore) throw new CertificateRefused('authority_expired')
  const wanted = new Date(notBefore)
  wanted.setUTCFullYear(wanted.getUTCFullYear() + years)
  // RFC 5280 4.1.2.5: notAfter is inclusive, so five years end one second before the anniversary.
  wanted.setTime(wanted.getTime() - 1000)
  return wanted < authorityEnds ? wanted : authorityEnds
}
