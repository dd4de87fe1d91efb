// Revocation status: OCSP (RFC 6960, RFC 9654) and CRLs (RFC 5280 5), asked, read and verified.
import { digestOf, signatureAlgorithm, verifySignature } from './algorithms'
import { equalBytes, isIssuedBy, publicKeyBits, readCertificate, signedBy, type Certificate } from './certificate'
import {
  children,
  expect,
  inner,
  MalformedDer,
  membersOf,
  octetString,
  raw,
  read,
  readBitString,
  readInteger,
  readOctetString,
  readOid,
  readTime,
  readWhole,
  TAG,
  value,
  type Der,
  type DerNode,
} from './der'
import { OID } from './oids'
import { issuerHash, readCertificateId, type CertificateId } from './x509/certificate-id'
import { fullNames, readExtensions, type Extension } from './x509/extensions'
import { sameName } from './x509/name'

export const REVOCATION_STATUSES = ['good', 'revoked', 'unknown'] as const
export type RevocationStatus = (typeof REVOCATION_STATUSES)[number]

export type Revocation = {
  readonly status: RevocationStatus
  readonly revokedAt?: Date
  readonly reason?: number
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
}

/** Thrown when an answer proves nothing: about another certificate, signed by the wrong key, or out of date. */
export class UnusableRevocation extends Error {
  override name = 'UnusableRevocation'
  constructor(
    readonly reason:
      | `ocsp_status_${number}`
      | 'other_certificate'
      | 'responder_not_authorized'
      | 'signature_failure'
      | 'nonce_mismatch'
      | 'not_yet_valid'
      | 'expired'
      | 'not_the_issuer'
      | 'unknown_critical_extension'
      | 'made_after_expiry',
  ) {
    super(`revocation information is not usable: ${reason}`)
  }
}

// --- OCSP

export type OcspResponse = {
  readonly der: Der
  readonly producedAt: Date
  readonly responses: readonly (Revocation & { readonly id: CertificateId; readonly archiveCutoff?: Date })[]
  readonly certificates: readonly Certificate[]
  readonly nonce?: Uint8Array
  /** [1] a name, [2] the SHA-1 of the responder's key. */
  readonly responderId: DerNode
  readonly toBeSigned: Der
  readonly signature: Uint8Array
  readonly signatureAlgorithm: DerNode
}

/** Throws MalformedDer, or UnusableRevocation where the responder answered with an error. */
export function readOcspResponse(der: Der): OcspResponse {
  const [status, wrapped] = membersOf(readWhole(der), TAG.sequence)
  const code = value(expect(status, TAG.enumerated))[0] ?? 2
  if (code !== 0) throw new UnusableRevocation(`ocsp_status_${code}`)
  const [type, body] = membersOf(membersOf(wrapped, 0xa0)[0], TAG.sequence)
  if (readOid(type) !== OID.ocspBasic) throw new MalformedDer('not a basic OCSP response')
  const [data, algorithm, signature, certificates] = membersOf(inner(expect(body, TAG.octetString)), TAG.sequence)
  const fields = membersOf(data, TAG.sequence)
  if (fields[0]?.tag === 0xa0) fields.shift()
  const [responderId, producedAt, responses, extensions] = fields
  if (responderId === undefined || (responderId.tag !== 0xa1 && responderId.tag !== 0xa2)) throw new MalformedDer('responder')
  const nonce = readExtensions(extensions === undefined ? undefined : membersOf(extensions, 0xa1)[0]).find(
    ({ oid }) => oid === OID.ocspNonce,
  )
  return {
    der,
    producedAt: readTime(producedAt),
    responses: membersOf(responses, TAG.sequence).map(readSingleResponse),
    certificates:
      certificates === undefined ? [] : membersOf(membersOf(certificates, 0xa0)[0], TAG.sequence).map((node) => readCertificate(raw(node))),
    ...(nonce === undefined ? {} : { nonce: nonce.value }),
    responderId,
    toBeSigned: raw(expect(data, TAG.sequence)),
    signature: readBitString(signature),
    signatureAlgorithm: expect(algorithm, TAG.sequence),
  }
}

function readSingleResponse(node: DerNode): OcspResponse['responses'][number] {
  const [id, status, thisUpdate, ...optional] = membersOf(node, TAG.sequence)
  const nextUpdate = optional.find(({ tag }) => tag === 0xa0)
  const extensions = optional.find(({ tag }) => tag === 0xa1)
  const cutoff = readExtensions(extensions === undefined ? undefined : children(extensions)[0]).find(
    ({ oid }) => oid === OID.ocspArchiveCutoff,
  )
  return {
    id: readCertificateId(id),
    ...certificateStatus(status),
    thisUpdate: readTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readTime(children(nextUpdate)[0]) }),
    ...(cutoff === undefined ? {} : { archiveCutoff: readTime(readWhole(cutoff.value)) }),
  }
}

