// Validates an XML document with XAdES signatures (EN 319 132-1), enveloped, enveloping or beside what they sign: bytes in, report out; a bad
// signature is an answer.

import { digestOf, SHA2_NAMES, verifySignature } from '../../crypto/algorithms'
import { equalBytes, readCertificate, type Certificate } from '../../crypto/certificate'
import { readCrl, readOcspResponse } from '../../crypto/revocation'
import { Budget } from '../../signature/pdf/budget'
import type { Source } from '../../signature/pdf/source'
import { EXCLUSIVE_C14N, XMLDSIG, type Form } from '../../signature/xml/canonical'
import type { XmlTag } from '../../signature/xml/scan'
import { attributeOf, canonicalOctets, childrenNamed, elements, onlyChild, textOf, type XmlNode } from '../../signature/xml/tree'
import { XADES, XADES141 } from '../../signature/xades/names'
import { archivedOctets, partsOf, readSignedXml, type SignedXml } from '../../signature/xades/signed-xml'
import { signatureEnd } from '../policy'
import { Proofs } from '../proofs'
import type { ReasonCode } from '../reasons'
import type { SignatureReport } from '../signature'
import { brokenTimestamp, judgeTimestamp, type Grounds } from '../timestamps'
import { readable, type ValidationMaterial } from '../validation-material'
import type { ValidationContext, ValidationReport } from '../validate'
import { judgeAdes, type ArchiveStamp, type Judging } from './ades'
import { canonicalForm, digestIn, signatureMethod, USUAL_FORM } from './xml-algorithms'
import { referencesHold, type Place } from './xml-references'

export async function validateXml(source: Source, { anchors, now }: ValidationContext): Promise<ValidationReport> {
  const judging = { anchors: anchors.map(readCertificate), now, budget: new Budget(source.size) }
  const judged = await judgeXml(source, new Map(), judging)
  if (!judged) return { valid: false, signatures: [], documentTimestamps: [], problem: 'XML_UNREADABLE' }
  return {
    valid: judged.length > 0 && judged.every(({ report }) => report.valid),
    signatures: judged.map(({ report }) => report),
    documentTimestamps: judged.flatMap(({ archive }) =>
      archive.map(({ name, judged: { report } }) => ({ field: name, coversWholeRevision: true, coversWholeDocument: true, ...report })),
    ),
  }
}

export type JudgedXml = { report: SignatureReport; archive: ArchiveStamp[] }

/** The signatures in an XML file; null where it cannot be read. `files`: what they may be over beside it, in a container. */
export async function judgeXml(source: Source, files: ReadonlyMap<string, Uint8Array>, judging: Judging): Promise<JudgedXml[] | null> {
  let document: SignedXml
  try {
    document = await readSignedXml(source, SHA2_NAMES)
  } catch {
    return null
  }
  judging.budget.spend('signatures', document.signatures.length)
  const judged: JudgedXml[] = []
  for (const signature of document.signatures) {
    judged.push(await judgeOne(signature, { document, source, files, budget: judging.budget }, judging))
  }
  return judged
}

async function judgeOne(signature: XmlNode, place: Place, judging: Judging): Promise<JudgedXml> {
  const { document } = place
  const parts = partsOf(signature)
  const codes = new Set<ReasonCode>()
  const grounds = { anchors: judging.anchors, material: materialOf(parts, judging.budget), proofs: new Proofs(judging.now) }
  const { signer, named, claimedAt } = signerOf(parts, codes)
  const around = [...(document.around.get(signature) ?? []), signature]
  const { sound, end } = signatureHolds(parts, signer, around, codes)
  const { intact, whole, end: digestsEnd } = await referencesHold(signature, place, codes)
  if (intact && !whole) codes.add(place.files.size > 0 ? 'FILE_NOT_SIGNED' : 'PART_SIGNED')
  const archive = archiveStamps(signature, parts, document, grounds)
  const stamps = parts.unsigned.filter(({ uri, local }) => uri === XADES && local === 'SignatureTimeStamp')
  const report = judgeAdes(
    {
      name: attributeOf(signature, 'Id') ?? '',
      format: 'XAdES',
      codes,
      integrity: sound && intact,
      baseline: named && claimedAt !== undefined,
      coversWholeDocument: whole,
      ...(signer ? { signer } : {}),
      ...(claimedAt === undefined ? {} : { claimedAt }),
      end: Math.min(end, digestsEnd),
      signatureTimestamps: stamps.flatMap((stamp) => {
        const over = parts.value ? canonicalOctets(parts.value, formIn(stamp), around) : new Uint8Array()
        return tokensIn([stamp]).map((token) => ({ token, over }))
      }),
      archive,
    },
    grounds,
  )
  return { report, archive }
}

/** In which form a time-stamp is over what it is over (EN 319 132-1 5.3). */
const formIn = (stamp: XmlNode): Form => canonicalForm(onlyChild(stamp, XMLDSIG, 'CanonicalizationMethod'))?.form ?? USUAL_FORM

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
  const algorithm = digestIn(digest)
  const value = Buffer.from(textOf(onlyChild(digest, XMLDSIG, 'DigestValue')), 'base64')
  const named = algorithm && certificates.find(({ der }) => equalBytes(digestOf(algorithm, der), value))
  if (!named) codes.add(algorithm ? 'SIGNING_CERTIFICATE_MISMATCH' : 'SIGNING_CERTIFICATE_ABSENT')
  const signer = named ?? certificates[0]
  return { ...(signer ? { signer } : {}), named: named !== undefined, ...claimed }
}

