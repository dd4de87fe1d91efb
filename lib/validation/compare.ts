// Which objects of an older revision are others in the newer one: by value, and for streams by their bytes.

import type { PdfDocument } from '../signature/pdf/document'
import { sameObject } from '../signature/pdf/equal'
import { Ref } from '../signature/pdf/objects'
import type { Location, Section } from '../signature/pdf/xref'
import { readable } from './validation-material'

export class Difference {
  /** Whether the newer revision goes on from the older one: its chain of sections ends with the whole chain of the older one. */
  readonly continuous: boolean
  /** The numbers of all objects that stand in another place than before. */
  readonly moved: ReadonlySet<number>
  /** Streams that are others now. One of them may hold objects, whose own places have not changed. */
  private readonly rewritten: ReadonlySet<number>
  private readonly known = new Map<number, boolean>()

  constructor(
    private readonly before: PdfDocument,
    private readonly after: PdfDocument,
  ) {
    const added = after.sections.length - before.sections.length
    this.continuous = before.sections.every(({ offset }, index) => after.sections[added + index]?.offset === offset)
    // By their position in the chain and not in the file: a later trailer can name a section that stood hidden inside of the signed bytes.
    this.moved = this.movedIn(this.continuous ? after.sections.slice(0, added) : [...after.sections, ...before.sections])
    this.rewritten = new Set([...this.moved].filter((number) => isStream(before, number) && this.differs(number)))
  }

  changed(number: number): boolean {
    return (this.moved.has(number) || this.repacked(number)) && this.differs(number)
  }

  private movedIn(sections: readonly Section[]): Set<number> {
    const numbers = new Set<number>()
    for (const { runs } of sections) {
      for (const { start, count } of runs) {
        this.after.budget.spend('steps', count)
        for (let number = start; number < start + count; number++) {
          if (number !== 0 && !samePlace(this.before.location(number), this.after.location(number))) numbers.add(number)
        }
      }
    }
    return numbers
  }

  private repacked(number: number): boolean {
    if (this.rewritten.size === 0) return false
    const location = this.before.location(number)
    return location?.kind === 'packed' && this.rewritten.has(location.container)
  }

  private differs(number: number): boolean {
    const known = this.known.get(number)
    if (known !== undefined) return known
    // What cannot be read is not known to be the same.
    const differs = readable(() => same(this.before, this.after, number)) !== true
    this.known.set(number, differs)
    return differs
  }
}

/** Undefined, free and never written are the same: null to all readers. */
function samePlace(old: Location | undefined, now: Location | undefined): boolean {
  const [then, later] = [old ?? free, now ?? free]
  if (then.kind === 'plain') return later.kind === 'plain' && then.offset === later.offset && then.generation === later.generation
  if (then.kind === 'packed') return later.kind === 'packed' && then.container === later.container && then.index === later.index
  return later.kind === 'free'
}

const free: Location = { kind: 'free' }

function same(before: PdfDocument, after: PdfDocument, number: number): boolean {
  if (before.defines(number) !== after.defines(number) || generations(before, number) !== generations(after, number)) return false
  const ref = new Ref(number, 0)
  if (!sameObject(before.get(ref), after.get(ref))) return false
  if (!isStream(before, number) && !isStream(after, number)) return true
  if (!isStream(before, number) || !isStream(after, number)) return false
  const [then, later] = [before.storedStream(number), after.storedStream(number)]
  if (then.end - then.start !== later.end - later.start) return false
  return then.start === later.start || then.bytes.equals(later.bytes)
}

/** Readers find nothing behind a reference of another generation: some compare it with that of the object, some with that of the section. */
function generations(document: PdfDocument, number: number): string {
  const location = document.location(number)
  return location?.kind === 'plain' ? `${location.generation} ${document.indirect(number)?.generation}` : '0 0'
}

function isStream(document: PdfDocument, number: number): boolean {
  return readable(() => document.indirect(number)?.streamStart) !== undefined
}
