// XML Canonicalization without comments, written from a stream of events: exclusive 1.0 (W3C REC-xml-exc-c14n-20020718), and inclusive 1.0
// and 1.1 (REC-xml-c14n-20010315, REC-xml-c14n11-20080502). What is signed here is exclusive.

import type { XmlAttribute, XmlHandler, XmlTag } from './scan'

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'

/** `prefixes`: those that the exclusive form treats as the inclusive one does (InclusiveNamespaces); '' is the default namespace. */
export type Form = { readonly name: 'exclusive'; readonly prefixes: readonly string[] } | { readonly name: 'inclusive' | 'inclusive 1.1' }

export const EXCLUSIVE: Form = { name: 'exclusive', prefixes: [] }

/** Feeds the octets of the events, as text, to `write`; encode them in UTF-8. `around`: the elements around the first one, outermost first. */
export class Canonical implements Required<XmlHandler> {
  /** What each element around has declared, and for each prefix the namespace names in force, the innermost last. */
  private readonly declared: (readonly string[])[] = []
  private readonly inForce = new Map<string, string[]>()
  private readonly scope: Scope | null
  private rootClosed = false

  constructor(
    private readonly write: (text: string) => void,
    private readonly form: Form = EXCLUSIVE,
    private readonly around: readonly XmlTag[] = [],
  ) {
    this.scope = form.name === 'exclusive' && form.prefixes.length === 0 ? null : new Scope(around)
  }

  open = (tag: XmlTag): void => {
    const first = this.declared.length === 0
    this.scope?.open(tag)
    const declared = [...this.namespaces(tag, first)].filter(([prefix, uri]) => (this.inForce.get(prefix)?.at(-1) ?? '') !== uri)
    this.declared.push(declared.map(([prefix]) => prefix))
    for (const [prefix, uri] of declared) this.inForce.set(prefix, [...(this.inForce.get(prefix) ?? []), uri])
    const namespaces = declared
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${attributeText(uri)}"`)
    const inherited = first && this.form.name !== 'exclusive' ? inheritedBy(tag, this.around, this.form.name) : []
    const attributes = [...tag.attributes, ...inherited]
      .filter(notDeclaration)
      .sort((a, b) => byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local))
      .map(({ name, value }) => ` ${name}="${attributeText(value)}"`)
    this.write(`<${tag.name}${namespaces.join('')}${attributes.join('')}>`)
  }

  private namespaces(tag: XmlTag, first: boolean): Map<string, string> {
    if (this.form.name !== 'exclusive') return first && this.scope ? this.scope.all() : new Map(declarationsOf(tag))
    const used = visiblyUsed(tag)
    for (const prefix of this.form.prefixes) {
      const uri = this.scope?.of(prefix)
      if (uri !== undefined) used.set(prefix, uri)
    }
    return used
  }

  close = ({ name }: XmlTag): void => {
    this.scope?.close()
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

/** The namespaces that are declared at a place, whether they are written there or not. */
class Scope {
  private readonly known = new Map<string, string[]>()
  private readonly opened: (readonly string[])[] = []

  constructor(around: readonly XmlTag[]) {
    for (const tag of around) this.open(tag)
  }

  open(tag: XmlTag): void {
    const declarations = declarationsOf(tag)
    this.opened.push(declarations.map(([prefix]) => prefix))
    for (const [prefix, uri] of declarations) this.known.set(prefix, [...(this.known.get(prefix) ?? []), uri])
  }

  close(): void {
    for (const prefix of this.opened.pop() ?? []) this.known.get(prefix)?.pop()
  }

  of(prefix: string): string | undefined {
    return this.known.get(prefix)?.at(-1)
  }

  all(): Map<string, string> {
    return new Map([...this.known].flatMap(([prefix, uris]) => (uris.length === 0 ? [] : [[prefix, uris.at(-1) ?? ''] as const])))
  }
}

/** Prefix and namespace name; the prefix is '' for the default namespace. */
const declarationsOf = ({ attributes }: XmlTag): (readonly [string, string])[] =>
  attributes.flatMap((attribute) =>
    notDeclaration(attribute) || attribute.local === 'xml'
      ? []
      : [[attribute.name === 'xmlns' ? '' : attribute.local, attribute.value] as const],
  )

const XML = 'http://www.w3.org/XML/1998/namespace'

/** Attributes such as xml:lang that hold for the element though they stand further out; 1.1 leaves out those that mean one element alone. */
function inheritedBy(tag: XmlTag, around: readonly XmlTag[], form: 'inclusive' | 'inclusive 1.1'): XmlAttribute[] {
  const found = new Map<string, XmlAttribute>()
  for (const { attributes } of around) {
    for (const attribute of attributes) {
      if (attribute.uri !== XML || (form === 'inclusive 1.1' && !/^(?:lang|space)$/.test(attribute.local))) continue
      found.set(attribute.local, attribute)
    }
  }
  for (const { uri, local } of tag.attributes) if (uri === XML) found.delete(local)
  return [...found.values()]
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
