// The index of an archive time-stamp of the third version (EN 319 122-1, 5.5.2 and 5.5.3): what it names by digests, and what the time-stamp so is over.

import { digestAlgorithm, digestOf, type DigestName } from '../../crypto/algorithms'
import type { SignedData } from '../../crypto/cms'
import { children, membersOf, oid, raw, readOctetString, readWhole, seq, TAG, tlv, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import type { Token } from '../../crypto/timestamp'
import type { Grounds } from '../timestamps'

/** The index of a time-stamp: `named` are the digests of pieces, in hexadecimal. */
type Index = { der: Der; algorithm: DigestName; named: ReadonlySet<string>; whole: boolean }

/** 5.5.3: the type of the content, the digest of the content, the fields of the SignerInfo, and the index. */
export const imprint = (algorithm: DigestName, { contentType, signerInfo }: SignedData, content: Uint8Array, index: Index): Buffer =>
  digestOf(algorithm, oid(contentType), digestOf(algorithm, content), ...signerInfo.fields, index.der)

/** Throws where there is none, and where it names what is not there, which makes it invalid. */
export function indexOf({ signedData }: Token, pieces: Pieces): Index {
  const { unsignedAttributes } = signedData.signerInfo
  const third = unsignedAttributes.find((held) => held.oid === OID.hashIndexV3)
  const [der] = (third ?? unsignedAttributes.find((held) => held.oid === OID.hashIndex))?.values ?? []
  if (!der) throw new RangeError('no index')
  const members = membersOf(readWhole(der), TAG.sequence)
  // The first version has SHA-256 as its default.
  const algorithm = members.length === 4 ? digestAlgorithm(members[0]) : 'sha256'
  const lists = members
    .slice(-3)
    .map((list) => membersOf(list, TAG.sequence).map((item) => Buffer.from(readOctetString(item)).toString('hex')))
  const index = { der, algorithm, named: new Set(lists.flat()), whole: third === undefined }
  const known = pieces.digests(index)
  if (lists.some((list, kind) => list.some((digest) => known[kind]?.has(digest) !== true)))
    throw new RangeError('an index of what is not there')
  return index
}

/** What an index may name: certificates, revocation data and unsigned attributes; of these, each value with its type, or the whole in the first version. */
export class Pieces {
  private readonly kinds: (whole: boolean) => readonly (readonly Der[])[]

  constructor(
    private readonly signed: SignedData,
    private readonly grounds: Grounds,
  ) {
    const { choices, signerInfo } = signed
    const attributes = signerInfo.unsignedAttributes
    const values = attributes.flatMap((held) => held.values.map((value) => Buffer.concat([oid(held.oid), value])))
    const wholes = attributes.map((held) => seq(oid(held.oid), tlv(TAG.set, ...held.values)))
    this.kinds = (whole) => [choices.certificates, choices.revocation, whole ? wholes : values]
  }

  /** Of each kind, its digests. */
  digests({ algorithm, whole }: Pick<Index, 'algorithm' | 'whole'>): readonly ReadonlySet<string>[] {
    const kinds = this.kinds(whole)
    this.grounds.material.budget.spend(
      'hashed',
      kinds.flat().reduce((sum, { length }) => sum + length, 0),
    )
    return kinds.map((kind) => new Set(kind.map((piece) => digestOf(algorithm, piece).toString('hex'))))
  }

  /** Of the unsigned attribute whose value this is. */
  digest({ algorithm, whole }: Index, value: Der): string {
    const held = this.signed.signerInfo.unsignedAttributes.find(({ values }) => values.includes(value))
    if (!held) return ''
    return digestOf(algorithm, ...(whole ? [seq(oid(held.oid), tlv(TAG.set, ...held.values))] : [oid(held.oid), value])).toString('hex')
  }

  /** The certificates and revocation data that an index names. */
  namedBy({ algorithm, named }: Index): Der[] {
    const { certificates, revocation } = this.signed.choices
    // An OCSP answer stands in a choice of its own, behind its type (RFC 5940).
    const inside = (choice: Der): Der => (choice[0] === TAG.sequence ? choice : raw(children(readWhole(choice))[1] ?? readWhole(choice)))
    return [...certificates, ...revocation].filter((piece) => named.has(digestOf(algorithm, piece).toString('hex'))).map(inside)
  }
}
