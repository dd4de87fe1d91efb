// What happened to the structure of a tagged PDF (ISO 32000-2, 14.7), which screen readers read out: entered may be what is new, and judged as that.

import { differingKeys, sameObject } from '../signature/pdf/equal'
import { Name, Ref, type Dict, type PdfObject } from '../signature/pdf/objects'
import { Visited } from '../signature/pdf/visited'
import type { PdfDocument } from '../signature/pdf/document'
import type { Place } from './change-kinds'
import type { Comparing } from './comparing'

const CHANGED: Place = { kind: 'structure' }
const ENTERED: Place = { kind: 'structure_entry' }
/** Of a new element: what it is, where, and what it is called. Not what is to be read in place of anything. */
const OF_NEW: ReadonlySet<string> = new Set(['Type', 'S', 'P', 'Pg', 'K', 'ID', 'NS', 'Alt', 'T', 'Lang', 'A'])
/** Elements around one annotation. */
const DEEPEST = 8

export class StructureChanges {
  private readonly visited = new Visited()

  /** `isListed`: whether an annotation stands on a page, where it is judged. */
  constructor(
    private readonly comparing: Comparing,
    private readonly isListed: (annotation: number) => boolean,
  ) {}

  compare(): void {
    const { before, after, report, territories } = this.comparing
    const [oldPlace, place] = [before.root.get('StructTreeRoot') ?? null, after.root.get('StructTreeRoot') ?? null]
    const [old, now] = [before.get(oldPlace), after.get(place)]
    const another = oldPlace instanceof Ref || place instanceof Ref ? !sameObject(oldPlace, place) : false
    if (!(old instanceof Map) || !(now instanceof Map) || another) {
      territories.claim(oldPlace, CHANGED, { drawn: false })
      // What was not called anything is called something now, or the other way.
      if (!sameObject(old, now) || another) report(CHANGED)
      return
    }
    this.parents(old.get('ParentTree'), now.get('ParentTree'))
    const open: PdfObject[] = [oldPlace]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const isRoot = at === oldPlace
      for (const kid of this.element(at, isRoot ? place : at, isRoot)) open.push(kid)
    }
  }

  /** Answers the elements below it that were there before. */
  private element(oldPlace: PdfObject, place: PdfObject, isRoot: boolean): PdfObject[] {
    const { before, after, difference, report, ruled, territories } = this.comparing
    if (oldPlace instanceof Ref) {
      if (!this.visited.first(oldPlace)) return []
      ruled.add(oldPlace.number)
    }
    const [old, now] = [before.get(oldPlace), after.get(place)]
    if (!(old instanceof Map) || !(now instanceof Map)) {
      if (oldPlace instanceof Ref && difference.changed(oldPlace.number)) report(CHANGED)
      return []
    }
    const compared = new Set(isRoot ? ['K', 'ParentTree', 'ParentTreeNextKey'] : ['K'])
    const differing = differingKeys(old, now)
    // One that is another and has the same entries is a stream, of other bytes.
    const isStream = oldPlace instanceof Ref && differing.length === 0 && difference.changed(oldPlace.number)
    if (isStream || differing.some((key) => !compared.has(key))) report(CHANGED)
    for (const [key, value] of old) {
      if (key !== 'P' && !compared.has(key)) territories.claim(value, CHANGED, { drawn: false })
    }
    return this.kids(old.get('K') ?? null, now.get('K') ?? null)
  }

  private kids(oldPlace: PdfObject, place: PdfObject): PdfObject[] {
    const { before, after, report, ruled, territories } = this.comparing
    const old = listOf(before, oldPlace)
    if (oldPlace instanceof Ref && Array.isArray(before.get(oldPlace))) ruled.add(oldPlace.number)
    let next = 0
    for (const item of listOf(after, place)) {
      if (next < old.length && sameObject(old[next], item)) next++
      else report(this.isOfNew(item) ? ENTERED : CHANGED)
    }
    if (next < old.length) report(CHANGED)
    const elements = old.filter((item) => isElement(before, item))
    for (const item of old) if (!isElement(before, item)) territories.claim(item, CHANGED, { drawn: false })
    return elements
  }

  /** An element that was added, and holds nothing but annotations that were added. */
  private isOfNew(item: PdfObject, depth = 0): boolean {
    const { before, after } = this.comparing
    const node = after.get(item)
    if (!(node instanceof Map) || depth > DEEPEST) return false
    const type = after.get(node.get('Type'))
    if (type instanceof Name && type.value === 'OBJR') {
      const annotation = node.get('Obj')
      return annotation instanceof Ref && !before.defines(annotation.number) && this.isListed(annotation.number)
    }
    if (!(item instanceof Ref) || before.defines(item.number) || [...node.keys()].some((key) => !OF_NEW.has(key))) return false
    const kids = listOf(after, node.get('K') ?? null)
    return kids.length > 0 && kids.every((kid) => this.isOfNew(kid, depth + 1))
  }

  /** The tree that leads from content and annotations to their elements: what was in it stays, and new numbers lead to new elements. */
  private parents(oldPlace: PdfObject | undefined, place: PdfObject | undefined): void {
    const { before, after, difference, report, ruled, territories } = this.comparing
    const old = numbersIn(before, oldPlace, (node) => ruled.add(node))
    const changedNodes = new Set<number>()
    const now = numbersIn(after, place, (node) => {
      if (!before.defines(node) || difference.changed(node)) changedNodes.add(node)
    })
    for (const value of old.values.values()) territories.claim(value, CHANGED, { drawn: false })
    if (changedNodes.size === 0 && sameObject(oldPlace ?? null, place ?? null)) return
    const kept = [...old.values].every(([key, value]) => now.values.has(key) && sameObject(value, now.values.get(key)))
    const added = [...now.values].filter(([key]) => !old.values.has(key))
    // Readers look a number up by the limits of its node.
    const honest = now.sound && added.every(([key, value]) => key > old.highest && this.isOfNew(value))
    if (!kept || !honest) report(CHANGED)
    else if (added.length > 0) report(ENTERED)
  }
}

