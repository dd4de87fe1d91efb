// Exclusive XML Canonicalization 1.0 without comments (W3C REC-xml-exc-c14n-20020718), written from a stream of events.

import type { XmlAttribute, XmlHandler, XmlTag } from './scan'

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'

/** Feeds the octets of the events, as text, to `write`; encode them in UTF-8. */
export class Canonical implements Required<XmlHandler> {
  /** What each element around has declared, and for each prefix the namespace names in force, the innermost last. */
  private readonly declared: (readonly string[])[] = []
  private readonly inForce = new Map<string, string[]>()
  private rootClosed = false

  constructor(private readonly write: (text: string) => void) {}

  open = (tag: XmlTag): void => {
    const declared = [...visiblyUsed(tag)].filter(([prefix, uri]) => (this.inForce.get(prefix)?.at(-1) ?? '') !== uri)
    this.declared.push(declared.map(([prefix]) => prefix))
    for (const [prefix, uri] of declared) this.inForce.set(prefix, [...(this.inForce.get(prefix) ?? []), uri])
    const namespaces = declared
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${attributeText(uri)}"`)
    const attributes = tag.attributes
      .filter(notDeclaration)
      .sort((a, b) => byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local))
      .map(({ name, value }) => ` ${name}="${attributeText(value)}"`)
    this.write(`<${tag.name}${namespaces.join('')}${attributes.join('')}>`)
  }

  close = ({ name }: XmlTag): void => {
    for (const prefix of this.declared.pop() ?? []) this.inForce.get(prefix)?.pop()
    this.rootClosed = this.declared.length === 0
    this.write(`</${name}>`)
  }

  text = (text: string): void => this.write(text.replace(/[&<>\r]/g, (sign) => TEXT[sign] ?? sign))

  /** Canonical XML 1.0, 2.3: outside the root each stands on a line of its own. */
  instruction = (target: string, body: string): void => {
    const written = `<?${target}${body === '' ? '' : ` ${body}`}?>`
    this.write(this.declared.length > 0 ? written : this.rootClosed ? `\n${written}` : `${written}\n`)
  }
}

/** The namespaces that the element itself needs (exc-c14n, 1.1), whatever was declared around it. */
function visiblyUsed({ prefix, uri, attributes }: XmlTag): Map<string, string> {
  const used = new Map<string, string>()
  if (prefix !== 'xml') used.set(prefix, uri)
  for (const attribute of attributes) {
    if (attribute.prefix !== '' && attribute.prefix !== 'xml' && notDeclaration(attribute)) used.set(attribute.prefix, attribute.uri)
  }
  return used
}

const notDeclaration = ({ prefix, name }: XmlAttribute): boolean => prefix !== 'xmlns' && name !== 'xmlns'

const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const ATTRIBUTE: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const attributeText = (value: string): string => value.replace(/[&<"\t\n\r]/g, (sign) => ATTRIBUTE[sign] ?? sign)

/** UTF-8 sorts like code points; UTF-16, as JavaScript compares it, does not. */
const byCodePoint = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
