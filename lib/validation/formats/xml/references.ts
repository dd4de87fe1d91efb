// What an XML signature is over (XMLDSig 1.1, 4.4.3): each reference, read as the standard says, or reported as not understood. Signature
// wrapping lives from readers that look for something else than was signed, so what is not covered is said.

import { createHash, type Hash } from 'node:crypto'
import { digestOf, type DigestName } from '../../../crypto/algorithms'
import { equalBytes } from '../../../crypto/certificate'
import type { Budget } from '../../../signature/pdf/budget'
import type { Source } from '../../../signature/pdf/source'
import { ENVELOPED, SIGNED_PROPERTIES_TYPE, XPATH, XPATH_FILTER } from '../../../signature/xades/names'
import { idsOf, partsOf, type SignedXml } from '../../../signature/xades/signed-xml'
import { XMLDSIG, type Form } from '../../../signature/xml/canonical'
import { hashReferenced, type Referenced } from '../../../signature/xml/referenced'
import type { XmlTag } from '../../../signature/xml/scan'
import {
  attributeOf,
  canonicalOctets,
  childrenNamed,
  elements,
  hasInstructions,
  onlyChild,
  textOf,
  type XmlNode,
} from '../../../signature/xml/tree'
import { digestEnd } from '../../policy'
import type { ReasonCode } from '../../reasons'
import { octetsIn } from './base64'
import { canonicalForm, digestIn, USUAL_FORM } from './algorithms'

/** Where a signature stands. */
export type Place = {
  document: SignedXml
  source: Source
  /** The files beside the signature, in a container. */
  files: ReadonlyMap<string, Uint8Array>
  budget: Budget
}

export type Covered = {
  /** Every reference is understood, and what it names is as it was signed. */
  intact: boolean
  /** Nothing in the document or container is left out, but for signatures. */
  whole: boolean
  /** The elements of the signature itself that are signed. */
  signed: ReadonlySet<XmlNode>
  /** Until when the digests of all references are accepted. */
  end: number
}

/** What one reference names: octets, or a part of the document that is hashed as a stream. */
type Target = { octets: Uint8Array; node?: XmlNode; file?: string } | { part: Referenced }
type Fault = Extract<ReasonCode, 'REFERENCE_INVALID' | 'FORMAT_UNSUPPORTED' | 'SIGNED_DATA_NOT_FOUND'>

export async function referencesHold(signature: XmlNode, place: Place, codes: Set<ReasonCode>): Promise<Covered> {
  const parts = partsOf(signature)
  const references = childrenNamed(parts.signedInfo, XMLDSIG, 'Reference')
  const own = elementsIn(signature)
  const targets = references.map((reference) => targetOf(reference, signature, own, place))
  const faults = targets.filter((target) => typeof target === 'string')
  const found = targets.filter((target) => typeof target !== 'string')
  const isProperties = (target: Target) => 'octets' in target && target.node !== undefined && target.node === parts.signedProperties
  // Properties that claim to be signed and are not, or nothing but them: not what a signer makes.
  const properties = found.filter(isProperties)
  const claimed = references.filter((reference) => attributeOf(reference, 'Type') === SIGNED_PROPERTIES_TYPE)
  const wrapped = parts.signedProperties ? properties.length !== 1 || claimed.length !== 1 : claimed.length > 0
  if (wrapped || references.length === properties.length) faults.push('REFERENCE_INVALID')
  for (const fault of faults) codes.add(fault)
  if (faults.length > 0) return { intact: false, whole: false, signed: new Set(), end: Infinity }

  const intact = await digestsHold(references, found, place)
  if (!intact) codes.add('HASH_FAILURE')
  const whole = isWhole(signature, found, place)
  const signed = new Set(found.flatMap((target) => ('octets' in target && target.node ? [target.node] : [])))
  return { intact, whole, signed, end: Math.min(...references.map((reference) => digestEnd(digestIn(reference) ?? null))) }
}

async function digestsHold(
  references: readonly XmlNode[],
  targets: readonly Target[],
  { source, document, budget }: Place,
): Promise<boolean> {
  const digests = new Map<XmlNode, Buffer>()
  const streamed = references.flatMap((reference, at) => {
    const target = targets[at]
    const algorithm = digestIn(reference)
    if (!target || !('part' in target) || !algorithm) return []
    const known = hashedAlready(target.part, algorithm, document)
    if (known) digests.set(reference, known.digest())
    return known ? [] : [{ reference, wanted: { ...target.part, hash: createHash(algorithm) } }]
  })
  const wanted = streamed.map((one) => one.wanted)
  budget.spend('passes', wanted.length)
  const found = wanted.length > 0 ? await hashReferenced(source, wanted, (bytes) => budget.spend('hashed', bytes)) : []
  for (const [at, { reference, wanted: one }] of streamed.entries()) if (found[at]) digests.set(reference, one.hash.digest())
  return references.every((reference, at) => {
    const target = targets[at]
    const algorithm = digestIn(reference)
    if (!target || !algorithm) return false
    const expected = Buffer.from(textOf(onlyChild(reference, XMLDSIG, 'DigestValue')), 'base64')
    if ('octets' in target) {
      budget.spend('hashed', target.octets.length)
      return equalBytes(digestOf(algorithm, target.octets), expected)
    }
    const digest = digests.get(reference)
    return digest !== undefined && equalBytes(digest, expected)
  })
}

