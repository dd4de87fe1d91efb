// Chips of other states for tests: authorities, signers of documents, and security objects by any algorithm, with faults on request.

import { constants, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { digestOf } from '../../crypto/algorithms'
import { publicKeyBits, readCertificate, type Certificate } from '../../crypto/certificate'
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  namedBits,
  nullValue,
  octetString,
  oid,
  seq,
  set,
  time,
  tlv,
  type Der,
} from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { encodeName } from '../../crypto/x509/name'
import { dataObject, dg1Of, dg2Of } from '../../emrtd/make-chip'

import type { ChipFiles } from '../../domain/chip'

type Hash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
type Scheme = 'rsa' | 'rsa-pss' | 'ecdsa' | 'ecdsa-plain'
export type Algorithm = { scheme: Scheme; hash: Hash; curve?: string; explicit?: true; bits?: number }

const DIGEST_OID: Readonly<Record<Hash, string>> = {
  sha1: OID.sha1,
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: OID.sha256,
  sha384: OID.sha384,
  sha512: OID.sha512,
}
const SIGNATURE_OID: Readonly<Record<Exclude<Scheme, 'rsa-pss'>, Readonly<Record<Hash, string>>>> = {
  rsa: {
    sha1: '1.2.840.113549.1.1.5',
    sha224: '1.2.840.113549.1.1.14',
    sha256: OID.rsaSha256,
    sha384: OID.rsaSha384,
    sha512: OID.rsaSha512,
  },
  ecdsa: {
    sha1: '1.2.840.10045.4.1',
    sha224: '1.2.840.10045.4.3.1',
    sha256: OID.ecdsaSha256,
    sha384: OID.ecdsaSha384,
    sha512: OID.ecdsaSha512,
  },
  'ecdsa-plain': {
    sha1: '0.4.0.127.0.7.1.1.4.1.1',
    sha224: '0.4.0.127.0.7.1.1.4.1.2',
    sha256: '0.4.0.127.0.7.1.1.4.1.3',
    sha384: '0.4.0.127.0.7.1.1.4.1.4',
    sha512: '0.4.0.127.0.7.1.1.4.1.5',
  },
}
const SALT = 32

const digestOid = (hash: Hash): Der => seq(oid(DIGEST_OID[hash]), nullValue)

function signatureOid({ scheme, hash }: Algorithm): Der {
  if (scheme === 'rsa') return seq(oid(SIGNATURE_OID.rsa[hash]), nullValue)
  if (scheme !== 'rsa-pss') return seq(oid(SIGNATURE_OID[scheme][hash]))
  const mask = seq(oid('1.2.840.113549.1.1.8'), digestOid(hash))
  return seq(oid(OID.rsaPss), seq(explicit(0, digestOid(hash)), explicit(1, mask), explicit(2, integer(SALT))))
}

type KeyPair = { publicKey: KeyObject; privateKey: KeyObject }
const rsaKeys = new Map<number, KeyPair[]>()

/** RSA keys take long to make, so two of each length are made and used again. `which`: authority or signer. */
function rsaKey(bits: number, which: number): KeyPair {
  const known = rsaKeys.get(bits) ?? []
  rsaKeys.set(bits, known)
  return (known[which] ??= generateKeyPairSync('rsa', { modulusLength: bits }))
}

function newKey({ scheme, curve = 'P-256', explicit: withParameters, bits = 2048 }: Algorithm, which: number): KeyPair {
  if (scheme === 'rsa' || scheme === 'rsa-pss') return rsaKey(bits, which)
  return generateKeyPairSync('ec', { namedCurve: curve, paramEncoding: withParameters ? 'explicit' : 'named' })
}

function signedWith({ scheme, hash }: Algorithm, key: KeyObject, data: Uint8Array): Buffer {
  switch (scheme) {
    case 'rsa-pss':
      return sign(hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT })
    case 'ecdsa-plain':
      return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' })
    case 'rsa':
    case 'ecdsa':
      return sign(hash, data, key)
  }
}

const extension = (type: string, critical: boolean, value: Der): Der =>
  seq(oid(type), ...(critical ? [boolean(true)] : []), octetString(value))

type Validity = { notBefore: Date; notAfter: Date }
const USUAL: Validity = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2039-01-01T00:00:00Z') }

export type ChipSigner = { certificate: Certificate; key: KeyObject; algorithm: Algorithm }
export type State = {
  certificate: Certificate
  signer(settings?: { algorithm?: Algorithm; validity?: Validity; usage?: 'documents' | 'lists' | 'certificates' }): ChipSigner
}

const ECDSA: Algorithm = { scheme: 'ecdsa', hash: 'sha256' }

