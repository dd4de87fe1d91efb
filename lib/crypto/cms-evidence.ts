// The certificates and revocation data that a CMS signature brings along, in all the places where programs put them: beside its certificates
// (RFC 5652, RFC 5940), among its unsigned attributes (RFC 5126, 6.3), and among what is signed (Adobe, ISO 32000-2 12.8.3.3.2).
import {
  children,
  explicit,
  MalformedDer,
  membersOf,
  octetString,
  raw,
  readOid,
  readWhole,
  seq,
  TAG,
  tlv,
  type Der,
  type DerNode,
} from './der'
import { OID, oidDer } from './oids'

/** Whole certificates, CRLs and OCSPResponses. */
export type Held = { readonly certificates: readonly Der[]; readonly crls: readonly Der[]; readonly ocsps: readonly Der[] }
type Attributes = readonly { readonly oid: string; readonly values: readonly Der[] }[]

/** RevocationInfoChoices; other forms are passed over. */
export function revocationOf(node: DerNode | undefined): Pick<Held, 'crls' | 'ocsps'> {
  const choices = node === undefined ? [] : children(node)
  return {
    crls: choices.filter(({ tag }) => tag === TAG.sequence).map(raw),
    ocsps: choices
      .filter(({ tag }) => tag === 0xa1)
      .flatMap((choice) => {
        const [format, response] = children(choice)
        if (response === undefined) return []
        const type = readOid(format)
        if (type === OID.ocspResponseInfo) return [raw(response)]
        return type === OID.ocspBasic ? [successful(raw(response))] : []
      }),
  }
}

/** What attributes hold. One that cannot be read holds nothing: it is no part of what makes the signature. */
export function heldIn(attributes: Attributes): Held {
  const all = (type: string, read: (der: Der) => Partial<Held>): Partial<Held>[] =>
    attributes.filter(({ oid }) => oid === type).flatMap(({ values }) => values.map((der) => unlessMalformed(() => read(der))))
  const found = [
    ...all(OID.certificateValues, (der) => ({ certificates: membersOf(readWhole(der), TAG.sequence).map(raw) })),
    ...all(OID.revocationValues, (der) => listsIn(der, successful)),
    ...all(OID.adobeRevocation, (der) => listsIn(der, (response) => response)),
  ]
  const joined = (kind: keyof Held) => found.flatMap((held) => held[kind] ?? [])
  return { certificates: joined('certificates'), crls: joined('crls'), ocsps: joined('ocsps') }
}

/** SEQUENCE { [0] SEQUENCE OF CertificateList, [1] SEQUENCE OF answers, … }, each of them optional. */
function listsIn(der: Der, response: (der: Der) => Der): Partial<Held> {
  const lists = membersOf(readWhole(der), TAG.sequence)
  const list = (tag: number): Der[] =>
    lists.filter((node) => node.tag === tag).flatMap((node) => membersOf(children(node)[0], TAG.sequence).map(raw))
  return { crls: list(0xa0), ocsps: list(0xa1).map(response) }
}

/** A BasicOCSPResponse as the OCSPResponse that it came in (RFC 6960 4.2.1). */
const successful = (basic: Der): Der =>
  seq(tlv(TAG.enumerated, Uint8Array.of(0)), explicit(0, seq(oidDer(OID.ocspBasic), octetString(basic))))

function unlessMalformed(read: () => Partial<Held>): Partial<Held> {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedDer) return {}
    throw error
  }
}