function certificateStatus(node: DerNode | undefined): { status: RevocationStatus; revokedAt?: Date; reason?: number } {
  switch (node?.tag) {
    case 0x80:
      return { status: 'good' }
    case 0xa1: {
      const [at, reason] = children(node)
      const code = reason === undefined ? undefined : value(expect(children(reason)[0], TAG.enumerated))[0]
      return { status: 'revoked', revokedAt: readTime(at), ...(code === undefined ? {} : { reason: code }) }
    }
    case 0x82:
      return { status: 'unknown' }
    default:
      throw new MalformedDer('certificate status')
  }
}

export type VerifiedOcsp = Revocation & {
  readonly producedAt: Date
  readonly responderCertificate: Certificate
  readonly archiveCutoff?: Date
}

/**
 * Checks that the answer is about this certificate of this issuer and signed by the issuer or its delegate (RFC 6960 3.2).
 * With `at`, the answer must also be current at that time; with `nonce`, it must answer that very request.
 */
export function verifyOcsp(
  response: Der | OcspResponse,
  about: {
    readonly certificate: Certificate
    readonly issuer: Certificate
    readonly at?: Date
    readonly nonce?: Uint8Array
  },
): VerifiedOcsp {
  const answer = response instanceof Uint8Array ? readOcspResponse(response) : response
  const { certificate, issuer, at, nonce } = about
  const single = answer.responses.find(({ id }) => {
    const expected = issuerHash(issuer, id.digest)
    const named = [expected.name, digestOf(id.digest, certificate.issuer)].some((name) => equalBytes(id.nameHash, name))
    return equalBytes(id.serial, certificate.serial) && named && equalBytes(id.keyHash, expected.key)
  })
  if (single === undefined || !sameName(certificate.issuer, issuer.subject)) throw new UnusableRevocation('other_certificate')
  // RFC 6960 4.4.1: a responder may leave the nonce out (pre-produced answers), but one that is there must be ours.
  if (nonce !== undefined && answer.nonce !== undefined && !equalBytes(answer.nonce, octetString(nonce))) {
    throw new UnusableRevocation('nonce_mismatch')
  }
  // Several may have the name: an authority has more than one certificate, and anybody can put more into the answer.
  const responders = [issuer, ...answer.certificates]
    .filter((candidate) => isResponder(candidate, answer.responderId))
    .slice(0, MOST_RESPONDERS)
    .filter((candidate) => mayAnswer(candidate, issuer, answer.producedAt))
  if (responders.length === 0) throw new UnusableRevocation('responder_not_authorized')
  const algorithm = signatureAlgorithm(answer.signatureAlgorithm)
  const responder = responders.find(({ publicKey }) => verifySignature(algorithm, publicKey, answer.toBeSigned, answer.signature))
  if (responder === undefined) throw new UnusableRevocation('signature_failure')
  if (at !== undefined) current(single, at)
  requireKept(certificate, single, single.archiveCutoff)
  const { id: _, ...status } = single
  return { ...status, producedAt: answer.producedAt, responderCertificate: responder }
}

function isResponder(certificate: Certificate, responderId: DerNode): boolean {
  const named = children(responderId)[0]
  if (responderId.tag === 0xa1) return sameName(raw(expect(named, TAG.sequence)), certificate.subject)
  return equalBytes(readOctetString(named), digestOf('sha1', publicKeyBits(certificate.spki)))
}

const MOST_RESPONDERS = 8

/** The issuer itself, by whatever certificate, or a certificate that the same issuer made for exactly this purpose. */
function mayAnswer(responder: Certificate, issuer: Certificate, producedAt: Date): boolean {
  if (equalBytes(responder.spki, issuer.spki) && sameName(responder.subject, issuer.subject)) return true
  return (
    responder.extendedKeyUsage.includes(OID.ocspSigning) &&
    isIssuedBy(responder, issuer) &&
    responder.notBefore <= producedAt &&
    producedAt <= responder.notAfter
  )
}

/**
 * Authorities take certificates off their lists when these expire, the revoked ones, too (RFC 5280 3.3). That one is not listed any more says
 * something only where its authority keeps them: since the archive cutoff (RFC 6960 4.4.4), or by expiredCertsOnCRL (X.509 9.5.2.8).
 */
function requireKept({ notAfter }: Certificate, { status, thisUpdate }: Pick<Revocation, 'status' | 'thisUpdate'>, keptSince?: Date): void {
  const kept = keptSince !== undefined && keptSince <= notAfter
  if (status === 'good' && thisUpdate > notAfter && !kept) throw new UnusableRevocation('made_after_expiry')
}

const CLOCK_SKEW = 5 * 60_000

function current({ thisUpdate, nextUpdate }: Pick<Revocation, 'thisUpdate' | 'nextUpdate'>, at: Date): void {
  if (thisUpdate.getTime() > at.getTime() + CLOCK_SKEW) throw new UnusableRevocation('not_yet_valid')
  if (nextUpdate !== undefined && nextUpdate.getTime() < at.getTime() - CLOCK_SKEW) throw new UnusableRevocation('expired')
}