function listOf(document: PdfDocument, place: PdfObject): readonly PdfObject[] {
  const value = document.get(place)
  if (Array.isArray(value)) return value
  return value === null ? [] : [place]
}

function isElement(document: PdfDocument, item: PdfObject): boolean {
  const node = document.get(item)
  return node instanceof Map && node.has('S')
}

type Numbers = { values: Map<number, PdfObject>; highest: number; sound: boolean }

/** A number tree (7.9.7). `sound`: no number stands twice, and the limits of each leaf are those of its numbers. */
function numbersIn(document: PdfDocument, root: PdfObject | undefined, seen: (node: number) => void): Numbers {
  const values = new Map<number, PdfObject>()
  let highest = -1
  let sound = true
  const visited = new Visited()
  const open: PdfObject[] = [root ?? null]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (place instanceof Ref) {
      if (!visited.first(place)) continue
      seen(place.number)
    }
    const node = document.get(place)
    if (!(node instanceof Map)) continue
    for (const key of ['Nums', 'Kids']) {
      const list = node.get(key)
      if (list instanceof Ref) seen(list.number)
    }
    const numbers = listOf(document, node.get('Nums') ?? null)
    document.budget.spend('steps', 1 + numbers.length)
    const keys = numbers.filter((_, index) => index % 2 === 0).map((key) => document.get(key))
    for (const [index, key] of keys.entries()) {
      if (typeof key !== 'number' || values.has(key)) sound = false
      else {
        values.set(key, numbers[2 * index + 1] ?? null)
        highest = Math.max(highest, key)
      }
    }
    if (keys.length > 0 && !hasLimits(document, node, keys)) sound = false
    open.push(...listOf(document, node.get('Kids') ?? null))
  }
  return { values, highest, sound }
}

function hasLimits(document: PdfDocument, node: Dict, keys: readonly PdfObject[]): boolean {
  if (!node.has('Limits')) return true
  const [least, most] = listOf(document, node.get('Limits') ?? null).map((limit) => document.get(limit))
  return least === keys[0] && most === keys.at(-1)
}
