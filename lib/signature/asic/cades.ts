// CAdES signatures in an ASiC-E container (EN 319 122-1, EN 319 162-1): prepare a manifest, sign elsewhere, complete it, raise it to
// long term. A signature is over its manifest, which holds the digest of the file; later signatures stand beside earlier ones.

import { digestOf, sha256 } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import { signatureTimestampAttribute, signedAttributes, signedData } from '../../crypto/cms'
import type { Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { readToken, verifyToken } from '../../crypto/timestamp'
import { LevelNotReached, reach, type Trust } from '../level'
import type { Source } from '../pdf/source'
import { preparedForm, requireBase, withValue, type PreparedForm } from '../prepared'
import { stampOver, suite } from '../signature-value'
import { gather } from '../validation-data'
import type { ZipEntry } from '../zip/stored'
import { containerParts, readContainer } from './container'
import { manifestXml, referenceTo } from './manifest'

/** A signature that waits for its value; what the key signs is the DER of the signed attributes. */
export type PreparedCades = PreparedForm & {
  /** The signed file in the container. */
  file: string
  mimeType: string
  /** What the document was before this signature: the uploaded file before the first one, later a container with the file. */
  base: 'file' | 'container'
  /** 1 for the first signature of the container. The names of its files hold the number. */
  number: number
  /** Base64: the ASiCManifest that the signature is over. */
  manifest: string
}

export type CadesPreparation = {
  base: PreparedCades['base']
  /** Name and type of the file in the container; of a container that exists, the name it has there. */
  file: { name: string; mimeType: string }
  certificate: Der
  /** The authorities above the signer, root not needed. */
  chain: readonly Der[]
  /** Claimed signing time, which CAdES demands as an attribute (EN 319 122-1 5.2.1). */
  now: Date
  /** The person for whom the key signs, where the certificate names another. */
  claimedName?: string | undefined
}

export type SignedContainer = ReturnType<typeof containerParts>

const SIGNATURE_TYPE = 'application/pkcs7-signature'
const TIMESTAMP_TYPE = 'application/vnd.etsi.timestamp-token'
const ARCHIVE_MANIFEST = 'META-INF/ASiCArchiveManifest.xml'

export async function prepareCades(
  source: Source,
  { base, file, certificate: der, chain, now, claimedName }: CadesPreparation,
): Promise<PreparedCades> {
  const { data, signatures } = contents(source, base, file.name)
  const number = 1 + signatures.filter(({ name }) => /^META-INF\/signature\d+\.p7s$/.test(name)).length
  const certificate = readCertificate(der)
  const manifest = manifestXml({
    over: { name: signatureName(number), mimeType: SIGNATURE_TYPE },
    references: [referenceTo(data.name, file.mimeType, data.bytes)],
  })
  const messageDigest = digestOf(suite(certificate).digest, manifest)
  const toSign = signedAttributes({ contentType: OID.data, messageDigest, certificate, signingTime: now, claimedName })
  const form = await preparedForm(source, toSign, { certificate: der, chain })
  return { ...form, file: data.name, mimeType: file.mimeType, base, number, manifest: manifest.toString('base64') }
}

/**
 * The container with the signature, at B-LTA or not at all. Safe to call again with the same prepared data and signature value.
 * Throws LevelNotReached, or TypeError if the value or the base is another than was prepared.
 */
export async function finishCades(source: Source, prepared: PreparedCades, signature: Uint8Array, trust: Trust): Promise<SignedContainer> {
  await requireBase(source, prepared)
  const { data, signatures } = contents(source, prepared.base, prepared.file)
  const signed: ZipEntry[] = [
    ...archived(signatures),
    { name: `META-INF/ASiCManifest${padded(prepared.number)}.xml`, bytes: Buffer.from(prepared.manifest, 'base64') },
    { name: signatureName(prepared.number), bytes: await longTermSignature(prepared, signature, trust) },
  ]
  return containerParts(data, [...signed, ...(await archiveTimestamp(data, prepared, signed, trust))])
}

/** B-LT: the time-stamp over the signature value, and all certificates and status inside the SignedData (EN 319 122-1 6.3). */
async function longTermSignature(prepared: PreparedCades, signature: Uint8Array, trust: Trust): Promise<Der> {
  const { certificate, chain, toSign } = withValue(prepared, signature)
  const token = await stampOver(signature, trust.stamp)
  const { certificates, ocsps, crls } = await gather(trust, 'B-LT', certificate, chain.map(readCertificate), readToken(token))
  return signedData({
    contentType: OID.data,
    signedAttributes: toSign,
    signature,
    certificate,
    chain: certificates,
    unsigned: [signatureTimestampAttribute(token)],
    revocation: { crls, ocsps },
  })
}

/** EN 319 162-1 A.7: a time-stamp over the digests of everything in the container, earlier time-stamps included. */
async function archiveTimestamp(
  data: ZipEntry,
  { mimeType, number }: PreparedCades,
  signed: readonly ZipEntry[],
  trust: Trust,
): Promise<ZipEntry[]> {
  const name = `META-INF/timestamp${padded(number)}.tst`
  const references = [
    referenceTo(data.name, mimeType, data.bytes),
    ...signed.map(({ name: part, bytes }) => referenceTo(part, typeOf(part), bytes)),
  ]
  const renewed = signed.findLast(({ name: part }) => isArchiveManifest(part))?.name
  const manifest = manifestXml({
    over: { name, mimeType: TIMESTAMP_TYPE },
    references: references.map((one) => (one.name === renewed ? { ...one, root: true } : one)),
  })
  const digest = sha256(manifest)
  const token = await reach('B-LTA', 'document_timestamp', () => trust.stamp(digest))
  const verdict = verifyToken(token, digest)
  if (verdict !== 'valid') throw new LevelNotReached('B-LTA', 'document_timestamp', { cause: verdict })
  return [
    { name: ARCHIVE_MANIFEST, bytes: manifest },
    { name, bytes: token },
  ]
}

/** The newest archive manifest alone is called ASiCArchiveManifest.xml; the one it renews gets a number. */
function archived(signatures: readonly ZipEntry[]): ZipEntry[] {
  const earlier = signatures.filter(({ name }) => isArchiveManifest(name)).length
  return signatures.map(({ name, bytes }) => ({
    name: name === ARCHIVE_MANIFEST ? `META-INF/ASiCArchiveManifest${padded(earlier)}.xml` : name,
    bytes,
  }))
}

function contents(source: Source, base: PreparedCades['base'], name: string): { data: ZipEntry; signatures: readonly ZipEntry[] } {
  if (base === 'file') return { data: { name, bytes: source.read(0, source.size) }, signatures: [] }
  const { files, signatures } = readContainer(source)
  const [data] = files
  if (!data || files.length !== 1) throw new TypeError('a container of ours holds one file')
  return { data, signatures }
}

const typeOf = (name: string): string => (name.endsWith('.p7s') ? SIGNATURE_TYPE : name.endsWith('.tst') ? TIMESTAMP_TYPE : 'text/xml')
const isArchiveManifest = (name: string): boolean => /^META-INF\/ASiCArchiveManifest\d*\.xml$/.test(name)
export const signatureName = (number: number): string => `META-INF/signature${padded(number)}.p7s`
const padded = (number: number): string => String(number).padStart(3, '0')
