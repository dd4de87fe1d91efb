// Whether two objects are the same as they are written.

import { Name, PdfString, Raw, Ref, stringBytes, type PdfObject } from './objects'

/** Equal as written; references are equal if they name the same object, whose own change is judged by itself. */
export function sameObject(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  const left = a ?? null
  const right = b ?? null
  // Both revisions have read it at the same place of the file.
  if (left === right) return true
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false
  if (left instanceof Ref) return right instanceof Ref && left.number === right.number && left.generation === right.generation
  if (left instanceof Name) return right instanceof Name && left.value === right.value
  if (left instanceof PdfString) return right instanceof PdfString && stringBytes(left).equals(stringBytes(right))
  if (left instanceof Raw) return right instanceof Raw && left.bytes.equals(right.bytes)
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, i) => sameObject(item, right[i]))
  }
  return left instanceof Map && right instanceof Map && differingKeys(left, right).length === 0
}

export function differingKeys(a: ReadonlyMap<string, PdfObject>, b: ReadonlyMap<string, PdfObject>): string[] {
  if (a === b) return []
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => !sameObject(a.get(key), b.get(key)))
}
