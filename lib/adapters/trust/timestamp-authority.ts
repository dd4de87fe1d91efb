// The time-stamping authority (RFC 3161, EN 319 422): tokens over SHA-2 digests, and coded refusals of everything else.
import { randomBytes, sign } from 'node:crypto'
import { digestAlgorithm, digestIdentifier, digestNameOf, sha256, UnsupportedAlgorithm, type DigestName } from '../../crypto/algorithms'
import { signedAttributes, signedData } from '../../crypto/cms'
import {
  explicit,
  expect,
  generalizedTime,
  integer,
  MalformedDer,
  membersOf,
  namedBits,
  octetString,
  raw,
  readBoolean,
  readOctetString,
  readOid,
  readSmallInteger,
  readWhole,
  seq,
  TAG,
  utf8String,
  value,
  type Der,
} from '../../crypto/der'
import { OID, oidDer } from '../../crypto/oids'
import type { AuthorityKey } from './certificate-profile'

export type TimestampAuthority = { readonly tsa: AuthorityKey; readonly chain: readonly Der[]; readonly now: Date }

const VERSION = integer(1)
const ACCURACY = seq(integer(1))
const MAX_NONCE = 64

/**
 * genTime has whole seconds: OCSP and CRL times cannot have fractions (RFC 6960 4.2.2.1), and a status taken right after
 * the stamp, in the same second, would otherwise seem older than it. The accuracy of one second covers the difference.
 */
function token({ tsa, chain, now }: TimestampAuthority, imprint: Der, nonce: Der | undefined, withCertificates: boolean): Der {
  const serial = randomBytes(16)
  // Never zero, and random, so that processes need no shared counter to keep serial numbers apart.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const content = seq(
    VERSION,
    oidDer(OID.bestPracticesTimestampPolicy),
    imprint,
    integer(serial),
    generalizedTime(now),
    ACCURACY,
    ...(nonce === undefined ? [] : [nonce]),
    explicit(0, explicit(4, tsa.certificate.subject)),
  )
  const attributes = signedAttributes({ contentType: OID.tstInfo, messageDigest: sha256(content), certificate: tsa.certificate })
  return signedData({
    contentType: OID.tstInfo,
    content,
    signedAttributes: attributes,
    signature: sign('sha256', attributes, tsa.key),
    certificate: tsa.certificate,
    chain: withCertificates ? chain : null,
  })
}

/** A token over a SHA-2 digest without a request: for a signature that is made in this process. */
export const stampDigest = (authority: TimestampAuthority, digest: Uint8Array): Der =>
  token(authority, seq(digestIdentifier(digestNameOf(digest)), octetString(digest)), undefined, true)

// PKIFailureInfo
const BAD_ALGORITHM = 0
const BAD_REQUEST = 2
const BAD_DATA_FORMAT = 5
const UNACCEPTED_POLICY = 15
const UNACCEPTED_EXTENSION = 16

class Refusal extends Error {
  constructor(
    readonly failure: number,
    message: string,
  ) {
    super(message)
  }
}

/** Always a TimeStampResp: a refusal has status 2 and says why. */
export function answerTimestampRequest(authority: TimestampAuthority, request: Der): Der {
  try {
    const { imprint, nonce, withCertificates } = readRequest(request)
    return seq(seq(integer(0)), token(authority, imprint, nonce, withCertificates))
  } catch (cause) {
    if (cause instanceof Refusal) return refuse(cause.failure, cause.message)
    if (cause instanceof UnsupportedAlgorithm) return refuse(BAD_ALGORITHM, 'the digest algorithm is not known')
    if (cause instanceof MalformedDer) return refuse(BAD_DATA_FORMAT, 'the request is not a TimeStampReq in DER')
    throw cause
  }
}

const refuse = (failure: number, text: string): Der => seq(seq(integer(2), seq(utf8String(text)), namedBits(failure)))

function readRequest(request: Der): { imprint: Der; nonce: Der | undefined; withCertificates: boolean } {
  const [version, imprintNode, ...optional] = membersOf(readWhole(request), TAG.sequence)
  if (readSmallInteger(version) !== 1) throw new Refusal(BAD_REQUEST, 'only version 1 is known')
  const imprint = expect(imprintNode, TAG.sequence)
  const [algorithm, digest] = membersOf(imprint, TAG.sequence)
  if (ACCEPTED[digestAlgorithm(algorithm)] !== readOctetString(digest).length) {
    throw new Refusal(BAD_ALGORITHM, 'SHA-256, SHA-384 and SHA-512 are stamped, with digests of their length')
  }
  const policy = optional.find(({ tag }) => tag === TAG.oid)
  if (policy !== undefined && readOid(policy) !== OID.bestPracticesTimestampPolicy) {
    throw new Refusal(UNACCEPTED_POLICY, `the policy is ${OID.bestPracticesTimestampPolicy}`)
  }
  // RFC 3161 2.4.1: an extension that is not understood, critical or not, is refused.
  if (optional.some(({ tag }) => tag === 0xa0)) throw new Refusal(UNACCEPTED_EXTENSION, 'no extensions are known')
  const nonce = optional.find(({ tag }) => tag === TAG.integer)
  if (nonce !== undefined && (value(nonce).length === 0 || value(nonce).length > MAX_NONCE))
    throw new Refusal(BAD_REQUEST, 'the nonce is too long')
  const certificates = optional.find(({ tag }) => tag === TAG.boolean)
  return {
    imprint: raw(imprint),
    nonce: nonce === undefined ? undefined : raw(nonce),
    withCertificates: certificates !== undefined && readBoolean(certificates),
  }
}

const ACCEPTED: Partial<Record<DigestName, number>> = { sha256: 32, sha384: 48, sha512: 64 }
