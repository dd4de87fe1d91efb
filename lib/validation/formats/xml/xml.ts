// Validates an XML document with XAdES signatures (EN 319 132-1), enveloped, enveloping or beside what they sign: bytes in, report out; a bad
// signature is an answer.

import { digestOf, SHA2_NAMES, verifySignature, type DigestName } from '../../../crypto/algorithms'
import { equalBytes, readCertificate, type Certificate } from '../../../crypto/certificate'
import type { Der } from '../../../crypto/der'
import { readToken } from '../../../crypto/timestamp'
import { Budget } from '../../../signature/pdf/budget'
import type { Source } from '../../../signature/pdf/source'
import { XMLDSIG, type Form } from '../../../signature/xml/canonical'
import type { XmlTag } from '../../../signature/xml/scan'
import { attributeOf, canonicalOctets, childrenNamed, elements, onlyChild, textOf, type XmlNode } from '../../../signature/xml/tree'
import { XADES, XADES141 } from '../../../signature/xades/names'
import { archivedParts, idsOf, partsOf, readSignedXml, type SignedXml } from '../../../signature/xades/signed-xml'
import { Anchors } from '../../anchors'
import { signatureEnd } from '../../policy'
import { Proofs } from '../../proofs'
import type { ReasonCode } from '../../reasons'
import type { SignatureReport } from '../../signature'
import { brokenTimestamp, judgeTimestamp, unknownTimestamp, type Grounds } from '../../timestamps'
import { materialOf, readable, type ValidationMaterial } from '../../validation-material'
import type { ValidationContext, ValidationReport } from '../../validate'
import { judgeAdes, toldStamp, type AdesFound, type ArchiveStamp, type Judging } from '../ades'
import { canonicalForm, digestIn, signatureMethod, USUAL_FORM } from './algorithms'
import { holdsNothingMore } from './held'
import { aroundOf, hashOfReferences, idIn, referencesHold, type Place } from './references'

export async function validateXml(source: Source, { now, ...trusted }: ValidationContext): Promise<ValidationReport> {
  const judging = { anchors: new Anchors(trusted), now, budget: new Budget(source.size) }
  const judged = await judgeXml(source, new Map(), judging)
  if (!judged) return { valid: false, signatures: [], documentTimestamps: [], problem: 'XML_UNREADABLE' }
  const signatures = judged.flatMap(({ reports }) => reports)
  return {
    valid: signatures.length > 0 && signatures.every(({ valid }) => valid),
    signatures,
    documentTimestamps: judged.flatMap(({ archive }) => archive.map(toldStamp)),
  }
}

/** `reports`: of the signature, and of those over it. */
export type JudgedXml = { reports: SignatureReport[]; archive: ArchiveStamp[] }

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

/** `countersigned`: the signature that this one must be over. */
async function judgeOne(signature: XmlNode, place: Place, judging: Judging, countersigned?: XmlNode): Promise<JudgedXml> {
  const { document } = place
  const parts = partsOf(signature)
  const codes = new Set<ReasonCode>()
  const grounds = { anchors: judging.anchors, material: materialIn(parts, judging.budget), proofs: new Proofs(judging.now) }
  const { signer, named, claimedAt } = signerOf(parts, codes)
  const around = [...(document.around.get(signature) ?? []), signature]
  const { sound, end } = signatureHolds(parts, signer, around, codes)
  const { intact, whole, signed, end: digestsEnd } = await referencesHold(signature, place, codes)
  if (countersigned && !isOverValue(parts, countersigned)) codes.add('REFERENCE_INVALID')
  if (!countersigned && intact && !whole) codes.add(place.files.size > 0 ? 'FILE_NOT_SIGNED' : 'PART_SIGNED')
  const alone = intact && holdsNothingMore(signature, { signed, certificates: grounds.material.certificates, budget: judging.budget })
  if (intact && !alone) codes.add('PART_SIGNED')
  const archive = await archiveStamps(signature, parts, place, grounds)
  const over = judging.over ?? []
  for (const { judged } of over)
    if (judged.report.valid && judged.genTime) grounds.proofs.add(Object.values(valuesIn(parts)).flat(), judged.genTime)
  const stamps = parts.unsigned.filter(({ uri, local }) => uri === XADES && local === 'SignatureTimeStamp')
  const report = judgeAdes(
    {
      name: attributeOf(signature, 'Id') ?? '',
      format: 'XAdES',
      codes,
      integrity: sound && intact,
      baseline: named && claimedAt !== undefined,
      coversWholeDocument: whole && alone && !countersigned,
      ...(signer ? { signer } : {}),
      ...(claimedAt === undefined ? {} : { claimedAt }),
      end: Math.min(end, digestsEnd),
      value: Buffer.from(textOf(parts.value), 'base64'),
      claims: claimedRoles(parts),
      contentTimestamps: await contentStamps(signature, parts, place),
      signatureTimestamps: stamps.flatMap((stamp) => {
        const over = parts.value ? canonicalOctets(parts.value, formIn(stamp), around) : new Uint8Array()
        return tokensIn([stamp]).map((token) => ({ token, over }))
      }),
      archive: [...archive, ...over],
    },
    grounds,
  )
  return { reports: [report, ...(await countersignatures(signature, parts, place, judging))], archive }
}

