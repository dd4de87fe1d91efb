// Compares objects of two revisions of a document by their numbers, and follows the references of what a later revision added.

import type { PdfDocument } from '../signature/pdf/document'
import { sameObject } from '../signature/pdf/equal'
import { Ref } from '../signature/pdf/objects'

/** Whether an object stands in both revisions with the same value and, for a stream, the same bytes. */
export function sameIn(before: PdfDocument, after: PdfDocument, number: number): boolean {
  const ref = new Ref(number, 0)
  if (!sameObject(before.get(ref), after.get(ref))) return false
  const old = before.indirect(number)
  const now = after.indirect(number)
  if (old?.streamStart === undefined && now?.streamStart === undefined) return true
  if (old?.streamStart === undefined || now?.streamStart === undefined) return false
  const [then, later] = [before.storedStream(number), after.storedStream(number)]
  if (then.end - then.start !== later.end - later.start) return false
  return then.start === later.start || then.bytes.equals(later.bytes)
}

/** The numbers of all objects that a later revision wrote or freed: their place in the file differs. */
export function touched(before: PdfDocument, after: PdfDocument): Set<number> {
  const numbers = new Set<number>()
  for (const section of after.sections) {
    if (section.offset < before.source.size) continue
    for (const { start, count } of section.runs) {
      after.budget.spend('steps', count)
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
  const root = document.rootRef.number
  const seen = new Set([root])
  const open = [root]
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const targets = document.targets(number)
    document.budget.spend('steps', 1 + targets.length / 16)
    for (const target of targets) {
      if (seen.has(target)) continue
      seen.add(target)
      open.push(target)
    }
  }
  return seen
}
