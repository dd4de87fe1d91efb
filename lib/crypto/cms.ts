// CMS SignedData (RFC 5652) as PAdES, CAdES and RFC 3161 use it: made with one SignerInfo, read and verified with exactly one.
import {
  digestAlgorithm,
  digestIdentifier,
  digestNameOf,
  digestOf,
  sha256,
  signatureAlgorithm,
  signatureIdentifier,
  UnsupportedAlgorithm,
  verifySignature,
  type DigestName,
  type SignatureAlgorithm,
} from './algorithms'
import { derOf } from './ber'
import { heldIn, revocationOf } from './cms-evidence'
import { equalBytes, readCertificate, type Certificate } from './certificate'
import {
  children,
  expect,
  explicit,
  integer,
  MalformedDer,
  membersOf,
  octetString,
  oid,
  raw,
  read,
  readOctetString,
  readOid,
  readTime,
  readWhole,
  seq,
  set,
  sorted,
  TAG,
  time,
  tlv,
  value,
  type Der,
  type DerNode,
} from './der'
import { OID, oidDer } from './oids'
import { claimedAttributes, claimedNames } from './signer-claims'
import { sameName } from './x509/name'

// --- writing

const attribute = (type: Uint8Array, content: Der): Buffer => seq(type, tlv(TAG.set, content))
const contentTypeAttributes = new Map<string, Buffer>()
const identifiers = new WeakMap<Certificate, { attribute: Buffer; issuerAndSerial: Buffer }>()

/** The references to a certificate inside a signature (RFC 5035 and RFC 5652 10.2.4); the same in each of its signatures. */
function identify(certificate: Certificate): { attribute: Buffer; issuerAndSerial: Buffer } {
  const known = identifiers.get(certificate)
  if (known !== undefined) return known
  const serial = tlv(TAG.integer, certificate.serial)
  const issuerSerial = seq(seq(explicit(4, certificate.issuer)), serial)
  // ESSCertIDv2 without hashAlgorithm: SHA-256 is its DEFAULT, and DER leaves defaults out.
  const signingCertificate = seq(seq(seq(octetString(sha256(certificate.der)), issuerSerial)))
  const made = {
    attribute: attribute(oidDer(OID.signingCertificateV2), signingCertificate),
    issuerAndSerial: seq(certificate.issuer, serial),
  }
  identifiers.set(certificate, made)
  return made
}

/**
 * The SET OF signed attributes (tag 0x31): these octets are what gets signed (RFC 5652 5.4), the DTBSR is their digest.
 * EN 319 142-1 table 1: no signing-time in PAdES; CAdES demands it.
 */
export function signedAttributes({
  contentType,
  messageDigest,
  certificate,
  signingTime,
  claimedName,
}: {
  readonly contentType: string
  readonly messageDigest: Uint8Array
  readonly certificate: Certificate
  readonly signingTime?: Date
  /** The person for whom this key signs, where the certificate names another. */
  readonly claimedName?: string | undefined
}): Der {
  const typed = contentTypeAttributes.get(contentType) ?? attribute(oidDer(OID.contentType), oid(contentType))
  contentTypeAttributes.set(contentType, typed)
  const attributes = [typed, attribute(oidDer(OID.messageDigest), octetString(messageDigest)), identify(certificate).attribute]
  if (signingTime !== undefined) attributes.push(attribute(oidDer(OID.signingTime), time(signingTime)))
  if (claimedName !== undefined) attributes.push(attribute(oidDer(OID.signerAttributesV2), claimedAttributes(claimedName)))
  return set(...attributes)
}

/**
 * The ContentInfo; `signature` is over `signedAttributes`, hashed with the member of SHA-2 that made the messageDigest.
 * Without `content` the signature is detached, as in a PDF.
 * `unsigned` are whole attributes.
 */
