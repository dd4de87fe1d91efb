// One signature of a validated document in the API's words, and beside them in those of EN 319 102-1.

import { sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import { verifyOcsp, type RevocationStatus } from '../../crypto/revocation'
import type { Trust } from '../../domain/ports'
import type { Change } from '../../validation/change-kinds'
import type { SigningCertificate } from '../../validation/signature'
import type { QualifiedSignature } from '../../validation/trusted-lists/qualify-report'
import type { Context } from '../kernel/context'
import { moment } from '../kernel/moment'
import type { ProvenLevel } from './proven-levels'

export { CHANGE_KINDS } from '../../validation/change-kinds'
export { INDICATIONS, SUB_INDICATIONS } from '../../validation/reasons'
export { SERVICE_STATUSES } from '../../validation/trusted-lists/names'
export {
  CERTIFICATE_TYPES,
  QUALIFICATION_REASONS,
  SIGNATURE_QUALIFICATIONS,
  TIMESTAMP_QUALIFICATIONS,
} from '../../validation/trusted-lists/qualification-words'
export { PROVEN_LEVELS } from './proven-levels'
export const TRUSTED_LISTS = ['EU_TRUSTED', 'TEST', 'NOT_TRUSTED'] as const
type TrustedList = (typeof TRUSTED_LISTS)[number]

export type ShownQualification = QualifiedSignature['qualification']

export type ShownSignature = {
  /** The name of its field, or of the file in a container. */
  field: string
  signerName: string | null
  /** For whom a seal signed, as whoever sealed it claims: no certificate proves it. */
  signedFor: readonly string[]
  /** The certificate is one of the connected provider's for one act: its name is as a requester declared it, and a code to a phone was proven. */
  oneAct: boolean
  /** Whether the certificate says that the name is a pseudonym: Article 32(1)(e) has it told to whoever relies on it. */
  pseudonym: boolean
  signedAt: Date | null
  /** What the signer's software says, which may be no time at all. */
  claimedAt: Date | null
  /** Since when the signature provably exists. */
  bestSignatureTime: Date | null
  level: ProvenLevel
  certificateValid: boolean
  certificateIssuer: string | null
  certificateSha256: string | null
  trustedList: TrustedList
  documentIntegrity: boolean
  timestampValid: boolean
  ocspStatus: RevocationStatus
  /** What the certificate says of itself, whoever believes it. */
  claims: { policies: readonly string[]; qcStatements: readonly string[] } | null
  qualification: ShownQualification
  timestampQualification: QualifiedSignature['timestampQualification']['result']
  /** Made with the test trust service, or qualified by its list: no legal effect, whatever `level` says. */
  test: boolean
  indication: QualifiedSignature['indication']
  subIndication: QualifiedSignature['subIndication']
  reasons: QualifiedSignature['reasons']
  format: string
  baseline: string | null
  coversWholeDocument: boolean
  /** Of a PDF: the bytes from its beginning that were signed. */
  signedBytes: number | null
  /** The audit trail that it carries; null where there is none. */
  auditTrail: { sha256: string; attached: boolean } | null
  changes: readonly Change[]
  /** In base64. */
  signatureValue: string | null
}

const AGAINST_CERTIFICATE = new Set([
  'CERTIFICATE_EXPIRED',
  'EXPIRED_NOT_REVOKED',
  'CERTIFICATE_NOT_YET_VALID',
  'CHAIN_UNTRUSTED',
  'REVOKED',
  'ISSUER_REVOKED',
  'SIGNED_BEFORE_ISSUANCE',
  'SIGNED_AFTER_REVOCATION',
  'SIGNED_AFTER_EXPIRY',
  'CHAIN_CONSTRAINTS',
  'NO_SIGNER_CERTIFICATE',
  'SIGNING_CERTIFICATE_MISMATCH',
])
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['ETSI.CAdES.detached', 'PAdES'],
  ['CAdES', 'CAdES'],
  ['XAdES', 'XAdES'],
])

