// Reads an XML document that bears, or will bear, signatures: digests of what they cover, the signatures as trees, and all Ids.

import { createHash, type Hash } from 'node:crypto'
import type { Sha2 } from '../../crypto/algorithms'
import type { Source } from '../pdf/source'
import { Canonical, XMLDSIG } from '../xml/canonical'
import { scanXml, type XmlScan, type XmlTag } from '../xml/scan'
import { canonicalOctets, childrenNamed, elements, onlyChild, TreeBuilder, type XmlNode } from '../xml/tree'
import { XADES } from './names'

export type SignedXml = {
  scan: XmlScan
  /** Hashes over the exclusive canonical form of everything but ds:Signature elements. Copy one before asking for its digest. */
  content: ReadonlyMap<Sha2, Hash>
  /** The signatures that are in no other signature, in the order of the document. */
  signatures: readonly XmlNode[]
  /** The elements around each of them, outermost first. */
  around: ReadonlyMap<XmlNode, readonly XmlTag[]>
  /** What stands in the root, signatures apart: the Ids of each element, and whether there is text. Null for more than a signer would refer to. */
  inRoot: { elements: readonly (readonly string[])[]; text: boolean } | null
  /** Whether there are processing instructions before the root or behind it. */
  besideRoot: boolean
  /** Values of Id attributes (Id, ID, id, xml:id) that occur more than once: a reference to one could mean either element. */
  ambiguousIds: ReadonlySet<string>
}

const MOST_PARTS = 1000

/** Values of attributes that name an element: Id, ID, id, xml:id. */
export const idsOf = ({ attributes }: XmlTag): string[] => attributes.filter(({ local }) => /^id$/i.test(local)).map(({ value }) => value)

/** Reads the document in one pass and keeps only its signatures in memory. Throws XmlProblem. */
export async function readSignedXml(source: Source, digests: readonly Sha2[] = ['sha256']): Promise<SignedXml> {
  const content = new Map(digests.map((name) => [name, createHash(name)]))
  const signatures: XmlNode[] = []
  const around = new Map<XmlNode, readonly XmlTag[]>()
  const open: XmlTag[] = []
  const inRoot = { elements: [] as (readonly string[])[], text: false }
  let besideRoot = false
  const ids = new Set<string>()
  const ambiguousIds = new Set<string>()
  const builder = new TreeBuilder()
  let pending = ''
  const flush = (): void => {
    for (const hash of content.values()) hash.update(pending)
    pending = ''
  }
  const canonical = new Canonical((text) => {
    pending += text
    if (pending.length > 1 << 16) flush()
  })
  const note = (tag: XmlTag): void => {
    for (const id of idsOf(tag)) {
      if (ids.has(id)) ambiguousIds.add(id)
      ids.add(id)
    }
  }
  const scan = await scanXml(source, {
    open(tag) {
      note(tag)
      if (builder.building || isSignature(tag)) return builder.open(tag)
      if (open.length === 1 && inRoot.elements.length <= MOST_PARTS) inRoot.elements.push(idsOf(tag))
      open.push(tag)
      canonical.open(tag)
    },
    close(tag) {
      if (!builder.building) {
        open.pop()
        return canonical.close(tag)
      }
      const done = builder.close()
      if (!done) return
      signatures.push(done)
      around.set(done, [...open])
    },
    text(text) {
      if (builder.building) return builder.text(text)
      inRoot.text ||= open.length === 1 && text.trim() !== ''
      canonical.text(text)
    },
    instruction(target, body) {
      if (builder.building) return builder.instruction(target, body)
      besideRoot ||= open.length === 0
      // One that is not within a part belongs to the whole, as text does.
      inRoot.text ||= open.length === 1
      canonical.instruction(target, body)
    },
  })
  flush()
  return { scan, content, signatures, around, inRoot: inRoot.elements.length > MOST_PARTS ? null : inRoot, besideRoot, ambiguousIds }
}

const isSignature = ({ uri, local }: XmlTag): boolean => uri === XMLDSIG && local === 'Signature'

/** The parts of a XAdES signature; undefined where one is missing or there are two. */
export function partsOf(signature: XmlNode) {
  const objects = childrenNamed(signature, XMLDSIG, 'Object')
  const qualifying = objects.flatMap((object) => childrenNamed(object, XADES, 'QualifyingProperties'))
  const properties = qualifying.length === 1 ? qualifying[0] : undefined
  const unsigned = onlyChild(onlyChild(properties, XADES, 'UnsignedProperties'), XADES, 'UnsignedSignatureProperties')
  return {
    signedInfo: onlyChild(signature, XMLDSIG, 'SignedInfo'),
    value: onlyChild(signature, XMLDSIG, 'SignatureValue'),
    keyInfo: onlyChild(signature, XMLDSIG, 'KeyInfo'),
    signedProperties: onlyChild(properties, XADES, 'SignedProperties'),
    unsigned: unsigned ? elements(unsigned) : [],
    /** Other objects than the one with the properties. */
    objects: objects.filter((object) => childrenNamed(object, XADES, 'QualifyingProperties').length === 0),
  }
}

/**
 * What an ArchiveTimeStamp is over (EN 319 132-1 5.5.2.2) beside what the references name: SignedInfo, SignatureValue, KeyInfo, the unsigned properties
 * before it, and other objects. `before` is the time-stamp, or absent for a new one.
 */
export function archivedParts(signature: XmlNode, before?: XmlNode): XmlNode[] {
  const { signedInfo, value, keyInfo, unsigned, objects } = partsOf(signature)
  const end = before ? unsigned.indexOf(before) : unsigned.length
  return [signedInfo, value, keyInfo, ...unsigned.slice(0, end), ...objects].flatMap((node) => node ?? [])
}

/** The octets of all of it in our own form, after those of the content, which our first reference names; our second one names the properties. */
export const archivedOctets = (signature: XmlNode, before?: XmlNode): Buffer[] =>
  [partsOf(signature).signedProperties, ...archivedParts(signature, before)].flatMap((node) => (node ? [canonicalOctets(node)] : []))
