// Validates an XML document with enveloped XAdES signatures (EN 319 132-1): bytes in, report out; a bad signature is an answer.
// Only the transforms are accepted of which it is certain what they cover; a signature with any other is reported, not judged.

import { digestOf, SHA2_NAMES, verifySignature, type Sha2 } from '../../crypto/algorithms'
import { equalBytes, readCertificate, type Certificate } from '../../crypto/certificate'
import { readCrl, readOcspResponse } from '../../crypto/revocation'
import { Budget } from '../../signature/pdf/budget'
import type { Source } from '../../signature/pdf/source'
import { EXCLUSIVE_C14N, XMLDSIG } from '../../signature/xml/canonical'
import { attributeOf, canonicalOctets, childrenNamed, elements, onlyChild, textOf, type XmlNode } from '../../signature/xml/tree'
import {
  DIGEST_METHODS,
  ENVELOPED,
  SIGNATURE_METHODS,
  SIGNED_PROPERTIES_TYPE,
  XADES,
  XADES141,
  XPATH,
  XPATH_FILTER,
} from '../../signature/xades/names'
import { archivedOctets, partsOf, readSignedXml, type SignedXml } from '../../signature/xades/signed-xml'
import { readable, type ValidationMaterial } from '../validation-material'
import type { ReasonCode } from '../reasons'
import type { SignatureReport } from '../signature'
import { judgeTimestamp } from '../timestamps'
import type { ValidationContext, ValidationReport } from '../validate'
import { judgeAdes, type ArchiveStamp, type Judging } from './ades'

export async function validateXml(source: Source, { anchors, now }: ValidationContext): Promise<ValidationReport> {
  let document: SignedXml
  try {
    document = await readSignedXml(source, SHA2_NAMES)
  } catch {
    return { valid: false, signatures: [], documentTimestamps: [], problem: 'XML_UNREADABLE' }
  }
  const judging = { anchors: anchors.map(readCertificate), now, budget: new Budget(source.size) }
  judging.budget.spend('signatures', document.signatures.length)
  const judged = document.signatures.map((signature) => judgeOne(signature, document, judging))
  return {
    valid: judged.length > 0 && judged.every(({ report }) => report.valid),
    signatures: judged.map(({ report }) => report),
    documentTimestamps: judged.flatMap(({ archive }) =>
      archive.map(({ name, judged: { report } }) => ({ field: name, coversWholeRevision: true, coversWholeDocument: true, ...report })),
    ),
  }
}

function judgeOne(signature: XmlNode, document: SignedXml, judging: Judging): { report: SignatureReport; archive: ArchiveStamp[] } {
  const parts = partsOf(signature)
  const codes = new Set<ReasonCode>()
  const material = materialOf(signature, judging.budget)
  const { signer, named, claimedAt } = signerOf(parts, codes)
  const sound = signatureHolds(parts, signer, codes)
  const covers = referencesHold(signature, parts, document, codes)
  const archive = archiveStamps(signature, parts, document, material, judging)
  const report = judgeAdes(
    {
      name: attributeOf(signature, 'Id') ?? '',
      format: 'XAdES',
      codes,
      integrity: sound && covers,
      baseline: named && claimedAt !== undefined,
      coversWholeDocument: covers,
      ...(signer ? { signer } : {}),
      ...(claimedAt === undefined ? {} : { claimedAt }),
      stamped: parts.value ? canonicalOctets(parts.value) : new Uint8Array(),
      signatureTimestamps: tokensIn(parts.unsigned.filter(({ uri, local }) => uri === XADES && local === 'SignatureTimeStamp')),
      material,
      archive,
    },
    judging,
  )
  return { report, archive }
}

type Parts = ReturnType<typeof partsOf>

