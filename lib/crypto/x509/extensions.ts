// What the extensions of a certificate say (RFC 5280 4.2, EN 319 412-5), read into plain values.
import {
  children,
  membersOf,
  readBitString,
  readBoolean,
  readOctetString,
  readOid,
  readSmallInteger,
  readWhole,
  TAG,
  value,
  type DerNode,
} from '../der'
import { OID } from '../oids'

export type Extension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array }

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
type KeyUsage = (typeof KEY_USAGES)[number]

export type ExtensionValues = {
  readonly extensions: readonly Extension[]
  readonly isCa: boolean
  readonly pathLength?: number
  readonly keyUsage: readonly KeyUsage[]
  readonly extendedKeyUsage: readonly string[]
  readonly extendedKeyUsageCritical: boolean
  readonly policies: readonly string[]
  readonly qcStatements: readonly string[]
  /** The identifiers of the QcType statement: esign .1, eseal .2, web .3 under 0.4.0.1862.1.6. */
  readonly qcTypes: readonly string[]
  readonly ocspUrl?: string
  readonly caIssuersUrl?: string
  readonly crlUrls: readonly string[]
  readonly subjectKeyIdentifier?: Uint8Array
  readonly authorityKeyIdentifier?: Uint8Array
  readonly ocspNoCheck: boolean
}

/** `Extensions` itself (the SEQUENCE), as it stands in certificates, CRLs, requests and responses. */
export function readExtensions(list: DerNode | undefined): Extension[] {
  if (list === undefined) return []
  return membersOf(list, TAG.sequence).map((node) => {
    const [type, second, third] = membersOf(node, TAG.sequence)
    const critical = second?.tag === TAG.boolean && readBoolean(second)
    return { oid: readOid(type), critical, value: readOctetString(second?.tag === TAG.boolean ? third : second) }
  })
}

export function extensionValues(extensions: readonly Extension[]): ExtensionValues {
  const find = (oid: string): DerNode | undefined => {
    const found = extensions.find((extension) => extension.oid === oid)
    return found === undefined ? undefined : readWhole(found.value)
  }
  const oids = (node: DerNode | undefined): string[] => (node === undefined ? [] : membersOf(node, TAG.sequence).map(readOid))
  const firsts = (node: DerNode | undefined): string[] =>
    node === undefined ? [] : membersOf(node, TAG.sequence).map((entry) => readOid(membersOf(entry, TAG.sequence)[0]))

  const statements = find(OID.qcStatements)
  const access = accessUrls(find(OID.authorityInformationAccess))
  const subjectKey = find(OID.subjectKeyIdentifier)
  const authorityKey = authorityKeyIdentifier(find(OID.authorityKeyIdentifier))
  return {
    extensions,
    ...basicConstraints(find(OID.basicConstraints)),
    keyUsage: keyUsage(find(OID.keyUsage)),
    extendedKeyUsage: oids(find(OID.extendedKeyUsage)),
    extendedKeyUsageCritical: extensions.some(({ oid, critical }) => oid === OID.extendedKeyUsage && critical),
    policies: firsts(find(OID.certificatePolicies)),
    qcStatements: firsts(statements),
    qcTypes: statements === undefined ? [] : qcTypes(statements),
    ...access,
    crlUrls: crlUrls(find(OID.crlDistributionPoints)),
    ...(subjectKey === undefined ? {} : { subjectKeyIdentifier: readOctetString(subjectKey) }),
    ...(authorityKey === undefined ? {} : { authorityKeyIdentifier: authorityKey }),
    ocspNoCheck: find(OID.ocspNoCheck) !== undefined,
  }
}

function basicConstraints(node: DerNode | undefined): { isCa: boolean; pathLength?: number } {
  if (node === undefined) return { isCa: false }
  const [first, second] = membersOf(node, TAG.sequence)
  if (first?.tag !== TAG.boolean || !readBoolean(first)) return { isCa: false }
  return second === undefined ? { isCa: true } : { isCa: true, pathLength: readSmallInteger(second) }
}

function keyUsage(node: DerNode | undefined): KeyUsage[] {
  if (node === undefined) return []
  const bits = readBitString(node)
  return KEY_USAGES.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}

function qcTypes(statements: DerNode): string[] {
  for (const statement of children(statements)) {
    const [id, types] = children(statement)
    if (readOid(id) === OID.qcType) return membersOf(types, TAG.sequence).map(readOid)
  }
  return []
}

function authorityKeyIdentifier(node: DerNode | undefined): Uint8Array | undefined {
  const identifier = node === undefined ? undefined : membersOf(node, TAG.sequence).find(({ tag }) => tag === 0x80)
  return identifier === undefined ? undefined : value(identifier)
}

const uri = (node: DerNode): string => Buffer.from(value(node)).toString('latin1')

function accessUrls(node: DerNode | undefined): { ocspUrl?: string; caIssuersUrl?: string } {
  const urls: { ocspUrl?: string; caIssuersUrl?: string } = {}
  for (const description of node === undefined ? [] : membersOf(node, TAG.sequence)) {
    const [method, location] = membersOf(description, TAG.sequence)
    if (location?.tag !== 0x86) continue
    const named = readOid(method)
    if (named === OID.ocsp) urls.ocspUrl ??= uri(location)
    if (named === OID.caIssuers) urls.caIssuersUrl ??= uri(location)
  }
  return urls
}

function crlUrls(node: DerNode | undefined): string[] {
  const urls: string[] = []
  for (const point of node === undefined ? [] : membersOf(node, TAG.sequence)) {
    for (const field of membersOf(point, TAG.sequence)) {
      if (field.tag === 0xa0) urls.push(...fullNames(field))
    }
  }
  return urls
}

/** The addresses in a DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] }. */
export function fullNames(point: DerNode): string[] {
  const [fullName] = children(point)
  if (fullName?.tag !== 0xa0) return []
  return children(fullName)
    .filter(({ tag }) => tag === 0x86)
    .map(uri)
}
