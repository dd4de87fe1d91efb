// Judges one signature of a PDF: integrity, signer, time, trust, revocation, level, and what happened afterwards.

import { createHash } from 'node:crypto'
import { sha256Hex, UnsupportedAlgorithm } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import { readSignedData, verifySignerInfo, type SignatureVerdict, type SignedData } from '../crypto/cms'
import type { Der } from '../crypto/der'
import type { RevocationStatus } from '../crypto/revocation'
import type { Level } from '../signature/level'
import type { PdfDocument } from '../signature/pdf/document'
import { Name, PdfString, stringText, type Dict } from '../signature/pdf/objects'
import type { CoveredBytes } from './byte-range'
import type { Change } from './change-kinds'
import type { DocumentStamp } from './document-timestamps'
import { digestEnd, signatureEnd } from './policy'
import { verdictOf, type Indication, type ReasonCode, type SubIndication } from './reasons'
import { statusAt } from './revocation-status'
import type { SignedField } from './signed-fields'
import { judgeTimestamp, type Grounds, type Judged, type TimestampReport } from './timestamps'
import { dersIn, materialWith } from './validation-material'
import { toldTrail, type ToldTrail } from './told-trail'
import { earliest, trustIn, type Codes, type TrustInSigner } from './trust'

export type SignatureReport = {
  field: string
  /** The `field` of the signature that this one is over, instead of the document. */
  countersigns?: string
  valid: boolean
  indication: Indication
  /** EN 319 102-1, table 5 and 6; null for one that passed. */
  subIndication: SubIndication | null
  reasons: ReasonCode[]
  /** The SubFilter: ETSI.CAdES.detached for PAdES. */
  format: string
  /** The highest PAdES baseline level whose demands are met; null if not even B-B. */
  level: Level | null
  /** Digest and signature value agree with the document and the certificate. */
  integrity: boolean
  signerName?: string
  /** For whom the certificate of an organisation signed, as the signature claims. */
  signedFor: readonly string[]
  certificate?: SigningCertificate
  /** Common names from the signer to the root. */
  chain: string[]
  /** The certificates of that chain (DER). */
  path: readonly Der[]
  trusted: boolean
  revocation: RevocationStatus
  /** ISO 8601. Proven by the signature time-stamp. */
  signedAt?: string
  /** ISO 8601. The earliest time at which the signature provably existed (EN 319 102-1, 5.5). */
  bestSignatureTime?: string
  /** ISO 8601 or as written; claimed by the signer's software. */
  claimedAt?: string
  timestamp?: TimestampReport
  /** What the key made, in base64: by it the signature is known among others. Absent where it cannot be read, or is longer than any is. */
  signatureValue?: string
  coversWholeRevision: boolean
  coversWholeDocument: boolean
  /** Of a PDF: where the revision that it covers ends in the file. */
  signedBytes?: number
  modifiedAfterwards: boolean
  /** Of a PDF: the audit trail in the signature. */
  auditTrail?: ToldTrail
  /** Everything that happened to a PDF afterwards. */
  changes: readonly Change[]
}

export type SigningCertificate = {
  serialHex: string
  subject: Record<string, string>
  issuer: Record<string, string>
  notBefore: string
  notAfter: string
  policies: readonly string[]
  qcStatements: readonly string[]
  sha256: string
}

type Surroundings = {
  document: PdfDocument
  bytes: CoveredBytes
  grounds: Grounds
  changes: readonly Change[]
  /** Valid document time-stamps over this signature, from the oldest. */
  later: readonly DocumentStamp[]
}

/** Bytes of a claimed time. Signatures may share one, and each is read. */
const longestDate = 256
const longestName = 200
const mostNames = 5
/** Bytes of a signature value: that of an RSA key of 16,384 bits. */
const longestValue = 2048