export function signedData({
  contentType,
  content,
  signedAttributes,
  signature,
  certificate,
  chain,
  unsigned = [],
  revocation,
  version,
}: {
  readonly contentType: string
  readonly content?: Uint8Array
  readonly signedAttributes: Der
  readonly signature: Uint8Array
  readonly certificate: Certificate
  /** Certificates put beside the signer's own; null for no certificates at all, which a request to a TSA may ask for. */
  readonly chain: readonly Der[] | null
  readonly unsigned?: readonly Der[]
  /** Kept beside the certificates (EN 319 122-1 5.5): whole CRLs and whole OCSPResponses. */
  readonly revocation?: { readonly crls: readonly Der[]; readonly ocsps: readonly Der[] }
  readonly version?: number
}): Der {
  const algorithm = certificate.algorithm
  if (algorithm === 'unsupported') throw new TypeError('no signatures are made with this type of key')
  const hash = digestNameOf(messageDigestOf(readAttributes(readWhole(signedAttributes))))
  const digest = digestIdentifier(hash)
  const embedded = Buffer.from(signedAttributes)
  embedded[0] = 0xa0
  const signerInfo = seq(
    ONE,
    identify(certificate).issuerAndSerial,
    digest,
    embedded,
    signatureIdentifier(`${algorithm === 'rsa-sha256' ? 'rsa' : 'ecdsa'}-${hash}`),
    octetString(signature),
    ...(unsigned.length === 0 ? [] : [explicit(1, ...sorted(unsigned))]),
  )
  const certificates = chain === null ? [] : [certificate.der, ...chain.filter((der) => !equalBytes(der, certificate.der))]
  const choices = [...(revocation?.crls ?? []), ...(revocation?.ocsps ?? []).map(ocspChoice)]
  // RFC 5652 5.1: version 5 with revocation information other than CRLs, else 3 as soon as the content is anything but id-data.
  const syntax = integer(version ?? ((revocation?.ocsps.length ?? 0) > 0 ? 5 : contentType === OID.data ? 1 : 3))
  const encapsulated = seq(oid(contentType), ...(content === undefined ? [] : [explicit(0, octetString(content))]))
  const body = seq(
    syntax,
    tlv(TAG.set, digest),
    encapsulated,
    ...(certificates.length === 0 ? [] : [explicit(0, ...sorted(certificates))]),
    ...(choices.length === 0 ? [] : [explicit(1, ...sorted(choices))]),
    tlv(TAG.set, signerInfo),
  )
  return seq(oidDer(OID.signedData), explicit(0, body))
}
const ONE = integer(1)

/** RFC 5940: an OCSP response as a choice of RevocationInfoChoices. */
const ocspChoice = (response: Der): Der => explicit(1, oidDer(OID.ocspResponseInfo), response)

/** The unsigned attribute that lifts a signature to level T (EN 319 122-1 5.3); the token stamps the signature value. */
export const signatureTimestampAttribute = (token: Der): Der => attribute(oidDer(OID.signatureTimestamp), token)

// --- reading

type Attribute = { readonly oid: string; readonly values: readonly Der[] }

type SignerInfo = {
  /** Re-tagged as a SET (0x31), the octets that were signed; absent where the content itself was signed. */
  readonly signedAttributesDer?: Der
  readonly signedAttributes: readonly Attribute[]
  readonly messageDigest?: Uint8Array
  /** What the signer claims; only a time-stamp proves a time. */
  readonly signingTime?: Date
  /** Everything before the unsigned attributes, field by field. */
  readonly fields: readonly Der[]
  readonly signature: Uint8Array
  readonly digestAlgorithm: DigestName
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly signerCertificate?: Certificate
  /** EN 319 102-1 5.2.3: whether the signed reference names the certificate that is used. */
  readonly signingCertificate: 'match' | 'mismatch' | 'absent'
  /** Whom the signature claims as its signer, beside the certificate. */
  readonly claimedNames: readonly string[]
  readonly unsignedAttributes: readonly Attribute[]
  /** Time-stamp tokens over the content, among what is signed, and over the signature value; in order. */
  readonly contentTimestamps: readonly Der[]
  readonly signatureTimestamps: readonly Der[]
}

export type SignedData = {
  /** The ContentInfo in DER, without the padding behind it. */
  readonly der: Der
  readonly contentType: string
  readonly content?: Uint8Array
  readonly certificates: readonly Certificate[]
  /** Beside the certificates, and in attributes of the signature. */
  readonly crls: readonly Der[]
  readonly ocsps: readonly Der[]
  /** All of CertificateSet and RevocationInfoChoices, as they stand there: what indexes of archive time-stamps name. */
  readonly choices: { readonly certificates: readonly Der[]; readonly revocation: readonly Der[] }
  readonly signerInfo: SignerInfo
  /** The content is the value of a signature that this one is over (RFC 5652 11.4). */
  readonly countersigns?: true
}

/**
 * Reads a ContentInfo in BER (RFC 5652 2), which zeros may follow (the padding of a PDF's /Contents). `elsewhere` are certificates held
 * outside, such as in a DSS, among which the signer's is looked for too. Throws MalformedDer, UnsupportedAlgorithm.
 */
export function readSignedData(bytes: Uint8Array, elsewhere: readonly Certificate[] = []): SignedData {
  const [signed, second] = readSigners(bytes, elsewhere)
  // ISO 32000-2 12.8.3.3.1: one signer only; a second one is an attack on readers that look at the first only.
  if (!signed || second) throw new MalformedDer('there must be exactly one SignerInfo')
  return signed
}

