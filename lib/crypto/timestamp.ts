// Time-stamps (RFC 3161, RFC 5816): the request, the checks an answer must pass, and what a token says.
import { digestAlgorithm, digestIdentifier, digestNameOf, type DigestName } from './algorithms'
import { equalBytes, serialHex, type Certificate } from './certificate'
import { readSignedData, verifySignerInfo, type SignatureVerdict, type SignedData } from './cms'
import {
  boolean,
  children,
  expect,
  integer,
  MalformedDer,
  membersOf,
  octetString,
  raw,
  readOctetString,
  readOid,
  readSmallInteger,
  readTime,
  readWhole,
  seq,
  TAG,
  value,
  type Der,
  type DerNode,
} from './der'
import { OID } from './oids'

export type Token = {
  readonly der: Der
  readonly genTime: Date
  /** Lower-case hexadecimal. */
  readonly serial: string
  readonly policy: string
  readonly imprint: { readonly algorithm: DigestName; readonly digest: Uint8Array }
  readonly nonce?: Uint8Array
  readonly accuracyMilliseconds?: number
  readonly certificates: readonly Certificate[]
  readonly signerCertificate?: Certificate
  readonly signedData: SignedData
}

export type TokenVerdict = SignatureVerdict | 'imprint_mismatch' | 'not_a_timestamping_certificate' | 'signing_certificate_mismatch'

/** Thrown by `tokenFrom`; `reason` is for the log, the signer just sees that the time-stamp could not be had. */
export class TimestampRefused extends Error {
  override name = 'TimestampRefused'
  constructor(readonly reason: `status_${number}` | 'no_token' | 'nonce_mismatch' | Exclude<TokenVerdict, 'valid'>) {
    super(`the time-stamping authority's answer is not usable: ${reason}`)
  }
}

/** A TimeStampReq for a SHA-2 digest; `nonce` of at least 8 random octets ties the answer to this question. */
export const timestampRequest = (digest: Uint8Array, nonce: Uint8Array): Der =>
  seq(integer(1), seq(digestIdentifier(digestNameOf(digest)), octetString(digest)), integer(nonce), boolean(true))

/** The token out of a TimeStampResp, only if it is granted, answers this very question, and verifies. */
export function tokenFrom(response: Der, asked: { readonly digest: Uint8Array; readonly nonce: Uint8Array }): Der {
  const [statusInfo, tokenNode] = membersOf(readWhole(response), TAG.sequence)
  const status = readSmallInteger(membersOf(statusInfo, TAG.sequence)[0])
  // 0 granted, 1 granted with modifications.
  if (status > 1) throw new TimestampRefused(`status_${status}`)
  if (tokenNode === undefined) throw new TimestampRefused('no_token')
  const token = readToken(raw(tokenNode))
  if (token.nonce === undefined || !equalBytes(token.nonce, value(readWhole(integer(asked.nonce))))) {
    throw new TimestampRefused('nonce_mismatch')
  }
  const verdict = judge(token, asked.digest)
  if (verdict !== 'valid') throw new TimestampRefused(verdict)
  return Uint8Array.from(token.der)
}

/** Reads a TimeStampToken, which zero padding may follow; `elsewhere` as in `readSignedData`. Throws MalformedDer. */
export function readToken(bytes: Uint8Array, elsewhere: readonly Certificate[] = []): Token {
  const signedData = readSignedData(bytes, elsewhere)
  if (signedData.contentType !== OID.tstInfo || signedData.content === undefined) throw new MalformedDer('not a time-stamp token')
  const [version, policy, imprint, serial, genTime, ...optional] = membersOf(readWhole(signedData.content), TAG.sequence)
  if (readSmallInteger(version) !== 1) throw new MalformedDer('TSTInfo version')
  const [algorithm, digest] = membersOf(imprint, TAG.sequence)
  const accuracy = optional.find(({ tag }) => tag === TAG.sequence)
  const nonce = optional.find(({ tag }) => tag === TAG.integer)
  const signerCertificate = signedData.signerInfo.signerCertificate
  return {
    der: signedData.der,
    genTime: readTime(expect(genTime, TAG.generalizedTime)),
    serial: serialHex(value(expect(serial, TAG.integer))),
    policy: readOid(policy),
    imprint: { algorithm: digestAlgorithm(algorithm), digest: readOctetString(digest) },
    ...(nonce === undefined ? {} : { nonce: value(nonce) }),
    ...(accuracy === undefined ? {} : { accuracyMilliseconds: readAccuracy(accuracy) }),
    certificates: signedData.certificates,
    ...(signerCertificate === undefined ? {} : { signerCertificate }),
    signedData,
  }
}

/** Accuracy ::= SEQUENCE { seconds INTEGER, millis [0], micros [1] }, all optional. */
function readAccuracy(node: DerNode): number {
  let milliseconds = 0
  for (const field of children(node)) {
    const amount = value(field).reduce((sum, octet) => sum * 256 + octet, 0)
    milliseconds += field.tag === TAG.integer ? amount * 1000 : field.tag === 0x80 ? amount : amount / 1000
  }
  return milliseconds
}

/**
 * `digest` must be of the token's own imprint algorithm (`readToken(...).imprint.algorithm`).
 * Mathematics and purpose only: the chain and revocation of the signer are the caller's.
 */
export const verifyToken = (token: Uint8Array | Token, digest: Uint8Array): TokenVerdict =>
  judge(token instanceof Uint8Array ? readToken(token) : token, digest)

function judge(token: Token, digest: Uint8Array): TokenVerdict {
  if (!equalBytes(token.imprint.digest, digest)) return 'imprint_mismatch'
  const signer = token.signerCertificate
  if (signer === undefined) return 'no_signer_certificate'
  // RFC 3161 2.3: the extension is critical and timeStamping is the only purpose.
  if (!signer.extendedKeyUsageCritical || signer.extendedKeyUsage.length !== 1 || signer.extendedKeyUsage[0] !== OID.timeStamping) {
    return 'not_a_timestamping_certificate'
  }
  // RFC 3161 2.4.2 makes the reference mandatory: without it the token could be claimed for another certificate.
  if (token.signedData.signerInfo.signingCertificate !== 'match') return 'signing_certificate_mismatch'
  return verifySignerInfo(token.signedData)
}
