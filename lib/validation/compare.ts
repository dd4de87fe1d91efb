// Compares objects of two revisions of a document, and follows the references of what a later revision added.

import type { PdfDocument } from '../signature/pdf/document'
import { Name, PdfString, Raw, Ref, stringBytes, type PdfObject } from '../signature/pdf/objects'
import { damaged } from '../signature/pdf/problem'

const mostCompared = 300_000

/** Equal as written; references are equal if they name the same object, whose own change is judged by itself. */
export function sameObject(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  const left = a ?? null
  const right = b ?? null
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return left === right
  if (left instanceof Ref) return right instanceof Ref && left.number === right.number
  if (left instanceof Name) return right instanceof Name && left.value === right.value
  if (left instanceof PdfString) return right instanceof PdfString && stringBytes(left).equals(stringBytes(right))
  if (left instanceof Raw || right instanceof Raw) return false
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, i) => sameObject(item, right[i]))
  }
  return left instanceof Map && right instanceof Map && differingKeys(left, right).length === 0
}

export function differingKeys(a: ReadonlyMap<string, PdfObject>, b: ReadonlyMap<string, PdfObject>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => !sameObject(a.get(key), b.get(key)))
}

/** Whether an object stands in both revisions with the same value and, for a stream, the same bytes. */
export function sameIn(before: PdfDocument, after: PdfDocument, number: number): boolean {
  const ref = new Ref(number, 0)
  if (!sameObject(before.get(ref), after.get(ref))) return false
  const old = before.indirect(number)
  const now = after.indirect(number)
  if (old?.streamStart === undefined && now?.streamStart === undefined) return true
  if (old?.streamStart === undefined || now?.streamStart === undefined) return false
  return before.storedStream(number).bytes.equals(after.storedStream(number).bytes)
}

/** The numbers of all objects that a later revision wrote or freed: their place in the file differs. */
export function touched(before: PdfDocument, after: PdfDocument): Set<number> {
  const numbers = new Set<number>()
  for (const section of after.sections) {
    if (section.offset < before.source.size) continue
    for (const { start, count } of section.runs) {
      if (numbers.size + count > mostCompared) throw damaged('too many changed objects')
      for (let number = start; number < start + count; number++) if (number !== 0) numbers.add(number)
    }
  }
  return numbers
}

/** Numbers of objects that the catalog leads to, but that the document does not define. */
export function dangling(document: PdfDocument): Set<number> {
  return new Set([...reachableIn(document)].filter((number) => !document.defines(number)))
}

/** Numbers of all objects that the catalog leads to, defined or not. */
export function reachableIn(document: PdfDocument): ReadonlySet<number> {
  const seen = new Set<number>()
  const open: PdfObject[] = [document.rootRef]
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (object instanceof Ref) {
      if (seen.has(object.number)) continue
      if (seen.size > mostCompared) throw damaged('too many objects')
      seen.add(object.number)
      if (document.defines(object.number)) open.push(document.get(object))
    } else if (Array.isArray(object)) open.push(...object)
    else if (object instanceof Map) open.push(...object.values())
  }
  return seen
}