// --- CRL

export type Crl = {
  readonly der: Der
  readonly issuer: Der
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
  readonly number?: bigint
  readonly extensions: readonly Extension[]
  /** The SEQUENCE OF revoked certificates. It is searched without decoding all of it, because lists of millions exist. */
  readonly revoked?: DerNode
}

export function readCrl(der: Der): Crl {
  const fields = membersOf(membersOf(readWhole(der), TAG.sequence)[0], TAG.sequence)
  if (fields[0]?.tag === TAG.integer) fields.shift()
  const [, issuer, thisUpdate, ...rest] = fields
  const nextUpdate = rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.generalizedTime ? rest.shift() : undefined
  const revoked = rest[0]?.tag === TAG.sequence ? rest.shift() : undefined
  const extensions = readExtensions(rest[0] === undefined ? undefined : membersOf(rest[0], 0xa0)[0])
  const number = extensions.find(({ oid }) => oid === OID.crlNumber)
  return {
    der,
    issuer: raw(expect(issuer, TAG.sequence)),
    thisUpdate: readTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readTime(nextUpdate) }),
    ...(number === undefined ? {} : { number: readInteger(readWhole(number.value)) }),
    extensions,
    ...(revoked === undefined ? {} : { revoked }),
  }
}

/**
 * As `verifyOcsp`: signature by the issuer and, with `at`, currency. Delta lists, and those that are partial for this certificate, are refused:
 * one that they do not list may be revoked.
 */
export function verifyCrl(
  list: Der | Crl,
  {
    certificate,
    issuer,
    at,
  }: {
    readonly certificate: Certificate
    readonly issuer: Certificate
    readonly at?: Date
  },
): Revocation & { readonly number?: bigint } {
  const crl = list instanceof Uint8Array ? readCrl(list) : list
  if (!sameName(crl.issuer, issuer.subject) || !sameName(certificate.issuer, issuer.subject)) throw new UnusableRevocation('not_the_issuer')
  if (issuer.keyUsage.length > 0 && !issuer.keyUsage.includes('cRLSign')) throw new UnusableRevocation('not_the_issuer')
  if (!crl.extensions.every((extension) => !extension.critical || isAbout(extension, certificate)))
    throw new UnusableRevocation('unknown_critical_extension')
  if (!signedBy(crl.der, issuer)) throw new UnusableRevocation('signature_failure')
  if (at !== undefined) current(crl, at)
  const entry = entryOf(crl.revoked, certificate.serial)
  const kept = crl.extensions.find(({ oid }) => oid === OID.expiredCertsOnCrl)
  requireKept(certificate, { ...entry, thisUpdate: crl.thisUpdate }, kept && readTime(readWhole(kept.value)))
  return {
    ...entry,
    thisUpdate: crl.thisUpdate,
    ...(crl.nextUpdate === undefined ? {} : { nextUpdate: crl.nextUpdate }),
    ...(crl.number === undefined ? {} : { number: crl.number }),
  }
}

/**
 * RFC 5280 5.2.5 and 6.3.3: whether a list that is limited by an IssuingDistributionPoint is whole for this certificate. Lists for some reasons
 * alone, of other issuers, and of attribute certificates are not.
 */
function isAbout({ oid, value: point }: Extension, { isCa, crlUrls }: Certificate): boolean {
  if (oid !== OID.issuingDistributionPoint) return false
  return membersOf(readWhole(point), TAG.sequence).every((field) => {
    switch (field.tag) {
      case 0xa0:
        return fullNames(field).some((url) => crlUrls.includes(url))
      case 0x81:
        return !isTrue(field) || !isCa
      case 0x82:
        return !isTrue(field) || isCa
      case 0x84:
      case 0x85:
        return !isTrue(field)
      default:
        return false
    }
  })
}

const isTrue = (field: DerNode): boolean => value(field).some((octet) => octet !== 0)

function entryOf(revoked: DerNode | undefined, serial: Uint8Array): { status: 'good' | 'revoked'; revokedAt?: Date; reason?: number } {
  if (revoked === undefined) return { status: 'good' }
  for (let at = revoked.content; at < revoked.end;) {
    const entry = read(revoked.bytes, at, revoked.end)
    at = entry.end
    const number = read(entry.bytes, entry.content, entry.end)
    if (number.tag !== TAG.integer || !equalBytes(value(number), serial)) continue
    const [, date, extensions] = children(entry)
    const reason = readExtensions(extensions).find(({ oid }) => oid === OID.crlReason)
    const code = reason === undefined ? undefined : value(expect(readWhole(reason.value), TAG.enumerated))[0]
    return { status: 'revoked', revokedAt: readTime(date), ...(code === undefined ? {} : { reason: code }) }
  }
  return { status: 'good' }
}
