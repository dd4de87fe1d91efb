// Archive time-stamps inside a CAdES signature: of the third version (EN 319 122-1, 5.5.2 and 5.5.3), which are over the content, the signature, and
// what their index names by digests, and of the second, which are over everything; and evidence records.

import { digestOf, type DigestName } from '../../crypto/algorithms'
import type { SignedData } from '../../crypto/cms'
import { children, explicit, octetString, oid, raw, readOid, readWhole, seq, TAG, tlv, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { readToken, type Token } from '../../crypto/timestamp'
import { judgeEvidenceRecord } from '../evidence-records'
import { brokenTimestamp, judgeTimestamp, unknownTimestamp, type Grounds } from '../timestamps'
import { earliest } from '../trust'
import { dersIn, readable } from '../validation-material'
import type { ArchiveStamp } from './ades'
import { imprint, indexOf, Pieces } from './cades-index'

/** What one archive time-stamp is over: the octets, the tokens among them, and the certificates and revocation data. */
type Reach = { digest: (algorithm: DigestName) => Uint8Array; covers: (token: Der) => boolean; proves: () => Der[] }

/** Oldest first. `content`: the octets that the signature is over, `name`: where it stands. */
export function archiveStampsIn(signed: SignedData, content: Uint8Array, name: string, grounds: Grounds): ArchiveStamp[] {
  const { material, proofs } = grounds
  const pieces = new Pieces(signed, grounds)
  const newestFirst = [OID.archiveTimestampV2, OID.archiveTimestampV3]
    .flatMap((type) => valuesOf(signed, type).map((der) => ({ type, der, token: readable(() => readToken(der, material.certificates)) })))
    .sort((a, b) => (b.token?.genTime.getTime() ?? 0) - (a.token?.genTime.getTime() ?? 0))
  const stamps: ArchiveStamp[] = []
  for (const { type, der, token } of newestFirst) {
    material.budget.spend('signatures')
    const reach =
      token &&
      (type === OID.archiveTimestampV2 ? reachOfAll(token, signed, content, grounds) : reachOfIndex(token, signed, content, pieces))
    const over = stamps.filter(({ judged, covers }) => judged.report.valid && covers(der))
    const proven = earliest(...over.map(({ judged }) => judged.genTime)) ?? proofs.now
    const judged = reach
      ? judgeTimestamp(der, (algorithm) => reach.digest(algorithm as DigestName), { ...grounds, pool: material.certificates, proven })
      : brokenTimestamp()
    stamps.unshift({ judged, name, coversEverything: true, covers: reach?.covers ?? (() => false) })
    if (reach && judged.report.valid && judged.genTime) proofs.add(reach.proves(), judged.genTime)
  }
  const unknown = valuesOf(signed, OID.archiveTimestampV1).map(() => ({
    judged: unknownTimestamp(),
    name,
    coversEverything: false,
    covers: () => false,
  }))
  return [...unknown, ...stamps, ...evidenceIn(signed, content, name, grounds)]
}

const valuesOf = (signed: SignedData, type: string): Der[] =>
  signed.signerInfo.unsignedAttributes.filter((held) => held.oid === type).flatMap(({ values }) => values)

function reachOfIndex(token: Token, signed: SignedData, content: Uint8Array, pieces: Pieces): Reach | undefined {
  const index = readable(() => indexOf(token, pieces))
  return (
    index && {
      digest: (algorithm) => imprint(algorithm, signed, content, index),
      covers: (other) => index.named.has(pieces.digest(index, other)),
      proves: () => pieces.namedBy(index),
    }
  )
}

const OF_ARCHIVES: ReadonlySet<string> = new Set([OID.archiveTimestampV1, OID.archiveTimestampV2, OID.archiveTimestampV3])

/**
 * The second version (TS 101 733, 6.4.1): the content type, the content, the certificates and revocation data, and all fields of the SignerInfo
 * with the attributes that were there then, which are all but the archive time-stamps that are not older.
 */
function reachOfAll(token: Token, signed: SignedData, content: Uint8Array, { material }: Grounds): Reach {
  const { contentType, choices, signerInfo } = signed
  const older = (der: Der): boolean => (readable(() => readToken(der))?.genTime ?? token.genTime) < token.genTime
  const attributes = signerInfo.unsignedAttributes
    .map(({ oid: type, values }) => ({ type, values: OF_ARCHIVES.has(type) ? values.filter(older) : values }))
    .filter(({ values }) => values.length > 0)
  const tagged = (tag: number, parts: readonly Der[]): Der[] => (parts.length > 0 ? [explicit(tag, ...parts)] : [])
  const octets = [
    seq(oid(contentType), ...(signed.content ? [explicit(0, octetString(signed.content))] : [])),
    ...(signed.content ? [] : [content]),
    ...tagged(0, choices.certificates),
    ...tagged(1, choices.revocation),
    ...signerInfo.fields,
    ...tagged(
      1,
      attributes.map(({ type, values }) => seq(oid(type), tlv(TAG.set, ...values))),
    ),
  ]
  material.budget.spend(
    'hashed',
    octets.reduce((sum, { length }) => sum + length, 0),
  )
  const held = attributes.flatMap(({ values }) => values)
  return { digest: (algorithm) => digestOf(algorithm, ...octets), covers: (other) => held.includes(other), proves: () => dersIn(signed) }
}

/** RFC 4998, annex A: evidence records over the whole CMS without them, and where it is detached over its content, too. */
function evidenceIn(signed: SignedData, content: Uint8Array, name: string, grounds: Grounds): ArchiveStamp[] {
  const records = [OID.internalEvidence, OID.externalEvidence].flatMap((type) => valuesOf(signed, type).map((der) => ({ type, der })))
  if (records.length === 0) return []
  const whole = withoutEvidence(signed.der)
  return records.map(({ type, der }) => {
    grounds.material.budget.spend('signatures')
    const things = type === OID.externalEvidence ? [whole, content] : [whole]
    const judged = judgeEvidenceRecord(der, things, grounds)
    if (judged.report.valid && judged.genTime) grounds.proofs.add(dersIn(signed), judged.genTime)
    return { judged, name, coversEverything: true, covers: () => true }
  })
}

const EVIDENCE: ReadonlySet<string> = new Set([OID.internalEvidence, OID.externalEvidence])

function withoutEvidence(cms: Der): Der {
  const [type, wrapped] = children(readWhole(cms))
  const members = wrapped ? children(children(wrapped)[0] ?? wrapped) : []
  const signers = members.at(-1)
  if (!type || !signers) return cms
  const left = children(signers).map((signer) =>
    seq(
      ...children(signer).flatMap((field) => {
        if (field.tag !== 0xa1) return [raw(field)]
        const kept = children(field).filter((attribute) => !EVIDENCE.has(readOid(children(attribute)[0])))
        return kept.length > 0 ? [explicit(1, ...kept.map(raw))] : []
      }),
    ),
  )
  return seq(raw(type), explicit(0, seq(...members.slice(0, -1).map(raw), tlv(TAG.set, ...left))))
}
