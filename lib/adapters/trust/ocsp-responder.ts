// The OCSP responder (RFC 6960): what the register says about a certificate of the issuing CA, signed.
import { sign } from 'node:crypto'
import { signatureIdentifier, UnsupportedAlgorithm } from '../../crypto/algorithms'
import { equalBytes, serialHex, type Certificate } from '../../crypto/certificate'
import {
  bitString,
  children,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  MalformedDer,
  membersOf,
  octetString,
  readOctetString,
  readWhole,
  seq,
  TAG,
  type Der,
  type DerNode,
} from '../../crypto/der'
import { OID, oidDer } from '../../crypto/oids'
import { certificateId, issuerHash, readCertificateId, type CertificateId } from '../../crypto/x509/certificate-id'
import { readExtensions } from '../../crypto/x509/extensions'
import type { CertificateRegister } from '../../domain/ports'
import { extension, type AuthorityKey } from './certificate-profile'

type RegisterStatus = Awaited<ReturnType<CertificateRegister['find']>>

const ANSWER_LIFE = 24 * 3_600_000
const MAX_ASKED = 16
/** RFC 9654 2.1: 1 to 128 octets. */
const MAX_NONCE = 128

export type Responder = {
  readonly issuing: Certificate
  readonly responder: AuthorityKey
  readonly register: CertificateRegister
  readonly now: Date
}

// OCSPResponseStatus; errors are not signed.
const error = (status: 1 | 6): Der => seq(enumerated(status))
const MALFORMED_REQUEST = error(1)
const UNAUTHORIZED = error(6)

/** Rejects only when the register does; every request, however broken, has an answer. */
export async function answerOcspRequest(context: Responder, request: Der): Promise<Der> {
  let asked: { ids: CertificateId[]; nonce: Uint8Array | undefined }
  try {
    asked = readRequest(request)
  } catch (cause) {
    if (cause instanceof MalformedDer) return MALFORMED_REQUEST
    if (cause instanceof UnsupportedAlgorithm) return UNAUTHORIZED
    throw cause
  }
  // RFC 6960 4.2.2.2: this responder is delegated by the issuing CA and may not speak for anybody else.
  if (!asked.ids.every((id) => isOf(id, context.issuing))) return UNAUTHORIZED
  const found = await Promise.all(asked.ids.map((id) => context.register.find('issuing', serialHex(id.serial))))
  return respond(
    context,
    asked.ids.map((id, index) => single(context, id.der, found[index] ?? null)),
    asked.nonce,
  )
}

/** The same answer without a request: for a signature that is made in this process. */
export async function ocspAnswerFor(context: Responder, certificate: Certificate): Promise<Der> {
  const found = await context.register.find('issuing', certificate.serialHex)
  return respond(context, [single(context, certificateId(certificate, context.issuing), found)])
}

/** RFC 6960 A.1: GET carries base64 in the path, percent-encoded; some clients send base64url. Null if it is neither. */
export function ocspRequestOfPath(segment: string): Der | null {
  try {
    const text = decodeURIComponent(segment)
    return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null
  } catch {
    return null
  }
}

function readRequest(request: Der): { ids: CertificateId[]; nonce: Uint8Array | undefined } {
  const fields = membersOf(membersOf(readWhole(request), TAG.sequence)[0], TAG.sequence)
  const list = membersOf(
    fields.find(({ tag }) => tag === TAG.sequence),
    TAG.sequence,
  )
  if (list.length === 0 || list.length > MAX_ASKED) throw new MalformedDer('number of requests')
  const extensions = fields.find(({ tag }) => tag === 0xa2)
  return { ids: list.map((entry) => readCertificateId(membersOf(entry, TAG.sequence)[0])), nonce: readNonce(extensions) }
}

function readNonce(extensions: DerNode | undefined): Uint8Array | undefined {
  if (extensions === undefined) return undefined
  const nonce = readExtensions(children(extensions)[0]).find(({ oid }) => oid === OID.ocspNonce)?.value
  if (nonce === undefined) return undefined
  const { length } = readOctetString(readWhole(nonce))
  if (length === 0 || length > MAX_NONCE) throw new MalformedDer('nonce')
  return nonce
}

function isOf(id: CertificateId, issuer: Certificate): boolean {
  const expected = issuerHash(issuer, id.digest)
  return equalBytes(id.nameHash, expected.name) && equalBytes(id.keyHash, expected.key)
}

const NO_OCTETS = new Uint8Array()

function single({ issuing, now }: Responder, id: Der, found: RegisterStatus): Der {
  // EN 319 411-2 CSS-6.3.10-10: status is kept for every certificate since the CA began.
  const cutoff = extension(OID.ocspArchiveCutoff, false, generalizedTime(issuing.notBefore))
  return seq(
    id,
    certificateStatus(found, now),
    generalizedTime(now),
    explicit(0, generalizedTime(new Date(now.getTime() + ANSWER_LIFE))),
    explicit(1, seq(cutoff)),
  )
}

/** A serial number that was never issued is `unknown`, never `good`. */
function certificateStatus(found: RegisterStatus, now: Date): Der {
  if (found === null) return implicit(2, NO_OCTETS)
  if (found.status === 'good') return implicit(0, NO_OCTETS)
  const at = generalizedTime(found.revokedAt ?? now)
  // RFC 6960 4.4.5 by way of RFC 5280 5.3.1: "unspecified" is said by leaving the reason out.
  return found.reason === undefined || found.reason === 0 ? explicit(1, at) : explicit(1, at, explicit(0, enumerated(found.reason)))
}

function respond({ responder, now }: Responder, singles: readonly Der[], nonce?: Uint8Array): Der {
  const echoed = nonce === undefined ? [] : [explicit(1, seq(extension(OID.ocspNonce, false, nonce)))]
  const data = seq(explicit(1, responder.certificate.subject), generalizedTime(now), seq(...singles), ...echoed)
  const basic = seq(
    data,
    signatureIdentifier('ecdsa-sha256'),
    bitString(sign('sha256', data, responder.key)),
    explicit(0, seq(responder.certificate.der)),
  )
  return seq(enumerated(0), explicit(0, seq(oidDer(OID.ocspBasic), octetString(basic))))
}