/** A state with a signing authority of its own. */
export function newState({
  country = 'UT',
  algorithm = ECDSA,
  validity = USUAL,
}: { country?: string; algorithm?: Algorithm; validity?: Validity } = {}): State {
  const keys = newKey(algorithm, 0)
  const name = encodeName([
    { type: OID.countryName, value: country, printable: true },
    { type: OID.commonName, value: `CSCA ${country}` },
  ])
  const spkiOf = ({ publicKey }: KeyPair): Der => publicKey.export({ format: 'der', type: 'spki' })
  const certified = (subject: Der, spki: Der, { notBefore, notAfter }: Validity, extensions: readonly Der[]): Certificate => {
    const toBeSigned = seq(
      explicit(0, integer(2)),
      integer(randomBytes(8)),
      signatureOid(algorithm),
      name,
      seq(time(notBefore), time(notAfter)),
      subject,
      spki,
      explicit(3, seq(...extensions)),
    )
    return readCertificate(seq(toBeSigned, signatureOid(algorithm), bitString(signedWith(algorithm, keys.privateKey, toBeSigned))))
  }
  const identifier = digestOf('sha1', publicKeyBits(spkiOf(keys)))
  const own = [
    extension(OID.basicConstraints, true, seq(boolean(true), integer(0))),
    extension(OID.keyUsage, true, namedBits(5, 6)),
    extension(OID.subjectKeyIdentifier, false, octetString(identifier)),
  ]
  return {
    certificate: certified(name, spkiOf(keys), validity, own),
    signer({ algorithm: by = algorithm, validity: lasting = USUAL, usage = 'documents' } = {}) {
      const pair = newKey(by, 1)
      const subject = encodeName([
        { type: OID.countryName, value: country, printable: true },
        { type: OID.commonName, value: 'Document Signer' },
      ])
      const extensions = [
        extension(OID.authorityKeyIdentifier, false, seq(implicit(0, identifier))),
        extension(OID.keyUsage, true, usage === 'certificates' ? namedBits(5) : namedBits(0)),
        ...(usage === 'certificates' ? [extension(OID.basicConstraints, true, seq(boolean(true)))] : []),
        ...(usage === 'lists' ? [extension(OID.extendedKeyUsage, true, seq(oid('2.23.136.1.1.3')))] : []),
      ]
      return { certificate: certified(subject, spkiOf(pair), lasting, extensions), key: pair.privateKey, algorithm: by }
    },
  }
}

/** What a forger changes of a security object before it is signed, or of its frame. */
export type Edits = {
  /** The entries of the list of hashes. */
  hashes?: (entries: Der[]) => Der[]
  /** The LDSSecurityObject. */
  object?: (der: Der) => Der
  contentType?: string
  attributes?: (attributes: Der[]) => Der[]
  /** The signature is made over the content, and there are no signed attributes. */
  withoutAttributes?: true
  certificates?: readonly Der[]
  signature?: (signature: Buffer) => Buffer
  signerInfos?: (info: Der) => Der[]
}

const attribute = (type: string, ...values: readonly Der[]): Der => seq(oid(type), tlv(0x31, ...values))

export function securityObject(signer: ChipSigner, groups: ReadonlyMap<number, Uint8Array>, edits: Edits = {}): Buffer {
  const { certificate, key, algorithm } = signer
  const entries = [...groups].map(([number, bytes]) => seq(integer(number), octetString(digestOf(algorithm.hash, bytes))))
  const object = seq(integer(0), digestOid(algorithm.hash), seq(...(edits.hashes?.(entries) ?? entries)))
  const content = edits.object?.(object) ?? object
  const contentType = edits.contentType ?? OID.ldsSecurityObject
  const usual = [attribute(OID.contentType, oid(contentType)), attribute(OID.messageDigest, octetString(digestOf(algorithm.hash, content)))]
  const attributes = set(...(edits.attributes?.(usual) ?? usual))
  const signature = signedWith(algorithm, key, edits.withoutAttributes ? content : attributes)
  const embedded = Buffer.from(attributes)
  embedded[0] = 0xa0
  const info = seq(
    integer(1),
    seq(certificate.issuer, tlv(0x02, certificate.serial)),
    digestOid(algorithm.hash),
    ...(edits.withoutAttributes ? [] : [embedded]),
    signatureOid(algorithm),
    octetString(edits.signature?.(signature) ?? signature),
  )
  const body = seq(
    integer(3),
    tlv(0x31, digestOid(algorithm.hash)),
    seq(oid(contentType), explicit(0, octetString(content))),
    explicit(0, ...(edits.certificates ?? [certificate.der])),
    tlv(0x31, ...(edits.signerInfos?.(info) ?? [info])),
  )
  return dataObject(0x77, seq(oid(OID.signedData), explicit(0, body)))
}

/** The specimen of Doc 9303-4, valid for longer. */
export const UTOPIAN = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16'] as const

/** Begins like a JPEG; what reads only the files of a chip looks no further. */
const PORTRAIT_BYTES = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(600, 7), Buffer.from('ffd9', 'hex')])

export function chipOf(
  signer: ChipSigner,
  { lines = UTOPIAN, portrait = PORTRAIT_BYTES, edits }: { lines?: readonly string[]; portrait?: Uint8Array; edits?: Edits } = {},
): ChipFiles {
  const dg1 = dg1Of(lines)
  const dg2 = dg2Of({ format: 'jpeg', bytes: portrait }, { width: 240, height: 320 })
  return {
    dg1,
    dg2,
    sod: securityObject(
      signer,
      new Map([
        [1, dg1],
        [2, dg2],
      ]),
      edits,
    ),
  }
}
