// Time-stamps (RFC 3161, RFC 5816): the request, the checks an answer must pass, and what a token says.
import { digestAlgorithm, type DigestName } from './algorithms'
import { equalBytes, serialHex, type Certificate } from './certificate'
import { readSignedData, verifySignerInfo, type SignatureVerdict, type SignedData } from './cms'
import {
  children,
  expect,
  MalformedDer,
  membersOf,
  readOctetString,
  readOid,
  readSmallInteger,
  readTime,
  readWhole,
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
 * Verifies signature and purpose only: the caller checks the signer's chain and revocation.
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