/** Our own form was hashed while the document was read. */
function hashedAlready({ id, without, form }: Referenced, algorithm: DigestName, { content }: SignedXml): Hash | undefined {
  const own = id === null && without === 'all' && form.name === 'exclusive' && form.prefixes.length === 0
  return own ? [...content].find(([name]) => name === algorithm)?.[1].copy() : undefined
}

/**
 * A hash over what all references of a signature name, one after the other, as an archive time-stamp takes them (EN 319 132-1, 5.5.2.2); `usual`: the
 * form of what no transform gives one; `of`: of all, or of all but the properties. Null where one is not understood, or not there.
 */
export async function hashOfReferences(
  algorithm: DigestName,
  signature: XmlNode,
  usual: Form,
  place: Place,
  of: 'all' | 'content' = 'all',
): Promise<Hash | null> {
  const own = elementsIn(signature)
  const references = childrenNamed(partsOf(signature).signedInfo, XMLDSIG, 'Reference').filter(
    (reference) => of === 'all' || attributeOf(reference, 'Type') !== SIGNED_PROPERTIES_TYPE,
  )
  let hash = createHash(algorithm)
  for (const [at, reference] of references.entries()) {
    const target = targetOf(reference, signature, own, place, usual)
    if (typeof target === 'string') return null
    if ('octets' in target) {
      place.budget.spend('hashed', target.octets.length)
      hash.update(target.octets)
      continue
    }
    const known = at === 0 ? hashedAlready(target.part, algorithm, place.document) : undefined
    if (known) {
      hash = known
      continue
    }
    place.budget.spend('passes')
    const [found] = await hashReferenced(place.source, [{ ...target.part, hash }], (bytes) => place.budget.spend('hashed', bytes))
    if (!found) return null
  }
  return hash
}

function targetOf(reference: XmlNode, signature: XmlNode, own: Elements, place: Place, usual = USUAL_FORM): Target | Fault {
  if (!digestIn(reference) || attributeOf(reference, 'Type') === `${XMLDSIG}Manifest`) return 'FORMAT_UNSUPPORTED'
  const around = [...(place.document.around.get(signature) ?? []), signature]
  const transforms = transformsOf(reference, around)
  if (!transforms) return 'FORMAT_UNSUPPORTED'
  const uri = attributeOf(reference, 'URI')
  if (uri === undefined) return 'SIGNED_DATA_NOT_FOUND'
  const id = idIn(uri)
  if (id === undefined) return fileTarget(uri, transforms, place)
  if (id !== null && place.document.ambiguousIds.has(id)) return 'REFERENCE_INVALID'
  const node = id === null ? undefined : own.named.get(id)
  if (node)
    return ownTarget(node, [...(place.document.around.get(signature) ?? []), ...aroundIn(own, node)], transforms, {
      usual,
      budget: place.budget,
    })
  if (transforms.base64) return 'FORMAT_UNSUPPORTED'
  const without = transforms.without === 'own' ? place.document.signatures.indexOf(signature) : transforms.without
  return { part: { id, form: transforms.form ?? usual, without } }
}

/** Of the address of a reference; null for the whole document, undefined for what is outside of it. */
export function idIn(uri: string): string | null | undefined {
  if (uri === '' || uri === '#xpointer(/)') return null
  const [, pointed, plain] = /^#(?:xpointer\(id\(['"]([^'"]+)['"]\)\)|([^()]+))$/.exec(uri) ?? []
  return pointed ?? plain
}

/** Something in the signature itself: its properties, its key, an object that it envelops. */
function ownTarget(
  node: XmlNode,
  around: readonly XmlTag[],
  { without, form, base64 }: Transforms,
  { usual, budget }: { usual: Form; budget: Budget },
): Target | Fault {
  if (without !== 'none' || (base64 && form)) return 'FORMAT_UNSUPPORTED'
  if (base64) {
    const octets = elements(node).length > 0 || hasInstructions(node) ? undefined : octetsIn(textOf(node))
    return octets ? { octets, node } : 'FORMAT_UNSUPPORTED'
  }
  const octets = canonicalOctets(node, form ?? usual, around)
  budget.spend('bytes', octets.length)
  return { octets, node }
}

