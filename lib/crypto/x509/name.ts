// Distinguished names (RFC 5280 4.1.2.4): made from attributes, read to attributes, and printed for people.
import {
  children,
  MalformedDer,
  membersOf,
  oid,
  printableString,
  raw,
  readOid,
  readWhole,
  seq,
  set,
  TAG,
  utf8String,
  value,
  type Der,
  type DerNode,
} from '../der'
import { OID } from '../oids'

/** One attribute of a name. `printable`: where X.520 demands a PrintableString (country, serial number). */
export type NameAttribute = { readonly type: string; readonly value: string; readonly printable?: boolean }

export const encodeName = (attributes: readonly NameAttribute[]): Der =>
  seq(
    ...attributes.map(({ type, value, printable }) => set(seq(oid(type), printable === true ? printableString(value) : utf8String(value)))),
  )

const SHORT: Readonly<Record<string, string>> = {
  [OID.commonName]: 'CN',
  [OID.surname]: 'SN',
  [OID.serialNumber]: 'serialNumber',
  [OID.countryName]: 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  [OID.organizationName]: 'O',
  [OID.organizationalUnitName]: 'OU',
  '2.5.4.12': 'title',
  [OID.givenName]: 'GN',
  [OID.pseudonym]: 'pseudonym',
  [OID.organizationIdentifier]: 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** Attribute values under their short names (CN, GN, SN, C, O, serialNumber ...); the first of several wins. */
export function nameAttributes(name: Der): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const relative of membersOf(readWhole(name), TAG.sequence)) {
    for (const pair of membersOf(relative, TAG.set)) {
      const [type, text] = children(pair)
      const dotted = readOid(type)
      const key = SHORT[dotted] ?? dotted
      if (text !== undefined && !Object.hasOwn(attributes, key)) attributes[key] = readString(text)
    }
  }
  return attributes
}

/**
 * Each relative name in a form that is equal for equal ones (RFC 5280 7.1): whatever type of string it is written in, in capitals or not, and with
 * how much white space.
 */
export const comparableName = (name: Der): string[] =>
  membersOf(readWhole(name), TAG.sequence).map((relative) =>
    JSON.stringify(
      membersOf(relative, TAG.set)
        .map((pair) => {
          const [type, text] = children(pair)
          return `${readOid(type)}=${text === undefined ? '' : comparableText(readString(text))}`
        })
        .sort(),
    ),
  )

/** The same for all spellings of a text. */
export const comparableText = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** The texts of all attributes of a name, comparable. */
export const textsIn = (name: Der): string[] =>
  membersOf(readWhole(name), TAG.sequence).flatMap((relative) =>
    membersOf(relative, TAG.set).flatMap((pair) => {
      const [, text] = children(pair)
      return text === undefined ? [] : [comparableText(readString(text))]
    }),
  )

const keys = new WeakMap<Der, string>()

/** The same text for all spellings of a name. What cannot be read as one is equal to its own bytes alone. */
export function nameKey(name: Der): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  let key: string
  try {
    key = JSON.stringify(comparableName(name))
  } catch (error) {
    if (!(error instanceof MalformedDer)) throw error
    key = Buffer.from(name).toString('hex')
  }
  keys.set(name, key)
  return key
}

/** Whether two names are the same to RFC 5280 (7.1). Authorities write their name in one way in their certificate and in another in those they issue. */
export const sameName = (one: Der, other: Der): boolean => Buffer.compare(one, other) === 0 || nameKey(one) === nameKey(other)

/** The types of attributes of a name. */
export const subjectOids = (name: Der): string[] =>
  membersOf(readWhole(name), TAG.sequence).flatMap((relative) => membersOf(relative, TAG.set).map((pair) => readOid(children(pair)[0])))

/**
 * The text of any string type met in names: UTF8, Printable, IA5, Numeric, Visible, Teletex (read as Latin-1), BMP, Universal. What is no string,
 * such as x500UniqueIdentifier, is told by its bytes (RFC 4514 2.4).
 */
export function readString(node: DerNode): string {
  const bytes = Buffer.from(value(node))
  switch (node.tag) {
    case 0x0c:
      return bytes.toString('utf8')
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return bytes.toString('latin1')
    case 0x1e:
      if (bytes.length % 2 !== 0) throw new MalformedDer('BMPString')
      return bytes.swap16().toString('utf16le')
    case 0x1c: {
      let text = ''
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const point = bytes.readUInt32BE(at)
        if (point > 0x10ffff) throw new MalformedDer('UniversalString')
        text += String.fromCodePoint(point)
      }
      return text
    }
    default:
      return `#${Buffer.from(raw(node)).toString('hex')}`
  }
}
