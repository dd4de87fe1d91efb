// What an XML signature may hold that it does not sign: its value, its key, its unsigned properties, and of these only what programs read. Anything
// else is content that nobody signed, and a reader of the document may take it for signed.

import { derOf } from '../../../crypto/ber'
import type { Certificate } from '../../../crypto/certificate'
import { readWhole, TAG } from '../../../crypto/der'
import { comparableText, textsIn } from '../../../crypto/x509/name'
import type { Budget } from '../../../signature/pdf/budget'
import type { XmlAttribute } from '../../../signature/xml/scan'
import { elements, hasInstructions, textOf, type XmlNode } from '../../../signature/xml/tree'
import { readable } from '../../validation-material'
import { octetsIn } from './base64'
import { KINDS, nameIn, PARTS, type Kind } from './grammar'

type Held = { signed: ReadonlySet<XmlNode>; certificates: readonly Certificate[]; budget: Budget }

/** `signed`: what its references name. `certificates`: by whose names people and authorities are called. */
export function holdsNothingMore(signature: XmlNode, { signed, certificates, budget }: Held): boolean {
  const called = calledIn(certificates)
  const isValue = (kind: Kind, text: string): boolean => {
    budget.spend('steps', kind === 'name' || kind === 'key name' ? 10 * called.length : 1)
    return text === '' || FORMS[kind](text, called)
  }
  const isKnown = (node: XmlNode): boolean => {
    if (signed.has(node)) return true
    if (hasInstructions(node) || !node.attributes.every(isParameter)) return false
    const name = nameIn(node)
    const held = elements(node)
    const text = textOf(node).trim()
    const kind = KINDS.get(name)
    if (kind) return held.length === 0 && isValue(kind, text)
    if (text !== '' || (name === 'ds:Object' && held.length !== 1)) return false
    return held.every((part) => {
      // Signed by another element, or judged by itself.
      if (name === 'ds:Object' && signed.has(part)) return true
      const known = PARTS.get(name)?.includes(nameIn(part)) === true
      return known && (nameIn(part) === 'ds:SignedInfo' || name === 'xades:CounterSignature' || isKnown(part))
    })
  }
  return isKnown(signature)
}

/** Names and addresses of programs have no spaces. */
const PARAMETERS = /^(?:Id|Target|Algorithm|URI|Type|MimeType|Encoding|referencedData)$/
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

function isParameter({ name, prefix, local, uri, value }: XmlAttribute): boolean {
  if (name === 'xmlns' || prefix === 'xmlns') return !/\s/.test(value)
  const all = (form: RegExp) => value.split(/\s+/).every((word) => word === '' || form.test(word))
  if (name === 'PrefixList') return all(/^#?[\w.-]+$/)
  if (uri === XSI) return local === 'schemaLocation' && all(/^[\w+.-]+:|\.xsd$/)
  return prefix === '' && PARAMETERS.test(name) && !/\s/.test(value)
}

const FORMS: Readonly<Record<Kind, (text: string, called: readonly string[]) => boolean>> = {
  der: (text) => {
    const bytes = linesIn(text)
    return bytes !== undefined && bytes[0] === TAG.sequence && readable(() => readWhole(derOf(bytes))) !== undefined
  },
  octets: (text) => linesIn(text) !== undefined,
  number: (text) => /^-?\d{1,80}$/.test(text),
  time: (text) => /^[\d:.TZ+-]{1,40}$/.test(text),
  name: isCalledSo,
  // Signers call a key as they like (XMLDSig, 4.5.1), such as by a number or a mail address: one word makes no sentence.
  'key name': (text, called) => /^\S{1,128}$/.test(text) || isCalledSo(text, called),
  address: (text) => !/\s/.test(text),
}

/** Base64 in lines, without blanks in them: those would make words of it. */
const linesIn = (text: string): Buffer | undefined => (/\S[ \t]+\S/.test(text) ? undefined : octetsIn(text))

/** All texts of the names of certificates and of their issuers, the longest first. */
function calledIn(certificates: readonly Certificate[]): string[] {
  const texts = certificates.flatMap(({ subject, issuer }) => readable(() => [...textsIn(subject), ...textsIn(issuer)]) ?? [])
  return [...new Set(texts)].filter((text) => text !== '').toSorted((one, other) => other.length - one.length)
}

const LONGEST_NAME = 4096
/** The types of attributes, for which programs have many names (RFC 4514, 3). */
const TYPES = /(^|[,;+/\s])\s*(?:[a-z][a-z0-9.-]{0,40}|\d+(?:\.\d+)+)\s*=\s*/g

/** Whether a name, in whatever of its spellings, says no more than the certificates do. Values that are no text are in hexadecimal. */
function isCalledSo(text: string, called: readonly string[]): boolean {
  if (text.length > LONGEST_NAME) return false
  let left = comparableText(unescaped(text)).replace(TYPES, '$1 ')
  for (const one of called) left = left.replaceAll(one, ' ')
  return /^[\s,;+/"]*$/.test(left.replace(/#[0-9a-f]{4,}/g, ' '))
}

/** RFC 4514, 2.4. */
const unescaped = (text: string): string =>
  text.replace(/(?:\\[0-9a-f]{2})+/gi, (escaped) => Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString()).replace(/\\(.)/g, '$1')
