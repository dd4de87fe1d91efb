// X.509 certificates (RFC 5280) read into plain values; whether one is trusted is for the caller to decide.
import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  sha256Hex,
  signatureAlgorithm,
  UnsupportedAlgorithm,
  verifySignature,
  type SignatureAlgorithm,
  type SigningAlgorithm,
} from './algorithms'
import { children, expect, MalformedDer, membersOf, raw, readBitString, readTime, readWhole, TAG, value, type Der } from './der'
import { extensionValues, readExtensions, type ExtensionValues } from './x509/extensions'
import { nameAttributes, sameName } from './x509/name'

export type Certificate = ExtensionValues & {
  readonly der: Der
  /** Content octets of the serial number, as they stand in the certificate. */
  readonly serial: Uint8Array
  /** Lower-case hexadecimal without the leading zero octet that only marks the sign. */
  readonly serialHex: string
  readonly issuer: Der
  readonly subject: Der
  readonly spki: Der
  readonly notBefore: Date
  readonly notAfter: Date
  readonly subjectAttributes: Record<string, string>
  readonly issuerAttributes: Record<string, string>
  /** Throws UnsupportedAlgorithm where OpenSSL does not know the key's type or curve. */
  readonly publicKey: KeyObject
  /** What the holder of the key signs with; 'unsupported' for keys this product does not sign with, such as EdDSA. */
  readonly algorithm: SigningAlgorithm | 'unsupported'
}

// The same few certificates (signer, TSA, responder, CAs) are met in every signature: reading and key import are paid once.
const cache = new Map<string, Certificate>()
const CACHED_CERTIFICATES = 512
const LARGEST_CACHED = 8192

export function readCertificate(der: Der): Certificate {
  if (der.length > LARGEST_CACHED) return parse(der)
  const key = Buffer.from(der.buffer, der.byteOffset, der.length).toString('latin1')
  const known = cache.get(key)
  if (known !== undefined) return known
  // A copy, so that a cached certificate neither keeps a whole document alive nor changes with the caller's buffer.
  const made = parse(Uint8Array.from(der))
  if (cache.size >= CACHED_CERTIFICATES) cache.delete(cache.keys().next().value ?? '')
  cache.set(key, made)
  return made
}

function parse(der: Der): Certificate {
  const fields = membersOf(membersOf(readWhole(der), TAG.sequence)[0], TAG.sequence)
  if (fields[0]?.tag === 0xa0) fields.shift()
  const [serialNode, , issuerNode, validity, subjectNode, spkiNode, ...optional] = fields
  const serial = value(expect(serialNode, TAG.integer))
  if (serial.length === 0 || serial.length > 64) throw new MalformedDer('serial number')
  const [notBefore, notAfter] = membersOf(validity, TAG.sequence)
  const issuer = raw(expect(issuerNode, TAG.sequence))
  const subject = raw(expect(subjectNode, TAG.sequence))
  const spki = raw(expect(spkiNode, TAG.sequence))
  const extensions = optional.find(({ tag }) => tag === 0xa3)
  let key: KeyObject | undefined
  const publicKey = (): KeyObject => (key ??= importKey(spki))
  return {
    der,
    serial,
    serialHex: serialHex(serial),
    issuer,
    subject,
    spki,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    subjectAttributes: nameAttributes(subject),
    issuerAttributes: nameAttributes(issuer),
    ...extensionValues(extensions === undefined ? [] : readExtensions(children(extensions)[0])),
    get publicKey() {
      return publicKey()
    },
    get algorithm() {
      return signingAlgorithm(publicKey)
    },
  }
}

function importKey(spki: Der): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch (cause) {
    throw new UnsupportedAlgorithm('public key', { cause })
  }
}

function signingAlgorithm(publicKey: () => KeyObject): SigningAlgorithm | 'unsupported' {
  let key: KeyObject
  try {
    key = publicKey()
  } catch {
    return 'unsupported'
  }
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256'
  if (key.asymmetricKeyType !== 'ec') return 'unsupported'
  return /384|512|521/.test(key.asymmetricKeyDetails?.namedCurve ?? '') ? 'ecdsa-sha384' : 'ecdsa-sha256'
}