/** `statusNow`: what the connected provider says of a certificate now, if it is one of its own. */
export async function shownSignature(trust: Trust | null, report: QualifiedSignature, statusNow: StatusNow): Promise<ShownSignature> {
  const { certificate, reasons, integrity, modifiedAfterwards, timestamp, qualification } = report
  const format = FORMATS.get(report.format) ?? 'other'
  const claimedAt = claimed(report)
  return {
    field: report.field,
    signerName: report.signerName ?? null,
    signedFor: report.signedFor,
    oneAct: isForOneAct(trust, report),
    pseudonym: certificate !== undefined && 'pseudonym' in certificate.subject,
    signedAt: moment(report.signedAt) ?? claimedAt,
    claimedAt,
    bestSignatureTime: moment(report.bestSignatureTime) ?? null,
    level: levelOf(report),
    certificateValid: certificate !== undefined && !reasons.some((code) => AGAINST_CERTIFICATE.has(code)),
    certificateIssuer: certificate?.issuer['O'] ?? certificate?.issuer['CN'] ?? null,
    certificateSha256: certificate?.sha256 ?? null,
    trustedList: listOf(trust, report),
    claims: certificate ? { policies: certificate.policies, qcStatements: certificate.qcStatements } : null,
    qualification,
    timestampQualification: report.timestampQualification.result,
    documentIntegrity: integrity && !modifiedAfterwards,
    timestampValid: timestamp?.valid ?? false,
    ocspStatus: (certificate ? await statusNow(certificate) : null) ?? report.revocation,
    test: qualification.test || isByTestService(trust, report),
    indication: report.indication,
    subIndication: report.subIndication,
    reasons,
    format,
    baseline: report.level === null ? null : `${format}-${report.level}`,
    coversWholeDocument: report.coversWholeDocument,
    signedBytes: report.signedBytes ?? null,
    auditTrail: report.auditTrail ?? null,
    changes: report.changes,
    signatureValue: report.signatureValue ?? null,
  }
}

/** The signer's software may claim any text as its time; only a valid date is passed on. */
function claimed({ claimedAt }: QualifiedSignature): Date | null {
  const time = new Date(claimedAt ?? '')
  return Number.isNaN(time.getTime()) ? null : time
}

/** As the trusted lists have it: a certificate may claim anything. What is not proven yet stands in the indication. */
function levelOf({ integrity, modifiedAfterwards, certificate, qualification }: QualifiedSignature): ProvenLevel {
  if (!integrity || modifiedAfterwards || !certificate) return 'unknown'
  switch (qualification.result.replace(/^Indeterminate-/, '')) {
    case 'QESig':
      return 'QES'
    case 'QESeal':
      return 'QESeal'
    case 'AdESig-QC':
    case 'Unknown-QC':
    case 'Unknown-QC-QSCD':
      return 'AdESQC'
    case 'AdESeal-QC':
      return 'AdESealQC'
    default:
      return 'AdES'
  }
}

/** Only of a chain that leads to the provider: anybody can write a policy into a certificate. */
const isForOneAct = (trust: Trust | null, { vouchedBy, trusted, certificate }: QualifiedSignature): boolean =>
  trust !== null && trusted && vouchedBy === 'provider' && certificate?.policies.includes(trust.oneShotPolicy) === true

const isByTestService = (trust: Trust | null, { vouchedBy }: QualifiedSignature): boolean =>
  vouchedBy === 'provider' && trust !== null && !trust.qualified

/** A service of a list counts while it is granted, for the certificates for which it is. */
function listOf(trust: Trust | null, report: QualifiedSignature): TrustedList {
  const { trusted, vouchedBy, qualification } = report
  const { qualified, service } = qualification.atSigning
  if (!trusted) return 'NOT_TRUSTED'
  if (isByTestService(trust, report)) return 'TEST'
  return vouchedBy === 'provider' || (qualified !== null && service?.status === 'granted') ? 'EU_TRUSTED' : 'NOT_TRUSTED'
}

type StatusNow = (certificate: SigningCertificate) => Promise<RevocationStatus | null>

/** Asks once for each certificate: a file may bear the same one in hundreds of signatures. */
export function statusNow(context: Context, trust: Trust | null): StatusNow {
  const asked = new Map<string, ReturnType<StatusNow>>()
  return (certificate) => {
    const status = asked.get(certificate.sha256) ?? (trust ? askedNow(context, trust, certificate) : Promise.resolve(null))
    asked.set(certificate.sha256, status)
    return status
  }
}

/** The current answer of the connected provider's responder; null for other certificates, for which no network is asked. */
async function askedNow(context: Context, trust: Trust, { serialHex, sha256 }: SigningCertificate): Promise<RevocationStatus | null> {
  const own = await context.db.credential.findUnique({ where: { serialHex }, select: { certificate: true } })
  const issuer = trust.chain[0]
  if (!own?.certificate || !issuer) return null
  const certificate = readCertificate(own.certificate)
  if (sha256Hex(certificate.der) !== sha256) return null
  try {
    const answer = await trust.ocspFor(certificate.der)
    return verifyOcsp(answer, { certificate, issuer: readCertificate(issuer), at: context.machineNow() }).status
  } catch (error) {
    context.log.warn({ err: error }, 'the status of a certificate could not be asked for a validation')
    return null
  }
}
