// The tree of one element, for signatures: their parts are looked up. Documents are only read as a stream. No parser is here, so that elements
// can be made and written where nothing of strangers is read.

import { Canonical, EXCLUSIVE, type Form } from './canonical'
import { XmlProblem } from './problem'
import type { XmlTag } from './scan'

/** A processing instruction, which stands in what is signed as texts do. */
type XmlInstruction = { readonly target: string; readonly body: string }
export type XmlNode = XmlTag & { readonly children: readonly (XmlNode | XmlInstruction | string)[] }
type Growing = XmlTag & { children: (Growing | XmlInstruction | string)[] }

/** Limits far above any real signature, which has about 100 KB with all its values. */
const LARGEST = { nodes: 20_000, characters: 16 << 20 }

/** Collects elements one after the other: `open` begins at the element itself, `close` of it answers the finished tree. */
export class TreeBuilder {
  private readonly stack: Growing[] = []
  private nodes = 0
  private characters = 0

  get building(): boolean {
    return this.stack.length > 0
  }

  open(tag: XmlTag): void {
    this.nodes++
    this.checkSize()
    const node: Growing = { ...tag, children: [] }
    this.stack.at(-1)?.children.push(node)
    this.stack.push(node)
  }

  text(text: string): void {
    this.characters += text.length
    this.checkSize()
    this.stack.at(-1)?.children.push(text)
  }

  instruction(target: string, body: string): void {
    this.nodes++
    this.characters += body.length
    this.checkSize()
    this.stack.at(-1)?.children.push({ target, body })
  }

  close(): XmlNode | undefined {
    const done = this.stack.pop()
    return this.stack.length === 0 ? done : undefined
  }

  private checkSize(): void {
    if (this.nodes > LARGEST.nodes || this.characters > LARGEST.characters)
      throw new XmlProblem('XML_TOO_COMPLEX', 'The signatures in this XML file are larger than signatures can be.')
  }
}

/** Canonical form of the element and all in it. `around`: the elements around it, outermost first, of which the exclusive form needs none. */
export function canonicalOctets(node: XmlNode, form: Form = EXCLUSIVE, around: readonly XmlTag[] = []): Buffer {
  let out = ''
  const canonical = new Canonical(
    (text) => {
      out += text
    },
    form,
    around,
  )
  const walk = (at: XmlNode): void => {
    canonical.open(at)
    for (const child of at.children) {
      if (typeof child === 'string') canonical.text(child)
      else if ('target' in child) canonical.instruction(child.target, child.body)
      else walk(child)
    }
    canonical.close(at)
  }
  walk(node)
  return Buffer.from(out)
}

export const elements = (node: XmlNode): XmlNode[] => node.children.filter((child) => typeof child !== 'string' && 'children' in child)

export const hasInstructions = (node: XmlNode): boolean => node.children.some((child) => typeof child !== 'string' && 'target' in child)

export const childrenNamed = (node: XmlNode | undefined, uri: string, local: string): XmlNode[] =>
  node ? elements(node).filter((child) => child.uri === uri && child.local === local) : []

/** The only child of this name; undefined where there is none or more than one. */
export function onlyChild(node: XmlNode | undefined, uri: string, local: string): XmlNode | undefined {
  const found = childrenNamed(node, uri, local)
  return found.length === 1 ? found[0] : undefined
}

export const textOf = (node: XmlNode | undefined): string => node?.children.filter((child) => typeof child === 'string').join('') ?? ''

export const attributeOf = (node: XmlTag | undefined, name: string): string | undefined =>
  node?.attributes.find((attribute) => attribute.name === name)?.value
