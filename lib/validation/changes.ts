// The changes to a PDF after each of its signatures: what differs between the revision that was signed and the current one, by its kind.

import type { PdfDocument } from '../signature/pdf/document'
import { differingKeys, sameObject } from '../signature/pdf/equal'
import type { PdfObject } from '../signature/pdf/objects'
import type { Change, Place } from './change-kinds'
import { Difference } from './compare'
import type { Comparing } from './comparing'
import { FieldChanges } from './field-changes'
import { PageChanges } from './page-changes'
import { Permissions } from './permissions'
import type { SignedField } from './signed-fields'
import { StructureChanges } from './structure-changes'
import { Territories } from './territories'

/** That are told of one signature, and characters of a name. A file may have tens of thousands of fields, and hundreds of signatures. */
const MOST_TOLD = 100
const LONGEST_NAME = 200

/**
 * `signed`: in the order of signing. `judged`: the objects of all fields whose signature is judged, good or not. Answers what came after one of
 * these signatures; what is not allowed comes first.
 */
export function changesIn(
  current: PdfDocument,
  { signed, judged }: { signed: readonly SignedField[]; judged: ReadonlySet<number> },
): (field: SignedField) => Change[] {
  const permissions = new Permissions(current, signed)
  let last: { end: number; places: readonly Place[] } | undefined
  return (field) => {
    const { end } = field.covered
    // Signatures may end at the same byte.
    if (last?.end !== end) last = { end, places: changesAfter(current, end, judged) }
    const changes = last.places.map((place) => ({ ...place, allowed: permissions.permits(place, signed.indexOf(field)) }))
    const [refused, allowed] = [changes.filter((change) => !change.allowed), changes.filter((change) => change.allowed)]
    return [...refused, ...allowed].slice(0, MOST_TOLD).map(told)
  }
}

function told(change: Change): Change {
  const { field } = change
  return field === undefined || field.length <= LONGEST_NAME ? change : { ...change, field: `${field.slice(0, LONGEST_NAME)}…` }
}

function changesAfter(current: PdfDocument, end: number, judged: ReadonlySet<number>): readonly Place[] {
  if (end === current.source.size) return []
  try {
    return compared(current.revision(end), current, judged)
  } catch {
    return [{ kind: 'unreadable' }]
  }
}

function compared(before: PdfDocument, after: PdfDocument, judged: ReadonlySet<number>): readonly Place[] {
  const found = new Map<string, Place>()
  const ruled = new Set<number>()
  const comparing: Comparing = {
    before,
    after,
    ruled,
    judged,
    difference: new Difference(before, after),
    territories: new Territories(before, ruled),
    report: (place) => found.set(`${place.kind} ${place.page ?? ''} ${place.field ?? ''}`, place),
  }
  if (!comparing.difference.continuous) comparing.report({ kind: 'history' })
  if (hasLooseObjects(before, after)) comparing.report({ kind: 'unreadable' })
  const pages = new PageChanges(comparing)
  const fields = new FieldChanges(comparing, pages.pageOf)
  fields.compare()
  pages.compare(fields)
  new StructureChanges(comparing, (annotation) => pages.pageOf(annotation) !== undefined).compare()
  catalog(comparing)
  information(comparing)
  territories(comparing)
  return [...found.values()]
}

/** Objects behind the last section of cross-references, which knows nothing of them: readers that look for objects themselves may show them. */
function hasLooseObjects(before: PdfDocument, after: PdfDocument): boolean {
  const from = Math.max(
    before.source.size,
    ...after.sections.slice(0, after.sections.length - before.sections.length).map(({ end }) => end),
  )
  after.budget.spend('bytes', after.source.size - from)
  return /\d\s+obj\b/.test(after.source.read(from, after.source.size - from).toString('latin1'))
}

function catalog({ before, after, ruled, territories, report }: Comparing): void {
  ruled.add(before.rootRef.number)
  if (!sameObject(before.rootRef, after.rootRef)) report({ kind: 'catalog' })
  for (const key of differingKeys(before.root, after.root)) {
    const place = ruleOfKey(key)
    if (place) report(place)
  }
  for (const [key, value] of before.root) {
    const place = ruleOfKey(key)
    if (place) territories.claim(value, place, { drawn: key === 'OCProperties' })
  }
}

/** What a change under a key of the catalog is; undefined for what is compared by itself. */
function ruleOfKey(key: string): Place | undefined {
  switch (key) {
    case 'Pages':
    case 'AcroForm':
    case 'StructTreeRoot':
      return undefined
    case 'DSS':
      return { kind: 'validation_data' }
    case 'Metadata':
      return { kind: 'metadata' }
    case 'Extensions':
    case 'Version':
      return { kind: 'extensions' }
    default:
      return { kind: 'catalog' }
  }
}

/** The document information dictionary describes the file and is no part of what the pages show. */
function information({ before, after, territories, report }: Comparing): void {
  const info = (document: PdfDocument): PdfObject => document.trailer.get('Info') ?? null
  territories.claim(info(before), { kind: 'metadata' }, { drawn: false })
  if (!sameObject(info(before), info(after))) report({ kind: 'metadata' })
}

function territories({ before, difference, ruled, territories, report }: Comparing): void {
  for (const [number, place] of territories.settled()) if (difference.changed(number)) report(place)
  // Every object that the catalog leads to has a place by now. Should a way to one have been missed, its change is not passed over.
  const missed = [...difference.moved].filter((number) => !ruled.has(number) && !territories.has(number) && difference.changed(number))
  if (missed.length === 0) return
  const reachable = reachableIn(before)
  if (missed.some((number) => reachable.has(number))) report({ kind: 'unexplained' })
}

/** Numbers of all objects that the catalog leads to, defined or not. */
function reachableIn(document: PdfDocument): ReadonlySet<number> {
  const all = new Territories(document, new Set())
  all.claim(document.rootRef, { kind: 'unexplained' }, { drawn: true })
  return new Set([...all.settled()].map(([number]) => number))
}