/** As `readSignedData`, of a file of its own, which people may have signed side by side: one for each. */
export function readSigners(bytes: Uint8Array, elsewhere: readonly Certificate[] = []): SignedData[] {
  try {
    return readDer(bytes, elsewhere)
  } catch (error) {
    if (!(error instanceof MalformedDer)) throw error
    return readDer(derOf(bytes), elsewhere)
  }
}

function readDer(bytes: Uint8Array, elsewhere: readonly Certificate[]): SignedData[] {
  const contentInfo = read(bytes)
  for (let at = contentInfo.end; at < bytes.length; at++) {
    if (bytes[at] !== 0) throw new MalformedDer('bytes after the signature')
  }
  const [type, wrapped] = membersOf(contentInfo, TAG.sequence)
  if (readOid(type) !== OID.signedData) throw new MalformedDer('not SignedData')
  const [, , encapsulated, ...rest] = membersOf(membersOf(wrapped, 0xa0)[0], TAG.sequence)
  const [contentType, content] = membersOf(encapsulated, TAG.sequence)
  const certificates = rest.find(({ tag }) => tag === 0xa0)
  // Other choices of CertificateSet (attribute certificates) carry a context tag and are passed over.
  const held =
    certificates === undefined
      ? []
      : children(certificates)
          .filter(({ tag }) => tag === TAG.sequence)
          .flatMap((node) => readableCertificate(raw(node)))
  const signerInfos = membersOf(rest.at(-1), TAG.set)
  const revocation = rest.find(({ tag }) => tag === 0xa1)
  const all = (node: DerNode | undefined): Der[] => (node === undefined ? [] : children(node).map(raw))
  const shared = {
    der: raw(contentInfo),
    contentType: readOid(contentType),
    ...(content === undefined ? {} : { content: readOctetString(children(expect(content, 0xa0))[0]) }),
    choices: { certificates: all(certificates), revocation: all(revocation) },
  }
  const beside = revocationOf(revocation)
  return signerInfos.map((node) => {
    const signerInfo = readSignerInfo(node, [...held, ...elsewhere])
    const more = heldIn([...signerInfo.signedAttributes, ...signerInfo.unsignedAttributes])
    return {
      ...shared,
      certificates: [...held, ...more.certificates.flatMap(readableCertificate)],
      crls: [...beside.crls, ...more.crls],
      ocsps: [...beside.ocsps, ...more.ocsps],
      signerInfo,
    }
  })
}

/** One that cannot be read is nobody's; it does not make the signature of another one unreadable. */
function readableCertificate(der: Der): Certificate[] {
  try {
    return [readCertificate(der)]
  } catch (error) {
    if (error instanceof MalformedDer) return []
    throw error
  }
}

/** The signatures over the value of this one, each with that value as its content. Throws as `readSignedData` does. */
export const countersignaturesOf = (signed: SignedData, elsewhere: readonly Certificate[] = []): SignedData[] =>
  valuesOf(signed.signerInfo.unsignedAttributes, OID.countersignature).map((der) => ({
    ...signed,
    content: signed.signerInfo.signature,
    signerInfo: readSignerInfo(readWhole(der), [...signed.certificates, ...elsewhere]),
    countersigns: true,
  }))

const MOST_NAMESAKES = 16

function readSignerInfo(node: DerNode | undefined, certificates: readonly Certificate[]): SignerInfo {
  const members = membersOf(node, TAG.sequence)
  const [, sid, digestNode, ...rest] = members
  const signed = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [signatureNode, signature, unsigned] = rest
  const digest = digestAlgorithm(digestNode)
  const attributes = signed === undefined ? [] : readAttributes(signed)
  const unsignedAttributes = unsigned === undefined ? [] : readAttributes(expect(unsigned, 0xa1))
  // Anybody can put a certificate of the same name and number, or key identifier, beside the signer's: the signed reference tells them apart.
  const namesakes = certificates.filter((certificate) => isNamed(certificate, sid)).slice(0, MOST_NAMESAKES)
  const signerCertificate = namesakes.find((one) => checkSigningCertificate(attributes, one) === 'match') ?? namesakes[0]
  const signingTime = single(attributes, OID.signingTime)
  const shared = {
    fields: members.filter((member) => member !== unsigned).map(raw),
    signature: readOctetString(signature),
    digestAlgorithm: digest,
    signatureAlgorithm: signatureAlgorithm(signatureNode, digest),
    signingCertificate: checkSigningCertificate(attributes, signerCertificate),
    signedAttributes: attributes,
    claimedNames: claimedNames(valuesOf(attributes, OID.signerAttributesV2)),
    unsignedAttributes,
    contentTimestamps: valuesOf(attributes, OID.contentTimestamp),
    signatureTimestamps: valuesOf(unsignedAttributes, OID.signatureTimestamp),
    ...(signerCertificate === undefined ? {} : { signerCertificate }),
    ...(signingTime === undefined ? {} : { signingTime: readTime(readWhole(signingTime)) }),
  }
  if (signed === undefined) return shared
  const signedAttributesDer = Uint8Array.from(raw(signed))
  signedAttributesDer[0] = TAG.set
  return { ...shared, signedAttributesDer, messageDigest: messageDigestOf(attributes) }
}