/** EN 319 102-1 5.2.3: the certificate that the signed properties name, among those that the signature brings along. */
function signerOf(
  { keyInfo, signedProperties }: Parts,
  codes: Set<ReasonCode>,
): { signer?: Certificate; named: boolean; claimedAt?: string } {
  const certificates = childrenNamed(keyInfo, XMLDSIG, 'X509Data')
    .flatMap((data) => childrenNamed(data, XMLDSIG, 'X509Certificate'))
    .flatMap((node) => readable(() => readCertificate(Buffer.from(textOf(node), 'base64'))) ?? [])
  const signed = onlyChild(signedProperties, XADES, 'SignedSignatureProperties')
  const time = new Date(textOf(onlyChild(signed, XADES, 'SigningTime')))
  const claimed = Number.isNaN(time.getTime()) ? {} : { claimedAt: time.toISOString() }
  const reference = onlyChild(signed, XADES, 'SigningCertificateV2') ?? onlyChild(signed, XADES, 'SigningCertificate')
  const digest = onlyChild(childrenNamed(reference, XADES, 'Cert')[0], XADES, 'CertDigest')
  const algorithm = DIGEST_METHODS[attributeOf(onlyChild(digest, XMLDSIG, 'DigestMethod'), 'Algorithm') ?? '']
  const value = Buffer.from(textOf(onlyChild(digest, XMLDSIG, 'DigestValue')), 'base64')
  const named = algorithm && certificates.find(({ der }) => equalBytes(digestOf(algorithm, der), value))
  if (!named) codes.add(algorithm ? 'SIGNING_CERTIFICATE_MISMATCH' : 'SIGNING_CERTIFICATE_ABSENT')
  const signer = named ?? certificates[0]
  return { ...(signer ? { signer } : {}), named: named !== undefined, ...claimed }
}

function signatureHolds({ signedInfo, value }: Parts, signer: Certificate | undefined, codes: Set<ReasonCode>): boolean {
  const canonicalisation = attributeOf(onlyChild(signedInfo, XMLDSIG, 'CanonicalizationMethod'), 'Algorithm')
  const method = SIGNATURE_METHODS[attributeOf(onlyChild(signedInfo, XMLDSIG, 'SignatureMethod'), 'Algorithm') ?? '']
  if (!signedInfo || !value) codes.add('SIGNATURE_MALFORMED')
  else if (!method || canonicalisation !== EXCLUSIVE_C14N) codes.add('ALGORITHM_UNSUPPORTED')
  else if (signer) {
    const holds = verifySignature(
      { oid: '', ...method },
      signer.publicKey,
      canonicalOctets(signedInfo),
      Buffer.from(textOf(value), 'base64'),
    )
    if (!holds) codes.add('SIGNATURE_FAILURE')
    return holds
  }
  return false
}

/** Exactly one reference to the document and one to the signed properties of this signature: anything else could be signature wrapping. */
function referencesHold(signature: XmlNode, { signedInfo, signedProperties }: Parts, document: SignedXml, codes: Set<ReasonCode>): boolean {
  const references = childrenNamed(signedInfo, XMLDSIG, 'Reference')
  const properties = references.filter((node) => attributeOf(node, 'Type') === SIGNED_PROPERTIES_TYPE)
  const content = references.filter((node) => attributeOf(node, 'URI') === '' && attributeOf(node, 'Type') !== SIGNED_PROPERTIES_TYPE)
  const id = attributeOf(signedProperties, 'Id') ?? ''
  const [contentReference] = content
  const [propertiesReference] = properties
  const pointsHere =
    signedProperties !== undefined && attributeOf(propertiesReference, 'URI') === `#${id}` && !document.ambiguousIds.has(id)
  if (!contentReference || !propertiesReference || references.length !== 2 || !pointsHere) {
    codes.add('REFERENCE_INVALID')
    return false
  }
  if (!leavesContent(contentReference, document) || !onlyCanonical(propertiesReference)) {
    codes.add('FORMAT_UNSUPPORTED')
    return false
  }
  const holds =
    digestHolds(contentReference, (algorithm) => document.content.get(algorithm)?.copy().digest()) &&
    digestHolds(propertiesReference, (algorithm) => digestOf(algorithm, canonicalOctets(signedProperties)))
  if (!holds) codes.add('HASH_FAILURE')
  return holds
}

function digestHolds(reference: XmlNode, digestOfAlgorithm: (algorithm: Sha2) => Buffer | undefined): boolean {
  const algorithm = DIGEST_METHODS[attributeOf(onlyChild(reference, XMLDSIG, 'DigestMethod'), 'Algorithm') ?? '']
  const digest = algorithm && digestOfAlgorithm(algorithm)
  return digest !== undefined && equalBytes(digest, Buffer.from(textOf(onlyChild(reference, XMLDSIG, 'DigestValue')), 'base64'))
}

const transformsOf = (reference: XmlNode): XmlNode[] => childrenNamed(onlyChild(reference, XMLDSIG, 'Transforms'), XMLDSIG, 'Transform')
const isExclusive = (node: XmlNode | undefined): boolean =>
  attributeOf(node, 'Algorithm') === EXCLUSIVE_C14N && node !== undefined && elements(node).length === 0

