// XAdES signatures in XML documents (EN 319 132-1): prepare, sign elsewhere, complete and raise to long term. The document's own
// bytes stay as they are: a signature is written before the end tag of the root, beside those that stand there already.

import type { Hash } from 'node:crypto'
import { sha256 } from '../../crypto/algorithms'
import { readCertificate, type Certificate } from '../../crypto/certificate'
import { membersOf, readWhole, TAG, value, type Der } from '../../crypto/der'
import { readToken, verifyToken } from '../../crypto/timestamp'
import { LevelNotReached, reach, type Trust } from '../level'
import type { Source } from '../pdf/source'
import { preparedForm, requireBase, withValue, type PreparedForm } from '../prepared'
import { stampOver } from '../signature-value'
import { gather } from '../validation-data'
import { readTree } from '../xml/read-tree'
import { canonicalOctets, type XmlNode } from '../xml/tree'
import {
  archiveTimestampXml,
  signatureTimestampXml,
  signatureXml,
  signedInfoXml,
  signedPropertiesXml,
  validationDataXml,
} from './signature-xml'
import { archivedOctets, partsOf, readSignedXml } from './signed-xml'

/** A signature that waits for its value; what the key signs is the canonical SignedInfo. */
export type PreparedXades = PreparedForm & {
  /** Id of the signature in the document. */
  id: string
  signedInfo: string
  signedProperties: string
}

export type XadesPreparation = {
  /** An XML name that the document holds nowhere as an Id. */
  id: string
  mimeType: string
  certificate: Der
  /** The authorities above the signer, root not needed. */
  chain: readonly Der[]
  /** Claimed signing time. */
  now: Date
  /** The person for whom the key signs, where the certificate names another. */
  claimedName?: string | undefined
}

export async function prepareXades(
  source: Source,
  { id, mimeType, certificate: der, chain, now, claimedName }: XadesPreparation,
): Promise<PreparedXades> {
  const certificate = readCertificate(der)
  const { algorithm } = certificate
  if (algorithm === 'unsupported') throw new TypeError('no signatures are made with this kind of key')
  const content = (await readSignedXml(source)).content.get('sha256')?.copy().digest()
  if (!content) throw new TypeError('no digest')
  const signedProperties = signedPropertiesXml(id, { certificate, mimeType, now, claimedName })
  const draft = (signedInfo: string): Promise<XmlNode> =>
    treeOf({ id, signedInfo, value: Buffer.alloc(0), certificates: [der], signedProperties, unsigned: [] })
  const properties = sha256(octetsOf(partsOf(await draft('<ds:SignedInfo/>')).signedProperties))
  const signedInfo = signedInfoXml(id, algorithm, content, properties)
  const toSign = octetsOf(partsOf(await draft(signedInfo)).signedInfo)
  return { ...(await preparedForm(source, toSign, { certificate: der, chain })), id, signedInfo, signedProperties }
}

/**
 * The document with the signature, at B-LTA or not at all. Safe to call again with the same prepared data and signature value, which
 * is as the key gave it: for ECDSA, in DER. Throws LevelNotReached, or TypeError if value or document are not those that were prepared.
 */
export async function finishXades(source: Source, prepared: PreparedXades, signature: Uint8Array, trust: Trust): Promise<Buffer> {
  await requireBase(source, prepared)
  const { certificate, chain } = withValue(prepared, signature)
  const { id, signedInfo, signedProperties } = prepared
  const written = { id, signedInfo, value: xmlValue(certificate, signature), certificates: [certificate.der, ...chain], signedProperties }
  const token = await stampOver(octetsOf(partsOf(await treeOf({ ...written, unsigned: [] })).value), trust.stamp)
  const data = await gather(trust, 'B-LT', certificate, chain.map(readCertificate), readToken(token))
  const unsigned = [signatureTimestampXml(id, token), ...validationDataXml(data)]
  const document = await readSignedXml(source)
  const archive = await archiveToken(document.content.get('sha256'), await treeOf({ ...written, unsigned }), trust)
  return inserted(source, document, signatureXml({ ...written, unsigned: [...unsigned, archiveTimestampXml(id, archive)] }))
}

async function archiveToken(content: Hash | undefined, signature: XmlNode, trust: Trust): Promise<Der> {
  if (!content) throw new TypeError('no digest')
  const hash = content.copy()
  for (const octets of archivedOctets(signature)) hash.update(octets)
  const digest = hash.digest()
  const token = await reach('B-LTA', 'document_timestamp', () => trust.stamp(digest))
  const verdict = verifyToken(token, digest)
  if (verdict !== 'valid') throw new LevelNotReached('B-LTA', 'document_timestamp', { cause: verdict })
  return token
}

function inserted(source: Source, { scan }: Awaited<ReturnType<typeof readSignedXml>>, signature: string): Buffer {
  const { insertAt, selfClosing, encoding, root } = scan
  const encode = (text: string): Buffer => {
    const bytes = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le')
    return encoding === 'utf-16be' ? bytes.swap16() : bytes
  }
  const rest = source.read(insertAt, source.size - insertAt)
  if (!selfClosing) return Buffer.concat([source.read(0, insertAt), encode(signature), rest])
  // `<root/>` becomes `<root>...</root>`, which is the same to every reader of XML.
  const start = source.read(0, insertAt - encode('/>').length)
  return Buffer.concat([start, encode(`>${signature}</${root.name}>`), rest])
}

/** XMLDSig 1.1, 6.4.3: r and s side by side, each of the length of the curve's order. */
function xmlValue({ algorithm, publicKey }: Certificate, signature: Uint8Array): Uint8Array {
  if (algorithm === 'rsa-sha256') return signature
  const length = publicKey.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 48 : 32
  return Buffer.concat(
    membersOf(readWhole(signature), TAG.sequence).map((member) => {
      const number = Buffer.from(value(member)).subarray(-length)
      return Buffer.concat([Buffer.alloc(length - number.length), number])
    }),
  )
}

const treeOf = (parts: Parameters<typeof signatureXml>[0]): Promise<XmlNode> => readTree(Buffer.from(signatureXml(parts)))

function octetsOf(node: XmlNode | undefined): Buffer {
  if (!node) throw new TypeError('a part of the signature is missing')
  return canonicalOctets(node)
}