/** A serial number as the register and the API write it: hexadecimal, without the leading zero octet that only marks the sign. */
export function serialHex(serial: Uint8Array): string {
  const hex = Buffer.from(serial).toString('hex')
  return hex.length > 2 && hex.startsWith('00') ? hex.slice(2) : hex
}

const colonHex = (hex: string): string => (hex.toUpperCase().match(/../g) ?? []).join(':')
export const colonSerial = (certificate: Certificate): string => colonHex(certificate.serialHex)
/** RFC 7468. */
export function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** SHA-256 of the DER, upper-case hexadecimal with colons. */
export const sha256Fingerprint = (der: Der): string => colonHex(sha256Hex(der))

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The bits of the subject public key, which key identifiers are digests of. */
export const publicKeyBits = (spki: Der): Uint8Array => readBitString(membersOf(readWhole(spki), TAG.sequence)[1])

/** Certificates of a path; hostile ones could go round for ever. */
const LONGEST_PATH = 8

/** Certificates from which a way up is looked for. An authority has several certificates for one key, and not each of them leads to the top. */
const MOST_TRIED = 24

/**
 * From a certificate to its issuer, and so on up to the first that `isTop`. `top`: one was found; else the path is the first way that was tried.
 * `known`: those that may have issued one.
 */
export function pathUp(
  leaf: Certificate,
  known: (certificate: Certificate) => readonly Certificate[],
  isTop: (certificate: Certificate) => boolean,
): { path: Certificate[]; top: boolean } {
  let first: Certificate[] | undefined
  let tried = 0
  const climb = (path: Certificate[], current: Certificate): Certificate[] | undefined => {
    if (isTop(current)) return path
    if (path.length < LONGEST_PATH && ++tried <= MOST_TRIED) {
      for (const issuer of known(current)) {
        const found = !path.includes(issuer) && isIssuedBy(current, issuer) ? climb([...path, issuer], issuer) : undefined
        if (found) return found
      }
    }
    first ??= path
    return undefined
  }
  const path = climb([leaf], leaf)
  return { path: path ?? first ?? [leaf], top: path !== undefined }
}

/** Whether a certificate may sign others. */
export const isAuthority = ({ isCa, keyUsage }: Certificate): boolean => isCa && (keyUsage.length === 0 || keyUsage.includes('keyCertSign'))

const issued = new WeakMap<Certificate, WeakMap<Certificate, boolean>>()

/** Whether `issuer` is named as issuer, is an authority, and its key made the signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const known = issued.get(certificate)?.get(issuer)
  if (known !== undefined) return known
  const result = isAuthority(issuer) && sameName(certificate.issuer, issuer.subject) && signedBy(certificate.der, issuer)
  const byIssuer = issued.get(certificate) ?? new WeakMap<Certificate, boolean>()
  issued.set(certificate, byIssuer.set(issuer, result))
  return result
}

/** By which algorithm any `SIGNED{}` structure is signed. Throws UnsupportedAlgorithm. */
export const signatureOf = (signed: Der): SignatureAlgorithm => signatureAlgorithm(membersOf(readWhole(signed), TAG.sequence)[1])

/** Checks the signature of any `SIGNED{}` structure: certificate, CRL, certification request. What cannot be read does not hold. */
export function signedBy(signed: Der, signer: { readonly publicKey: KeyObject }): boolean {
  const [toBeSigned, algorithm, signature] = membersOf(readWhole(signed), TAG.sequence)
  try {
    const data = raw(expect(toBeSigned, TAG.sequence))
    return verifySignature(signatureAlgorithm(algorithm), signer.publicKey, data, readBitString(signature))
  } catch (cause) {
    if (cause instanceof UnsupportedAlgorithm || cause instanceof MalformedDer) return false
    throw cause
  }
}
