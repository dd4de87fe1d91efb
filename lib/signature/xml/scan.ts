// Reads XML 1.0 with namespaces as a stream of events, in bounded memory. A document type declaration is refused, so there are no entities
// to expand and nothing is ever fetched (XXE, billion laughs).

import { setImmediate } from 'node:timers/promises'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { memorySource, type Source } from '../pdf/source'
import { encodingOf, pieces, type XmlEncoding } from './encoding'
import { XmlProblem } from './problem'

export type XmlAttribute = {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
  readonly value: string
}
export type XmlTag = {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
}

/** CDATA sections come as text, line ends as U+000A, attribute values normalised, as XML 1.0 2.11 and 3.3.3 demand. */
export type XmlHandler = {
  open?(tag: XmlTag): void
  close?(tag: XmlTag): void
  text?(text: string): void
  instruction?(target: string, body: string): void
}

export type XmlScan = {
  encoding: XmlEncoding
  elements: number
  root: XmlTag
  /** Byte offset for a new last child of the root. For `<root/>` it is the end of the tag, which then has to be written anew. */
  insertAt: number
  selfClosing: boolean
}

/**
 * `depths`: of all elements together, because the parser looks for each prefix in all elements around. `signs`: those at which the parser
 * stops, for each of which it makes an object: `]` in CDATA, `?` in instructions, `-` in comments. `tag`: characters of one start tag.
 */
const XML_LIMITS = { depth: 256, attributes: 512, elements: 2_000_000, depths: 64 << 20, signs: 4 << 20, tag: 8 << 20 } as const
const SIGNS = signTable(']?-&\r')
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** Throws XmlProblem. */
export async function scanXml(input: Source | Uint8Array, handler: XmlHandler = {}): Promise<XmlScan> {
  const source = input instanceof Uint8Array ? memorySource(input) : input
  const encoding = encodingOf(source)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: XmlTag[] = []
  let elements = 0
  let depths = 0
  let root: XmlTag | undefined
  let end: { position: number; selfClosing: boolean } | undefined
  parser.on('error', (error) => {
    throw malformed(error)
  })
  parser.on('xmldecl', (declaration) => checkDeclaration(declaration, encoding))
  parser.on('doctype', () => {
    throw new XmlProblem(
      'XML_DOCTYPE',
      'This XML file has a document type declaration (DOCTYPE), which can change what the file says. Remove it and upload the file again.',
    )
  })
  parser.on('attribute', () => {
    if (++attributes > XML_LIMITS.attributes) throw tooComplex('attributes of one element')
  })
  let attributes = 0
  let inTag = false
  parser.on('opentagstart', () => {
    inTag = true
  })
  parser.on('opentag', (node) => {
    depths += (1 + attributes) * (1 + open.length)
    attributes = 0
    inTag = false
    elements += 1
    if (open.length >= XML_LIMITS.depth) throw tooComplex('nested elements')
    if (elements > XML_LIMITS.elements || depths > XML_LIMITS.depths) throw tooComplex('elements')
    const tag = tagOf(node)
    open.push(tag)
    root ??= tag
    handler.open?.(tag)
  })
  parser.on('closetag', (node) => {
    const tag = open.pop()
    if (!tag) return
    handler.close?.(tag)
    if (open.length === 0) end = { position: parser.position, selfClosing: node.isSelfClosing }
  })
  parser.on('text', (text) => {
    if (open.length > 0) handler.text?.(text)
  })
  parser.on('cdata', (text) => handler.text?.(text))
  parser.on('processinginstruction', ({ target, body }) => handler.instruction?.(target, body))

  let insertAt: number | undefined
  let before = ''
  let characters = 0
  let signs = 0
  let tag = 0
  for (const { text, start } of pieces(source, encoding)) {
    signs += signsIn(text)
    if (signs > XML_LIMITS.signs) throw tooComplex('signs')
    parser.write(text)
    tag = inTag ? tag + text.length : 0
    if (tag > XML_LIMITS.tag) throw tooComplex('start tag')
    if (end && insertAt === undefined)
      insertAt = insertion(end, { text: before + text, first: characters - before.length, known: before.length, start }, encoding)
    characters += text.length
    before = text
    await setImmediate()
  }
  parser.close()
  if (!root || !end || insertAt === undefined) throw malformed('no root element')
  return { encoding, elements, root, insertAt, selfClosing: end.selfClosing }
}

function signTable(signs: string): Uint8Array {
  const table = new Uint8Array(128)
  for (const sign of signs) table[sign.charCodeAt(0)] = 1
  return table
}

function signsIn(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) count += SIGNS[text.charCodeAt(at)] ?? 0
  return count
}

/** What was read last, from character `first` on. Its first `known` characters came before the byte `start`. */
type Window = { text: string; first: number; known: number; start: number }

/** The byte offset of `</root>`. */
function insertion(end: { position: number; selfClosing: boolean }, { text, first, known, start }: Window, encoding: XmlEncoding): number {
  const stop = end.position - first
  const at = end.selfClosing ? stop : text.lastIndexOf('</', stop)
  // No real document has an end tag of more than 64 KB.
  if (at < 0) throw tooComplex('end tag')
  const offset = (part: string): number => (encoding === 'utf-8' ? Buffer.byteLength(part) : 2 * part.length)
  return at >= known ? start + offset(text.slice(known, at)) : start - offset(text.slice(at, known))
}

function tagOf(node: SaxesTagNS): XmlTag {
  const attributes = Object.values(node.attributes).map(({ name, prefix, local, uri, value }) => {
    // Canonical XML 1.0, 1.3: relative namespace names have no canonical form, and other programs refuse to verify them.
    if (uri === XMLNS && value !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(value)) {
      throw new XmlProblem(
        'XML_UNSUPPORTED',
        'This XML file uses a relative namespace name, which cannot be signed. Write namespace names as absolute URIs.',
      )
    }
    return { name, prefix, local, uri, value }
  })
  return { name: node.name, prefix: node.prefix, local: node.local, uri: node.uri, attributes }
}

function checkDeclaration({ version, encoding }: { version?: string; encoding?: string }, actual: XmlEncoding): void {
  if (version !== undefined && version !== '1.0') {
    throw new XmlProblem('XML_UNSUPPORTED', 'Only XML 1.0 can be signed. Save the file as XML 1.0 and upload it again.')
  }
  const named = encoding?.toLowerCase()
  const fits = named === undefined || (actual === 'utf-8' ? named === 'utf-8' || named === 'us-ascii' : named.startsWith('utf-16'))
  if (!fits)
    throw new XmlProblem(
      'XML_ENCODING',
      'This XML file is not in UTF-8 or UTF-16, or says so wrongly. Save it in UTF-8 and upload it again.',
    )
}

function malformed(cause: unknown): XmlProblem {
  const [, line, column] = /^(\d+):(\d+): /.exec(cause instanceof Error ? cause.message : '') ?? []
  const where = line === undefined ? '' : ` (line ${line}, column ${Number(column) + 1})`
  return new XmlProblem('XML_MALFORMED', `This XML file is not well-formed${where}. Correct it, or export it again, and upload that.`, {
    cause,
  })
}

function tooComplex(detail: string): XmlProblem {
  return new XmlProblem(
    'XML_TOO_COMPLEX',
    'This XML file is too deeply nested or too complex to be signed. Upload a simpler file, or a PDF.',
    { cause: detail },
  )
}