function onlyCanonical(reference: XmlNode): boolean {
  const transforms = transformsOf(reference)
  return transforms.length === 1 && isExclusive(transforms[0])
}

/** The three ways to say "the document without its signatures", then exclusive canonical form. */
function leavesContent(reference: XmlNode, { signatures }: SignedXml): boolean {
  const [filter, canonical, more] = transformsOf(reference)
  if (!filter || more || !isExclusive(canonical)) return false
  const algorithm = attributeOf(filter, 'Algorithm')
  const expression = elements(filter)[0]
  const said = textOf(expression).trim()
  // The prefix in the expression must mean XMLDSIG there: it is the one that all signatures use, and nothing in between redefines it.
  const prefix = /(\w+):Signature/.exec(said)?.[1]
  const rebound = [filter, expression].some((node) =>
    node?.attributes.some(({ name, value }) => name === `xmlns:${prefix}` && value !== XMLDSIG),
  )
  const bound = prefix !== undefined && !rebound && signatures.every((one) => one.prefix === prefix)
  switch (algorithm) {
    case ENVELOPED:
      return signatures.length === 1
    case XPATH_FILTER:
      return (
        bound &&
        elements(filter).length === 1 &&
        attributeOf(expression, 'Filter') === 'subtract' &&
        said === `/descendant::${prefix}:Signature`
      )
    case XPATH:
      return bound && said.replace(/\s/g, '') === `not(ancestor-or-self::${prefix}:Signature)`
    default:
      return false
  }
}

function archiveStamps(
  signature: XmlNode,
  parts: Parts,
  document: SignedXml,
  material: ValidationMaterial,
  { anchors, now, budget }: Judging,
): ArchiveStamp[] {
  const stamps = parts.unsigned.filter(({ uri, local }) => uri === XADES141 && local === 'ArchiveTimeStamp')
  const contentFirst = attributeOf(childrenNamed(parts.signedInfo, XMLDSIG, 'Reference')[0], 'URI') === ''
  let proven = now
  return stamps
    .toReversed()
    .flatMap((stamp): ArchiveStamp[] => {
      const [token] = tokensIn([stamp])
      const canonicalisation = attributeOf(onlyChild(stamp, XMLDSIG, 'CanonicalizationMethod'), 'Algorithm')
      if (!token || !contentFirst || canonicalisation !== EXCLUSIVE_C14N) return []
      const judged = judgeTimestamp(
        token,
        (algorithm) => {
          const hash = SHA2_NAMES.filter((name) => name === algorithm).map((name) => document.content.get(name)?.copy())[0]
          if (!hash) throw new RangeError('digest of an archive time-stamp')
          for (const octets of archivedOctets(signature, stamp)) {
            budget.spend('bytes', octets.length)
            hash.update(octets)
          }
          return hash.digest()
        },
        { pool: material.certificates, anchors, material, proven },
      )
      if (judged.report.valid && judged.genTime) proven = judged.genTime
      return [{ judged, name: attributeOf(stamp, 'Id') ?? '', coversEverything: true }]
    })
    .reverse()
}

const tokensIn = (stamps: readonly XmlNode[]): Buffer[] =>
  stamps.flatMap((stamp) => childrenNamed(stamp, XADES, 'EncapsulatedTimeStamp')).map((node) => Buffer.from(textOf(node), 'base64'))

function materialOf(signature: XmlNode, budget: Budget): ValidationMaterial {
  const { keyInfo, unsigned } = partsOf(signature)
  const all = (name: string): Buffer[] =>
    unsigned.flatMap((node) => descendants(node, name)).map((node) => Buffer.from(textOf(node), 'base64'))
  const beside = childrenNamed(keyInfo, XMLDSIG, 'X509Data')
    .flatMap((data) => childrenNamed(data, XMLDSIG, 'X509Certificate'))
    .map((node) => Buffer.from(textOf(node), 'base64'))
  return {
    certificates: [...beside, ...all('EncapsulatedX509Certificate')].flatMap((der) => readable(() => readCertificate(der)) ?? []),
    ocsps: all('EncapsulatedOCSPValue').flatMap((der) => readable(() => readOcspResponse(der)) ?? []),
    crls: all('EncapsulatedCRLValue').flatMap((der) => readable(() => readCrl(der)) ?? []),
    budget,
  }
}

const descendants = (node: XmlNode, name: string): XmlNode[] =>
  elements(node).flatMap((child) => (child.uri === XADES && child.local === name ? [child] : descendants(child, name)))
