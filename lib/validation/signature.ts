// Judges one signature of a PDF: integrity, signer, time, trust, revocation, level, and what happened afterwards.

import { createHash } from 'node:crypto'
import { sha256Hex, UnsupportedAlgorithm } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import { readSignedData, verifySignerInfo, type SignatureVerdict, type SignedData } from '../crypto/cms'
import type { RevocationStatus } from '../crypto/revocation'
import type { Level } from '../signature/level'
import type { PdfDocument } from '../signature/pdf/document'
import { Name, PdfString, stringText, type Dict } from '../signature/pdf/objects'
import type { CoveredBytes } from './byte-range'
import type { Change } from './change-kinds'
import type { DocumentStamp } from './document-timestamps'
import { pathOf, readable, statusAt, validAt, type ValidationMaterial, type Path } from './validation-material'
import { verdictOf, type Indication, type ReasonCode, type SubIndication } from './reasons'
import { isWeakDigest, isWeakKey } from './strength'
import { judgeTimestamp, type Judged, type TimestampReport } from './timestamps'
import type { SignedField } from './signed-fields'

export type SignatureReport = {
  field: string
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
  certificate?: SigningCertificate
  /** Common names from the signer to the root. */
  chain: string[]
  trusted: boolean
  revocation: RevocationStatus
  /** ISO 8601. Proven by the signature time-stamp. */
  signedAt?: string
  /** ISO 8601 or as written; claimed by the signer's software. */
  claimedAt?: string
  timestamp?: TimestampReport
  coversWholeRevision: boolean
  coversWholeDocument: boolean
  modifiedAfterwards: boolean
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
  anchors: readonly Certificate[]
  material: ValidationMaterial
  archived: ValidationMaterial | undefined
  changes: readonly Change[]
  /** Valid document time-stamps over this signature. */
  later: readonly DocumentStamp[]
  now: Date
}

/** Bytes of a claimed time. Signatures may share one, and each is read. */
const longestDate = 256

export function judgeSignature(field: SignedField, surroundings: Surroundings): SignatureReport {
  const { document, material, changes } = surroundings
  const codes = new Set<ReasonCode>()
  const modifiedAfterwards = changes.some(({ allowed }) => !allowed)
  if (modifiedAfterwards) codes.add('MODIFIED_AFTERWARDS')
  if (!field.coversWholeRevision) codes.add('BYTE_RANGE_INVALID')
  const format = nameOf(document, field.signature, 'SubFilter')
  const claimedAt = claimedTime(document, field.signature)
  const base = {
    field: field.name,
    format,
    coversWholeRevision: field.coversWholeRevision,
    coversWholeDocument: field.coversWholeDocument,
    modifiedAfterwards,
    changes,
    ...(claimedAt === undefined ? {} : { claimedAt }),
  }
  let signed: SignedData
  try {
    if (!/^(ETSI\.CAdES\.detached|adbe\.pkcs7\.(detached|sha1))$/.test(format)) throw new UnsupportedAlgorithm(format)
    signed = readSignedData(field.covered.contents, material.certificates)
  } catch (error) {
    codes.add(error instanceof UnsupportedAlgorithm ? 'FORMAT_UNSUPPORTED' : 'SIGNATURE_MALFORMED')
    return withoutSigner(base, codes, false)
  }
  const integrity = checkIntegrity(signed, field, format, surroundings.bytes, codes)
  const signer = signed.signerInfo.signerCertificate
  if (!signer) return withoutSigner(base, codes, integrity)
  const pool = [...signed.certificates, ...material.certificates]
  const stamp = signatureTimestamp(signed, pool, surroundings)
  const best = bestTime(stamp, surroundings)
  const trust = trustIn(signer, { pool, anchors: surroundings.anchors, material, best, now: surroundings.now, stamp }, codes)
  const level =
    integrity && !codes.has('SIGNING_CERTIFICATE_MISMATCH') ? levelOf(signed, { format, best, trust }, surroundings, codes) : null
  return withSigner(base, codes, { level, integrity, trust })
}

/** What a report says of any signature, whoever made it. */
type Base = Pick<
  SignatureReport,
  'field' | 'format' | 'coversWholeRevision' | 'coversWholeDocument' | 'modifiedAfterwards' | 'changes' | 'claimedAt'
>
type Codes = Set<ReasonCode>
type TrustInSigner = { signer: Certificate; path: Path; revocation: RevocationStatus; stamp: Judged | undefined }

/** `best`: the earliest time at which the signature is known to have existed; only now is known where nothing proves more. */
export function trustIn(
  signer: Certificate,
  surroundings: {
    pool: readonly Certificate[]
    anchors: readonly Certificate[]
    material: ValidationMaterial
    best: Date | undefined
    now: Date
    stamp: Judged | undefined
  },
  codes: Codes,
): TrustInSigner {
  const { pool, anchors, material, best, now, stamp } = surroundings
  const key = readable(() => signer.publicKey)
  if (!key) codes.add('ALGORITHM_UNSUPPORTED')
  else if (isWeakKey(key)) codes.add('ALGORITHM_WEAK')
  if (!stamp) codes.add('NO_TIMESTAMP')
  stamp?.report.reasons.forEach((code) => codes.add(code))
  const path = pathOf(signer, pool, anchors)
  return { signer, path, revocation: checkTrust(path, { best, now }, material, codes), stamp }
}