/** `around`: the elements around SignedInfo. `end`: until when the algorithms are accepted. */
function signatureHolds(
  { signedInfo, value }: Parts,
  signer: Certificate | undefined,
  around: readonly XmlTag[],
  codes: Set<ReasonCode>,
): { sound: boolean; end: number } {
  const broken = (code: ReasonCode) => {
    codes.add(code)
    return { sound: false, end: Infinity }
  }
  const canonical = canonicalForm(onlyChild(signedInfo, XMLDSIG, 'CanonicalizationMethod'))
  const method = signatureMethod(onlyChild(signedInfo, XMLDSIG, 'SignatureMethod'))
  if (!signedInfo || !value) return broken('SIGNATURE_MALFORMED')
  // Comments in SignedInfo are not read here.
  if (!method || !canonical || canonical.comments) return broken('ALGORITHM_UNSUPPORTED')
  if (!signer) return { sound: false, end: Infinity }
  const key = readable(() => signer.publicKey)
  if (!key) return broken('ALGORITHM_UNSUPPORTED')
  const octets = canonicalOctets(signedInfo, canonical.form, around)
  const sound = verifySignature({ oid: '', ...method }, key, octets, Buffer.from(textOf(value), 'base64'))
  if (!sound) codes.add('SIGNATURE_FAILURE')
  return { sound, end: signatureEnd(method, key) }
}

function archiveStamps(signature: XmlNode, parts: Parts, document: SignedXml, grounds: Grounds): ArchiveStamp[] {
  const { material, proofs } = grounds
  const stamps = parts.unsigned.filter(({ local }) => local === 'ArchiveTimeStamp')
  const contentFirst = attributeOf(childrenNamed(parts.signedInfo, XMLDSIG, 'Reference')[0], 'URI') === ''
  let proven = proofs.now
  return stamps
    .toReversed()
    .flatMap((stamp): ArchiveStamp[] => {
      const [token] = tokensIn([stamp])
      const canonicalisation = attributeOf(onlyChild(stamp, XMLDSIG, 'CanonicalizationMethod'), 'Algorithm')
      const told = { name: attributeOf(stamp, 'Id') ?? '', coversEverything: true }
      if (!token || stamp.uri !== XADES141 || !contentFirst || canonicalisation !== EXCLUSIVE_C14N)
        return [{ ...told, judged: brokenTimestamp() }]
      const judged = judgeTimestamp(
        token,
        (algorithm) => {
          const hash = SHA2_NAMES.filter((name) => name === algorithm).map((name) => document.content.get(name)?.copy())[0]
          if (!hash) throw new RangeError('digest of an archive time-stamp')
          for (const octets of archivedOctets(signature, stamp)) {
            material.budget.spend('bytes', octets.length)
            hash.update(octets)
          }
          return hash.digest()
        },
        { ...grounds, pool: material.certificates, proven },
      )
      const { genTime } = judged
      if (judged.report.valid && genTime) {
        proven = genTime
        proofs.add(Object.values(valuesIn({ ...parts, unsigned: parts.unsigned.slice(0, parts.unsigned.indexOf(stamp)) })).flat(), genTime)
      }
      return [{ ...told, judged }]
    })
    .reverse()
}

const tokensIn = (stamps: readonly XmlNode[]): Buffer[] =>
  stamps.flatMap((stamp) => childrenNamed(stamp, XADES, 'EncapsulatedTimeStamp')).map((node) => Buffer.from(textOf(node), 'base64'))

function materialOf(parts: Parts, budget: Budget): ValidationMaterial {
  const { certificates, ocsps, crls } = valuesIn(parts)
  return {
    certificates: certificates.flatMap((der) => readable(() => readCertificate(der)) ?? []),
    ocsps: ocsps.flatMap((der) => readable(() => readOcspResponse(der)) ?? []),
    crls: crls.flatMap((der) => readable(() => readCrl(der)) ?? []),
    budget,
  }
}

/** What the signature brings along, as it stands there. */
function valuesIn({ keyInfo, unsigned }: Pick<Parts, 'keyInfo' | 'unsigned'>): Record<'certificates' | 'ocsps' | 'crls', Buffer[]> {
  const decoded = (nodes: readonly XmlNode[]): Buffer[] => nodes.map((node) => Buffer.from(textOf(node), 'base64'))
  const all = (name: string): Buffer[] => decoded(unsigned.flatMap((node) => descendants(node, name)))
  const beside = childrenNamed(keyInfo, XMLDSIG, 'X509Data').flatMap((data) => childrenNamed(data, XMLDSIG, 'X509Certificate'))
  return {
    certificates: [...decoded(beside), ...all('EncapsulatedX509Certificate')],
    ocsps: all('EncapsulatedOCSPValue'),
    crls: all('EncapsulatedCRLValue'),
  }
}

const descendants = (node: XmlNode, name: string): XmlNode[] =>
  elements(node).flatMap((child) => (child.uri === XADES && child.local === name ? [child] : descendants(child, name)))