export function judgeSignature(field: SignedField, surroundings: Surroundings): SignatureReport {
  const { document, changes } = surroundings
  const codes = new Set<ReasonCode>()
  const modifiedAfterwards = changes.some(({ allowed }) => !allowed)
  if (modifiedAfterwards) codes.add('MODIFIED_AFTERWARDS')
  if (!field.coversWholeRevision) codes.add('BYTE_RANGE_INVALID')
  const format = nameOf(document, field.signature, 'SubFilter')
  const claimedAt = claimedTime(document, field.signature)
  const auditTrail = toldTrail(document, field.signature)
  const base = {
    field: field.name,
    format,
    coversWholeRevision: field.coversWholeRevision,
    coversWholeDocument: field.coversWholeDocument,
    signedBytes: field.covered.end,
    modifiedAfterwards,
    changes,
    ...(claimedAt === undefined ? {} : { claimedAt }),
    ...(auditTrail && { auditTrail }),
  }
  let signed: SignedData
  try {
    if (!/^(ETSI\.CAdES\.detached|adbe\.pkcs7\.(detached|sha1))$/.test(format)) throw new UnsupportedAlgorithm(format)
    signed = readSignedData(field.covered.contents, surroundings.grounds.material.certificates)
  } catch (error) {
    codes.add(error instanceof UnsupportedAlgorithm ? 'FORMAT_UNSUPPORTED' : 'SIGNATURE_MALFORMED')
    return withoutSigner(base, codes, false)
  }
  const { integrity, end } = checkIntegrity(signed, field, format, surroundings.bytes, codes)
  const signer = signed.signerInfo.signerCertificate
  if (!signer) return withoutSigner(base, codes, integrity)
  const grounds = { ...surroundings.grounds, material: materialWith(surroundings.grounds.material, signed) }
  const pool = [...signed.certificates, ...grounds.material.certificates]
  const archived = earliest(...surroundings.later.map(({ genTime }) => genTime))
  if (archived) grounds.proofs.add(dersIn(signed), archived)
  const stamping = { ...grounds, pool, proven: archived ?? grounds.proofs.now }
  const stamps = signatureTimestamps(signed, stamping)
  const contents = signed.signerInfo.contentTimestamps.map((token) =>
    judgeTimestamp(token, (algorithm) => surroundings.bytes.digest(algorithm, field.covered), stamping),
  )
  const named = signed.signerInfo.signingCertificate === 'match'
  const trust = trustIn(signer, { pool, stamps, contents, archived, named, end }, grounds, codes)
  const level = integrity && named ? levelOf(signed, { format, trust, archived: surroundings.later.length > 0 }, grounds, codes) : null
  const { signature: value, claimedNames: claims } = signed.signerInfo
  return withSigner(base, codes, { level, integrity, trust, value, claims })
}

/** What a report says of any signature, whoever made it. */
type Base = Pick<
  SignatureReport,
  | 'field'
  | 'format'
  | 'coversWholeRevision'
  | 'coversWholeDocument'
  | 'signedBytes'
  | 'modifiedAfterwards'
  | 'changes'
  | 'claimedAt'
  | 'auditTrail'
>

export function withoutSigner(base: Base, codes: Codes, integrity: boolean): SignatureReport {
  return { ...base, ...closed(codes), level: null, integrity, signedFor: [], chain: [], path: [], trusted: false, revocation: 'unknown' }
}

export function withSigner(
  base: Base,
  codes: Codes,
  {
    level,
    integrity,
    trust,
    value,
    claims,
  }: { level: Level | null; integrity: boolean; trust: TrustInSigner; value: Uint8Array; claims: readonly string[] },
): SignatureReport {
  const { signer, path, revocation, best, stamp } = trust
  const signerName = signer.subjectAttributes['CN']
  return {
    ...base,
    ...closed(codes),
    level,
    integrity,
    ...(signerName === undefined ? {} : { signerName }),
    signedFor: integrity ? signedFor(signer, claims) : [],
    certificate: described(signer),
    chain: path.certificates.map(({ subjectAttributes }) => subjectAttributes['CN'] ?? ''),
    path: path.certificates.map(({ der }) => der),
    trusted: path.trusted,
    revocation,
    ...(best ? { bestSignatureTime: best.toISOString() } : {}),
    ...(stamp?.report.valid && stamp.report.at ? { signedAt: stamp.report.at } : {}),
    ...(stamp ? { timestamp: stamp.report } : {}),
    ...(value.length > 0 && value.length <= longestValue ? { signatureValue: Buffer.from(value).toString('base64') } : {}),
  }
}

/** A certificate that names a person has signed for them. A claim may be any text, so none is passed on that is longer than a name. */
function signedFor({ subjectAttributes }: Certificate, claims: readonly string[]): string[] {
  if (['GN', 'SN', 'pseudonym'].some((part) => part in subjectAttributes)) return []
  return claims.filter((claim) => claim.trim() !== '' && claim.length <= longestName).slice(0, mostNames)
}

function closed(codes: ReadonlySet<ReasonCode>): Pick<SignatureReport, 'valid' | 'indication' | 'subIndication' | 'reasons'> {
  const verdict = verdictOf(codes)
  return { valid: verdict.indication === 'TOTAL-PASSED', ...verdict, reasons: [...codes] }
}

const verdicts: Record<Exclude<SignatureVerdict, 'valid'>, ReasonCode> = {
  hash_failure: 'HASH_FAILURE',
  signature_failure: 'SIGNATURE_FAILURE',
  content_type_mismatch: 'SIGNATURE_MALFORMED',
  no_signer_certificate: 'NO_SIGNER_CERTIFICATE',
}