export function withoutSigner(base: Base, codes: Codes, integrity: boolean): SignatureReport {
  return { ...base, ...closed(codes), level: null, integrity, chain: [], trusted: false, revocation: 'unknown' }
}

export function withSigner(
  base: Base,
  codes: Codes,
  { level, integrity, trust }: { level: Level | null; integrity: boolean; trust: TrustInSigner },
): SignatureReport {
  const { signer, path, revocation, stamp } = trust
  const signerName = signer.subjectAttributes['CN']
  return {
    ...base,
    ...closed(codes),
    level,
    integrity,
    ...(signerName === undefined ? {} : { signerName }),
    certificate: described(signer),
    chain: path.certificates.map(({ subjectAttributes }) => subjectAttributes['CN'] ?? ''),
    trusted: path.trusted,
    revocation,
    ...(stamp?.report.valid && stamp.report.at ? { signedAt: stamp.report.at } : {}),
    ...(stamp ? { timestamp: stamp.report } : {}),
  }
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

function checkIntegrity(signed: SignedData, field: SignedField, format: string, bytes: CoveredBytes, codes: Set<ReasonCode>): boolean {
  const { digestAlgorithm, signingCertificate, signatureAlgorithm } = signed.signerInfo
  if (isWeakDigest(digestAlgorithm) || isWeakDigest(signatureAlgorithm.digest)) codes.add('ALGORITHM_WEAK')
  if (signingCertificate === 'mismatch' && signed.signerInfo.signerCertificate) codes.add('SIGNING_CERTIFICATE_MISMATCH')
  if (signingCertificate === 'absent' && format === 'ETSI.CAdES.detached') codes.add('SIGNING_CERTIFICATE_ABSENT')
  try {
    let verdict: SignatureVerdict
    if (format === 'adbe.pkcs7.sha1') {
      codes.add('ALGORITHM_WEAK')
      const digest = bytes.digest('sha1', field.covered)
      verdict = signed.content && digest.equals(signed.content) ? verifySignerInfo(signed) : 'hash_failure'
    } else if (signed.content) {
      // With content inside, the signature would be checked over that content and not over the document.
      codes.add('CONTENT_INSIDE_SIGNATURE')
      return false
    } else verdict = verifySignerInfo(signed, { digest: bytes.digest(digestAlgorithm, field.covered) })
    if (verdict !== 'valid') codes.add(verdicts[verdict])
    return verdict === 'valid'
  } catch (error) {
    codes.add(error instanceof UnsupportedAlgorithm ? 'ALGORITHM_UNSUPPORTED' : 'SIGNATURE_MALFORMED')
    return false
  }
}

function signatureTimestamp(
  signed: SignedData,
  pool: readonly Certificate[],
  { anchors, material, later, now }: Surroundings,
): Judged | undefined {
  const [token] = signed.signerInfo.signatureTimestamps
  if (!token) return undefined
  const digestFor = (algorithm: string): Buffer => createHash(algorithm).update(signed.signerInfo.signature).digest()
  return judgeTimestamp(token, digestFor, { pool, anchors, material, proven: later[0]?.genTime ?? now })
}

/** EN 319 102-1 5.5: the earliest time at which the signature provably existed. */
function bestTime(stamp: Judged | undefined, { later }: Surroundings): Date | undefined {
  return stamp?.report.valid ? stamp.genTime : later[0]?.genTime
}

function checkTrust(
  path: Path,
  { best, now }: { best: Date | undefined; now: Date },
  material: ValidationMaterial,
  codes: Set<ReasonCode>,
): RevocationStatus {
  const at = best ?? now
  if (!path.trusted) codes.add('CHAIN_UNTRUSTED')
  const validity = validAt(path, at)
  if (validity === 'expired') codes.add('CERTIFICATE_EXPIRED')
  if (validity === 'not_yet_valid') codes.add(best ? 'SIGNED_BEFORE_ISSUANCE' : 'CERTIFICATE_NOT_YET_VALID')
  const { status, of } = statusAt(path, material, at)
  if (status === 'revoked') codes.add(of === 'signer' ? 'REVOKED' : 'ISSUER_REVOKED')
  if (status === 'unknown' || path.certificates.length < 2) codes.add('REVOCATION_UNKNOWN')
  return path.certificates.length < 2 ? 'unknown' : status
}

/** EN 319 142-1 6.3: each level needs all of the ones below it. */
function levelOf(
  signed: SignedData,
  { format, best, trust: { path, revocation, stamp } }: { format: string; best: Date | undefined; trust: TrustInSigner },
  { archived, later }: Surroundings,
  codes: Codes,
): Level | null {
  if (signed.signerInfo.signingTime && format === 'ETSI.CAdES.detached') codes.add('SIGNING_TIME_ATTRIBUTE')
  const baseline = format === 'ETSI.CAdES.detached' && signed.signerInfo.signingCertificate === 'match' && !signed.signerInfo.signingTime
  if (!baseline) return null
  if (!best) return 'B-B'
  const stampProven = stamp?.report.valid ? stamp.report.revocation === 'good' : true
  if (revocation !== 'good' || !stampProven || !path.trusted) return 'B-T'
  const lasting = archived !== undefined && later.length > 0 && statusAt(path, archived, best).status === 'good'
  return lasting ? 'B-LTA' : 'B-LT'
}

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
