// Finds pages by walking down the counts of the page tree, and says how a page is shown: its visible box and rotation.

import type { PdfDocument } from './document'
import { Ref, type Dict, type PdfObject } from './objects'
import { damaged, PdfProblem, tooComplex } from './problem'

export type Page = {
  ref: Ref
  dict: Dict
  readonly geometry: PageGeometry
  /** Why nothing of the page could be shown; undefined if it can. */
  readonly fault: string | undefined
}

export type Rect = readonly [left: number, bottom: number, right: number, top: number]

/** `box` is the visible part in user space; width and height are points as displayed, after rotation. */
export type PageGeometry = { box: Rect; rotation: 0 | 90 | 180 | 270; unit: number; width: number; height: number }

const deepestTree = 64
const mostPages = 100_000
const smallestPage = 3
const largestPage = 14_400
const usLetter: Rect = [0, 0, 612, 792]

export function pageCount(document: PdfDocument): number {
  const count = document.get(document.dict(document.root.get('Pages')).get('Count'))
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) throw damaged('page tree without Count')
  return count
}

/** Zero-based. Costs the depth of the tree, not the number of pages. */
export function pageAt(document: PdfDocument, index: number): Page {
  let node: PdfObject = document.root.get('Pages') ?? null
  let inherited: Inherited = {}
  let remaining = index
  for (let depth = 0; depth < deepestTree; depth++) {
    const current = document.dict(node)
    inherited = passedOn(document, inherited, current)
    if (!isNode(current)) {
      if (!(node instanceof Ref) || remaining !== 0) throw damaged('page tree')
      return page(document, node, current, inherited)
    }
    const kids = document.array(current.get('Kids'))
    // A node with as many kids as pages: each kid is a page, so only the wanted one is read.
    const direct = document.get(current.get('Count')) === kids.length ? kids[remaining] : undefined
    if (direct !== undefined && !isNode(document.dict(direct))) {
      node = direct
      remaining = 0
      continue
    }
    let next: PdfObject = null
    for (const kid of kids) {
      const pages = leaves(document, document.dict(kid))
      if (remaining < pages) {
        next = kid
        break
      }
      remaining -= pages
    }
    if (next === null) throw new PdfProblem('FIELD_OUTSIDE_PAGE', 'The document has no such page.')
    node = next
  }
  throw tooComplex('page tree too deep')
}

/** All pages in order, for which the whole tree is read. Throws if the tree contradicts itself. */
export function allPages(document: PdfDocument): Page[] {
  const pages: Page[] = []
  const seen = new Set<number>()
  const walk = (node: PdfObject, above: Inherited, depth: number): number => {
    if (!(node instanceof Ref)) throw damaged('a page must be an indirect object')
    if (depth > deepestTree || pages.length > mostPages) throw tooComplex('page tree too large')
    if (seen.has(node.number)) throw damaged('a page stands twice in the page tree')
    seen.add(node.number)
    const current = document.dict(node)
    const here = passedOn(document, above, current)
    if (!isNode(current)) {
      pages.push(page(document, node, current, here))
      return 1
    }
    let count = 0
    for (const kid of document.array(current.get('Kids'))) count += walk(kid, here, depth + 1)
    if (document.get(current.get('Count')) !== count) throw damaged('page tree with a wrong Count')
    return count
  }
  const root = document.root.get('Pages')
  if (root === undefined) throw damaged('no page tree')
  walk(root, {}, 0)
  return pages
}

function isNode(candidate: Dict): boolean {
  return candidate.has('Kids')
}

function leaves(document: PdfDocument, kid: Dict): number {
  if (!isNode(kid)) return 1
  const count = document.get(kid.get('Count'))
  if (typeof count !== 'number' || count < 0) throw damaged('page tree without Count')
  return count
}

/** What a page inherits from the nodes above it (ISO 32000-2 7.7.3.4). */
type Inherited = { readonly [K in (typeof inheritable)[number]]?: PdfObject }
const inheritable = ['MediaBox', 'CropBox', 'Rotate'] as const

function passedOn(document: PdfDocument, above: Inherited, node: Dict): Inherited {
  const own = inheritable.filter((key) => node.has(key) && document.get(node.get(key)) !== null)
  return own.length === 0 ? above : { ...above, ...Object.fromEntries(own.map((key) => [key, node.get(key)])) }
}

/** The geometry is worked out when it is asked for: most walks over pages do not ask. */
function page(document: PdfDocument, ref: Ref, dict: Dict, inherited: Inherited): Page {
  return {
    ref,
    dict,
    get geometry() {
      return geometry(document, inherited, dict)
    },
    get fault() {
      return faultOf(document, inherited)
    },
  }
}

/** Annex C.2: pages have 3 to 14,400 units of user space. What a reader shows is the part of the MediaBox that the CropBox leaves (14.11.2). */
function faultOf(document: PdfDocument, inherited: Inherited): string | undefined {
  for (const key of ['MediaBox', 'CropBox'] as const)
    if (inherited[key] !== undefined && !rectOf(document, inherited[key])) return `its ${key} is not a rectangle`
  const [left, bottom, right, top] = visibleBox(document, inherited)
  if (left >= right || bottom >= top) return inherited.CropBox === undefined ? 'it has no size' : 'its CropBox lies outside of its MediaBox'
  const sides = [right - left, top - bottom]
  if (sides.some((side) => side < smallestPage)) return `it is smaller than ${smallestPage} points`
  return sides.some((side) => side > largestPage) ? 'it is larger than 14,400 points' : undefined
}

function visibleBox(document: PdfDocument, { MediaBox, CropBox }: Inherited): Rect {
  const media = rectOf(document, MediaBox) ?? usLetter
  const crop = rectOf(document, CropBox) ?? media
  return [Math.max(media[0], crop[0]), Math.max(media[1], crop[1]), Math.min(media[2], crop[2]), Math.min(media[3], crop[3])]
}

function geometry(document: PdfDocument, inherited: Inherited, page: Dict): PageGeometry {
  const visible = visibleBox(document, inherited)
  const shown = visible[0] < visible[2] && visible[1] < visible[3]
  const box = shown ? visible : (rectOf(document, inherited.MediaBox) ?? usLetter)
  const turn = document.get(inherited.Rotate)
  const rotation = (((typeof turn === 'number' ? Math.round(turn / 90) * 90 : 0) % 360) + 360) % 360
  const scale = page.get('UserUnit')
  const unit = typeof scale === 'number' && scale > 0 ? scale : 1
  const across = (box[2] - box[0]) * unit
  const up = (box[3] - box[1]) * unit
  const sideways = rotation === 90 || rotation === 270
  return {
    box,
    rotation: rotation === 90 ? 90 : rotation === 180 ? 180 : rotation === 270 ? 270 : 0,
    unit,
    width: sideways ? up : across,
    height: sideways ? across : up,
  }
}

/** A rectangle may be given by any two opposite corners (ISO 32000-2 7.9.5). */
export function rectOf(document: PdfDocument, object: PdfObject | undefined): Rect | undefined {
  const value = document.get(object)
  if (!Array.isArray(value) || value.length < 4) return undefined
  const [a, b, c, d] = value.slice(0, 4).map((item) => document.get(item))
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number' || typeof d !== 'number') return undefined
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}
