// A client of OCSP (RFC 6960, RFC 9654) and time-stamping (RFC 3161), with which tests ask our own authorities and those of openssl.

import { digestIdentifier, digestNameOf } from '../../crypto/algorithms'
import { equalBytes, type Certificate } from '../../crypto/certificate'
import {
  boolean,
  explicit,
  integer,
  membersOf,
  octetString,
  raw,
  readSmallInteger,
  readWhole,
  seq,
  TAG,
  value,
  type Der,
} from '../../crypto/der'
import { OID, oidDer } from '../../crypto/oids'
import { readToken, verifyToken, type TokenVerdict } from '../../crypto/timestamp'
import { certificateId } from '../../crypto/x509/certificate-id'

/** SHA-1 CertID, which every responder understands; RFC 9654 recommends a nonce of 32 octets. */
export function ocspRequest(certificate: Certificate, issuer: Certificate, nonce?: Uint8Array): Der {
  const list = seq(seq(certificateId(certificate, issuer)))
  if (nonce === undefined) return seq(seq(list))
  return seq(seq(list, explicit(2, seq(seq(oidDer(OID.ocspNonce), octetString(octetString(nonce)))))))
}

/** Thrown by `tokenFrom`. */
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
  // RFC 3161, 2.4.2: 0 is granted, 1 is granted with modifications.
  if (status > 1) throw new TimestampRefused(`status_${status}`)
  if (tokenNode === undefined) throw new TimestampRefused('no_token')
  const token = readToken(raw(tokenNode))
  if (token.nonce === undefined || !equalBytes(token.nonce, value(readWhole(integer(asked.nonce))))) {
    throw new TimestampRefused('nonce_mismatch')
  }
  const verdict = verifyToken(token, asked.digest)
  if (verdict !== 'valid') throw new TimestampRefused(verdict)
  return Uint8Array.from(token.der)
}