/** EN 319 132-1, 5.2.7: signatures over the value of this one, among its unsigned properties; each may bear others. */
async function countersignatures(signature: XmlNode, { unsigned }: Parts, place: Place, judging: Judging): Promise<SignatureReport[]> {
  const { document } = place
  const held = unsigned
    .filter(({ uri, local }) => uri === XADES && local === 'CounterSignature')
    .flatMap((property) => childrenNamed(property, XMLDSIG, 'Signature'))
  judging.budget.spend('signatures', held.length)
  const aroundIt = aroundOf(signature, document)
  const reports: SignatureReport[] = []
  for (const one of held) {
    const around = new Map([...document.around, [one, aroundIt(one)]])
    const [report, ...more] = (await judgeOne(one, { ...place, document: { ...document, around } }, judging, signature)).reports
    if (report) reports.push({ ...report, countersigns: attributeOf(signature, 'Id') ?? '' }, ...more)
  }
  return reports
}

/** Whether a reference names the value of the signature. That its digest is right is asked of all references. */
function isOverValue({ signedInfo }: Parts, signature: XmlNode): boolean {
  const { value } = partsOf(signature)
  const ids = value ? idsOf(value) : []
  return childrenNamed(signedInfo, XMLDSIG, 'Reference').some((reference) => ids.includes(idIn(attributeOf(reference, 'URI') ?? '') ?? ''))
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

/** EN 319 132-1, 5.2.6: what the signer claims to be, among what is signed. */
function claimedRoles({ signedProperties }: Parts): string[] {
  const signed = onlyChild(signedProperties, XADES, 'SignedSignatureProperties')
  const roles = onlyChild(signed, XADES, 'SignerRoleV2') ?? onlyChild(signed, XADES, 'SignerRole')
  return childrenNamed(onlyChild(roles, XADES, 'ClaimedRoles'), XADES, 'ClaimedRole').map((role) => textOf(role))
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

/** EN 319 132-1, 5.2.8.2: over what all references name but the one to the properties that they stand in. */
async function contentStamps(signature: XmlNode, { signedProperties }: Parts, place: Place): Promise<AdesFound['contentTimestamps']> {
  const stamps = childrenNamed(onlyChild(signedProperties, XADES, 'SignedDataObjectProperties'), XADES, 'AllDataObjectsTimeStamp')
  const read: { token: Der; digestFor: () => Uint8Array }[] = []
  for (const stamp of stamps) {
    for (const token of tokensIn([stamp])) {
      const algorithm = readable(() => readToken(token).imprint.algorithm)
      const digest = algorithm && (await hashOfReferences(algorithm, signature, formIn(stamp), place, 'content'))?.digest()
      read.push({ token, digestFor: () => digest ?? new Uint8Array() })
    }
  }
  return read
}

/** Newest first, because each proves that those before it existed at its time; returned oldest first. */
async function archiveStamps(signature: XmlNode, parts: Parts, place: Place, grounds: Grounds): Promise<ArchiveStamp[]> {
  const { proofs } = grounds
  const stamps = parts.unsigned.filter(({ local }) => local === 'ArchiveTimeStamp')
  const judged: ArchiveStamp[] = []
  let proven = proofs.now
  for (const stamp of stamps.toReversed()) {
    const [token] = tokensIn([stamp])
    const algorithm = token && readable(() => readToken(token).imprint.algorithm)
    const digest = algorithm && stamp.uri === XADES141 ? await archivedDigest(algorithm, signature, stamp, place) : null
    // Those of before version 1.4.1 are over another order of things.
    const broken = stamp.uri === XADES ? unknownTimestamp() : brokenTimestamp()
    const result =
      token && digest ? judgeTimestamp(token, () => digest, { ...grounds, pool: grounds.material.certificates, proven }) : broken
    const before = parts.unsigned.slice(0, parts.unsigned.indexOf(stamp))
    if (result.report.valid && result.genTime) {
      proven = result.genTime
      proofs.add(Object.values(valuesIn({ ...parts, unsigned: before })).flat(), result.genTime)
    }
    const covered = tokensIn(before)
    const covers = (other: Der) => covered.some((one) => one.equals(other))
    judged.unshift({ judged: result, name: attributeOf(stamp, 'Id') ?? '', coversEverything: true, covers })
  }
  return judged
}

/** EN 319 132-1, 5.5.2.2; null where something of it is not understood. */
async function archivedDigest(algorithm: DigestName, signature: XmlNode, stamp: XmlNode, place: Place): Promise<Buffer | null> {
  const form = formIn(stamp)
  const hash = await hashOfReferences(algorithm, signature, form, place)
  const around = aroundOf(signature, place.document)
  for (const node of archivedParts(signature, stamp)) {
    const octets = canonicalOctets(node, form, around(node))
    place.budget.spend('bytes', octets.length)
    hash?.update(octets)
  }
  return hash?.digest() ?? null
}

const tokensIn = (stamps: readonly XmlNode[]): Buffer[] =>
  stamps.flatMap((stamp) => childrenNamed(stamp, XADES, 'EncapsulatedTimeStamp')).map((node) => Buffer.from(textOf(node), 'base64'))

function materialIn(parts: Parts, budget: Budget): ValidationMaterial {
  const { certificates, ocsps, crls } = valuesIn(parts)
  return materialOf({ certificates: certificates.flatMap((der) => readable(() => readCertificate(der)) ?? []), ocsps, crls }, budget)
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