const readAttributes = (node: DerNode): Attribute[] =>
  children(node).map((held) => {
    const [type, values] = membersOf(held, TAG.sequence)
    return { oid: readOid(type), values: membersOf(values, TAG.set).map(raw) }
  })

const valuesOf = (attributes: readonly Attribute[], oid: string): Der[] =>
  attributes.filter((held) => held.oid === oid).flatMap(({ values }) => values)

/** RFC 5652 11: these attributes appear once, with one value. */
function single(attributes: readonly Attribute[], oid: string): Der | undefined {
  const found = attributes.filter((held) => held.oid === oid)
  if (found.length > 1 || (found[0] !== undefined && found[0].values.length !== 1)) throw new MalformedDer('attribute repeated')
  return found[0]?.values[0]
}

function messageDigestOf(attributes: readonly Attribute[]): Uint8Array {
  const digest = single(attributes, OID.messageDigest)
  if (digest === undefined) throw new MalformedDer('signed attributes without messageDigest')
  return readOctetString(readWhole(digest))
}

function isNamed(certificate: Certificate, sid: DerNode | undefined): boolean {
  if (sid?.tag === 0x80) {
    return certificate.subjectKeyIdentifier !== undefined && equalBytes(certificate.subjectKeyIdentifier, value(sid))
  }
  const [issuer, serial] = membersOf(sid, TAG.sequence)
  return (
    sameName(raw(expect(issuer, TAG.sequence)), certificate.issuer) && equalBytes(value(expect(serial, TAG.integer)), certificate.serial)
  )
}

/** ESSCertIDv2 (RFC 5035), or ESSCertID of RFC 2634, which is always SHA-1. The first entry names the signer. */
function checkSigningCertificate(attributes: readonly Attribute[], certificate: Certificate | undefined): SignerInfo['signingCertificate'] {
  const second = single(attributes, OID.signingCertificateV2)
  const reference = second ?? single(attributes, OID.signingCertificate)
  if (reference === undefined) return 'absent'
  if (certificate === undefined) return 'mismatch'
  const [first, hash] = membersOf(membersOf(membersOf(readWhole(reference), TAG.sequence)[0], TAG.sequence)[0], TAG.sequence)
  const named = first?.tag === TAG.sequence
  const digest = named ? digestAlgorithm(first) : second === undefined ? 'sha1' : 'sha256'
  return equalBytes(readOctetString(named ? hash : first), digestOf(digest, certificate.der)) ? 'match' : 'mismatch'
}

export type SignatureVerdict = 'valid' | 'hash_failure' | 'signature_failure' | 'content_type_mismatch' | 'no_signer_certificate'

/**
 * Verifies the digest of the content and the signature over it only; neither trust nor time.
 * `digest` is the detached content hashed with `signerInfo.digestAlgorithm`; leave it out for encapsulated content.
 * Signatures without signed attributes need the detached `content` itself.
 */
export function verifySignerInfo(signed: SignedData, detached: { digest?: Uint8Array; content?: Uint8Array } = {}): SignatureVerdict {
  const { signerCertificate, signedAttributesDer, messageDigest, signature, signatureAlgorithm, digestAlgorithm } = signed.signerInfo
  if (signerCertificate === undefined) return 'no_signer_certificate'
  const content = detached.content ?? signed.content
  if (signedAttributesDer === undefined || messageDigest === undefined) {
    if (content === undefined) throw new UnsupportedAlgorithm('a signature without signed attributes needs the content')
    return verifySignature(signatureAlgorithm, signerCertificate.publicKey, content, signature) ? 'valid' : 'signature_failure'
  }
  const digest = detached.digest ?? (content === undefined ? undefined : digestOf(digestAlgorithm, content))
  if (digest === undefined || !equalBytes(digest, messageDigest)) return 'hash_failure'
  const typed = single(signed.signerInfo.signedAttributes, OID.contentType)
  if (!signed.countersigns && (typed === undefined || readOid(readWhole(typed)) !== signed.contentType)) return 'content_type_mismatch'
  // RFC 5652 5.4: signed in DER, whose SET is in order; some programs sign the order in which they write.
  const holds = [signedAttributesDer, set(...membersOf(readWhole(signedAttributesDer), TAG.set).map(raw))].some((octets) =>
    verifySignature(signatureAlgorithm, signerCertificate.publicKey, octets, signature),
  )
  return holds ? 'valid' : 'signature_failure'
}