function fileTarget(uri: string, { without, form, base64 }: Transforms, { files }: Place): Target | Fault {
  if (without !== 'none' || form || base64) return 'FORMAT_UNSUPPORTED'
  const name = decoded(uri)
  const octets = name === undefined ? undefined : files.get(name)
  return octets && name !== undefined ? { octets, file: name } : 'SIGNED_DATA_NOT_FOUND'
}

function decoded(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri)
  } catch {
    return undefined
  }
}

type Elements = { named: ReadonlyMap<string, XmlNode>; parents: ReadonlyMap<XmlNode, XmlNode> }

/** The elements of the signature itself, by their Ids. */
function elementsIn(signature: XmlNode): Elements {
  const named = new Map<string, XmlNode>()
  const parents = new Map<XmlNode, XmlNode>()
  const walk = (node: XmlNode): void => {
    for (const id of idsOf(node)) named.set(id, node)
    for (const child of elements(node)) {
      parents.set(child, node)
      walk(child)
    }
  }
  walk(signature)
  return { named, parents }
}

function aroundIn({ parents }: Elements, node: XmlNode): XmlNode[] {
  const around: XmlNode[] = []
  for (let at = parents.get(node); at; at = parents.get(at)) around.unshift(at)
  return around
}

/** The elements around one that stands in a signature, outermost first. */
export function aroundOf(signature: XmlNode, { around }: SignedXml): (node: XmlNode) => XmlTag[] {
  const own = elementsIn(signature)
  const outside = around.get(signature) ?? []
  return (node) => [...outside, ...aroundIn(own, node)]
}

type Transforms = { without: 'none' | 'all' | 'own'; form?: Form; base64: boolean }

/** Undefined where one is not understood. `around`: the elements around SignedInfo. */
function transformsOf(reference: XmlNode, around: readonly XmlTag[]): Transforms | undefined {
  const list = onlyChild(reference, XMLDSIG, 'Transforms')
  const all = childrenNamed(list, XMLDSIG, 'Transform')
  const read: Transforms = { without: 'none', base64: false }
  for (const [at, transform] of all.entries()) {
    const algorithm = attributeOf(transform, 'Algorithm')
    const canonical = canonicalForm(transform)
    const last = at === all.length - 1
    if (canonical && last) read.form = canonical.form
    else if (algorithm === `${XMLDSIG}base64` && last) read.base64 = true
    else if (algorithm === ENVELOPED && read.without === 'none') read.without = 'own'
    else if (leavesSignatures(transform, [...around, reference, ...(list ? [list] : [])])) read.without = 'all'
    else return undefined
  }
  return read
}

/** The two ways of XPath to say "the document without its signatures". */
function leavesSignatures(transform: XmlNode, around: readonly XmlTag[]): boolean {
  const [expression, more] = elements(transform)
  if (!expression || more) return false
  const said = textOf(expression).replace(/\s/g, '')
  const prefix = /(\w+):Signature/.exec(said)?.[1]
  if (prefix === undefined || namespaceOf(prefix, [...around, transform, expression]) !== XMLDSIG) return false
  switch (attributeOf(transform, 'Algorithm')) {
    case XPATH_FILTER:
      return attributeOf(expression, 'Filter') === 'subtract' && said === `/descendant::${prefix}:Signature`
    case XPATH:
      return said === `not(ancestor-or-self::${prefix}:Signature)`
    default:
      return false
  }
}

/** What a prefix means in the innermost of these elements. */
function namespaceOf(prefix: string, around: readonly XmlTag[]): string | undefined {
  const declaring = around.findLast(({ attributes }) => attributes.some(({ name }) => name === `xmlns:${prefix}`))
  return attributeOf(declaring, `xmlns:${prefix}`)
}

/** What stands in the signature is looked at elsewhere (`held.ts`). */
function isWhole(signature: XmlNode, targets: readonly Target[], { document, files }: Place): boolean {
  const named = new Set(targets.flatMap((target) => ('octets' in target && target.file !== undefined ? [target.file] : [])))
  const ids = new Set(targets.flatMap((target) => ('part' in target && target.part.id !== null ? [target.part.id] : [])))
  const { root } = document.scan
  if (files.size > 0) return [...files.keys()].every((name) => named.has(name))
  if (targets.some((target) => 'part' in target && target.part.id === null)) return true
  // A style sheet named beside the root says how all of it is shown.
  if (document.besideRoot) return false
  if (idsOf(root).some((id) => ids.has(id))) return true
  if (document.around.get(signature)?.length === 0) return partsOf(signature).objects.length > 0
  const plain = root.attributes.every(({ name, prefix }) => name === 'xmlns' || prefix === 'xmlns')
  const covered = document.inRoot && !document.inRoot.text && document.inRoot.elements.every((own) => own.some((id) => ids.has(id)))
  return plain && covered === true
}