/** `end`: until when the algorithms of the signature are accepted. */
function checkIntegrity(
  signed: SignedData,
  field: SignedField,
  format: string,
  bytes: CoveredBytes,
  codes: Codes,
): { integrity: boolean; end: number } {
  const { digestAlgorithm, signingCertificate, signerCertificate } = signed.signerInfo
  if (signingCertificate === 'mismatch' && signerCertificate) codes.add('SIGNING_CERTIFICATE_MISMATCH')
  if (signingCertificate === 'absent' && format === 'ETSI.CAdES.detached') codes.add('SIGNING_CERTIFICATE_ABSENT')
  const sha1 = format === 'adbe.pkcs7.sha1'
  try {
    const end = Math.min(endOf(signed), digestEnd(sha1 ? 'sha1' : digestAlgorithm))
    let verdict: SignatureVerdict
    if (sha1) {
      const digest = bytes.digest('sha1', field.covered)
      verdict = signed.content && digest.equals(signed.content) ? verifySignerInfo(signed) : 'hash_failure'
    } else if (signed.content) {
      // With content inside, the signature would be checked over that content and not over the document.
      codes.add('CONTENT_INSIDE_SIGNATURE')
      return { integrity: false, end }
    } else verdict = verifySignerInfo(signed, { digest: bytes.digest(digestAlgorithm, field.covered) })
    if (verdict !== 'valid') codes.add(verdicts[verdict])
    return { integrity: verdict === 'valid', end }
  } catch (error) {
    codes.add(error instanceof UnsupportedAlgorithm ? 'ALGORITHM_UNSUPPORTED' : 'SIGNATURE_MALFORMED')
    return { integrity: false, end: Infinity }
  }
}

/** Until when the algorithms of a CMS signature are accepted. Throws UnsupportedAlgorithm for a key of an unknown kind. */
export function endOf({ signerInfo: { digestAlgorithm, signatureAlgorithm, signerCertificate } }: SignedData): number {
  return Math.min(digestEnd(digestAlgorithm), signerCertificate ? signatureEnd(signatureAlgorithm, signerCertificate.publicKey) : Infinity)
}

const signatureTimestamps = (
  { signerInfo: { signature, signatureTimestamps: tokens } }: SignedData,
  surroundings: Parameters<typeof judgeTimestamp>[2],
): Judged[] => tokens.map((token) => judgeTimestamp(token, (algorithm) => createHash(algorithm).update(signature).digest(), surroundings))

/** EN 319 142-1 6.3: each level needs all of the ones below it. */
function levelOf(
  signed: SignedData,
  { format, trust: { path, revocation, best, stamp }, archived }: { format: string; trust: TrustInSigner; archived: boolean },
  { material, proofs }: Grounds,
  codes: Codes,
): Level | null {
  if (signed.signerInfo.signingTime && format === 'ETSI.CAdES.detached') codes.add('SIGNING_TIME_ATTRIBUTE')
  const baseline = format === 'ETSI.CAdES.detached' && signed.signerInfo.signingCertificate === 'match' && !signed.signerInfo.signingTime
  if (!baseline) return null
  if (!best) return isStamped(stamp) ? 'B-T' : 'B-B'
  const stampProven = stamp?.report.valid ? stamp.report.revocation === 'good' : true
  if (revocation !== 'good' || !stampProven || !path.trusted) return 'B-T'
  return archived && statusAt(path, material, proofs, best, { archived: true }).status === 'good' ? 'B-LTA' : 'B-LT'
}

/** A time-stamp of which nothing is amiss but that the status of its authority is not brought along, which level B-T does not ask for. */
export const isStamped = (stamp: Judged | undefined): boolean =>
  stamp !== undefined && stamp.report.reasons.every((code) => code === 'REVOCATION_UNKNOWN')

function described(certificate: Certificate): SigningCertificate {
  return {
    serialHex: certificate.serialHex,
    subject: certificate.subjectAttributes,
    issuer: certificate.issuerAttributes,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    policies: certificate.policies,
    qcStatements: certificate.qcStatements,
    sha256: sha256Hex(certificate.der),
  }
}

function nameOf(document: PdfDocument, signature: Dict, key: string): string {
  const value = document.get(signature.get(key))
  return value instanceof Name ? value.value : 'unknown'
}

function claimedTime(document: PdfDocument, signature: Dict): string | undefined {
  const value = document.get(signature.get('M'))
  if (!(value instanceof PdfString) || value.raw.length > longestDate) return undefined
  const written = stringText(value)
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'?\d\d'?)?/.exec(written)
  if (!match) return written
  const [, year, month, date, hour, minute, second, zone = 'Z'] = match
  const time = new Date(
    `${year}-${month}-${date}T${hour}:${minute}:${second}${zone === 'Z' ? 'Z' : zone.replace(/^(...)'?(\d\d).*$/, '$1:$2')}`,
  )
  return Number.isNaN(time.getTime()) ? written : time.toISOString()
}
