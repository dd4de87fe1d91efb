// Takes a CMS of another program apart and puts it together with more in it, for tests: openssl writes no time-stamps, nor revocation data.

import { readSignedData } from '../../crypto/cms'
import { children, explicit, membersOf, oid, raw, readWhole, seq, set, TAG, tlv, type Der, type DerNode } from '../../crypto/der'
import { OID, oidDer } from '../../crypto/oids'

type Added = {
  /** Whole attributes. */
  unsigned?: readonly Der[]
  certificates?: readonly Der[]
  /** Whole CRLs, and whole OCSPResponses. */
  crls?: readonly Der[]
  ocsps?: readonly Der[]
  /** In place of the algorithm and the value of the signature. */
  signature?: { algorithm: Der; value: Der }
}

/** With one signer. What is there stays, but for the signature. */
export function extended(cms: Der, { unsigned = [], certificates = [], crls = [], ocsps = [], signature }: Added): Buffer {
  const [type, wrapped] = membersOf(readWhole(cms), TAG.sequence)
  const [version, digests, content, ...rest] = membersOf(wrapped && children(wrapped)[0], TAG.sequence)
  const members = membersOf(membersOf(rest.at(-1), TAG.set)[0], TAG.sequence)
  const held = (nodes: readonly DerNode[], tag: number): Der[] => {
    const found = nodes.find((node) => node.tag === tag)
    return found ? children(found).map(raw) : []
  }
  const sets = (tag: number, all: readonly Der[]): Der[] => (all.length > 0 ? [explicit(tag, ...all)] : [])
  const kept = members.filter(({ tag }) => tag !== 0xa1).map(raw)
  const signer = signature ? [...kept.slice(0, -2), signature.algorithm, signature.value] : kept
  const revocation = [...crls, ...ocsps.map((response) => explicit(1, oidDer(OID.ocspResponseInfo), response))]
  return seq(
    ...(type ? [raw(type)] : []),
    explicit(
      0,
      seq(
        ...[version, digests, content].flatMap((node) => (node ? [raw(node)] : [])),
        ...sets(0, [...held(rest, 0xa0), ...certificates]),
        ...sets(1, [...held(rest, 0xa1), ...revocation]),
        set(seq(...signer, ...sets(1, [...held(members, 0xa1), ...unsigned]))),
      ),
    ),
  )
}

/** An attribute with one value. */
export const attribute = (type: string, held: Der): Buffer => seq(oid(type), tlv(TAG.set, held))

/** The first SignerInfo, field by field. */
export function signerFieldsOf(cms: Der): Buffer[] {
  const [, wrapped] = membersOf(readWhole(cms), TAG.sequence)
  const signers = membersOf(wrapped && children(wrapped)[0], TAG.sequence).at(-1)
  return membersOf(membersOf(signers, TAG.set)[0], TAG.sequence).map((field) => Buffer.from(raw(field)))
}

/** The value that the key made. */
export const signatureIn = (cms: Der): Der => readSignedData(cms).signerInfo.signature
