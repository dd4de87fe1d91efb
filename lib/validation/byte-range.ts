// Checks what a PDF signature covers: everything from the first byte to the end of its revision, except its own /Contents.

import { createHash, type Hash } from 'node:crypto'
import type { Budget } from '../signature/pdf/budget'
import type { PdfDocument } from '../signature/pdf/document'
import { PdfString, Ref, stringBytes, type Dict } from '../signature/pdf/objects'
import type { Source } from '../signature/pdf/source'

export type Coverage =
  | { ok: true; contents: Buffer; before: number; after: number; end: number }
  | { ok: false; code: 'BYTE_RANGE_INVALID' | 'BYTE_RANGE_NOT_CONTENTS' }

const invalid = { ok: false, code: 'BYTE_RANGE_INVALID' } as const
const elsewhere = { ok: false, code: 'BYTE_RANGE_NOT_CONTENTS' } as const
const largestContents = 8 << 20

/**
 * ISO 32000-2 12.8.1 and EN 319 142-1 5.1. Each check stands against a way of "signature wrapping": moving signed bytes elsewhere. `holder`: the
 * object that holds the signature dictionary, itself or the field whose entry it is; null where it is neither.
 */
export function coverage(document: PdfDocument, holder: Ref | null, signature: Dict): Coverage {
  const { source } = document
  const numbers = document.get(signature.get('ByteRange'))
  if (!Array.isArray(numbers) || numbers.length !== 4) return invalid
  const [start, before, after, rest] = numbers.map((item) => document.get(item))
  if (start !== 0 || !isOffset(before) || !isOffset(after) || !isOffset(rest)) return invalid
  const end = after + rest
  if (before + 2 > after || end > source.size || after - before > largestContents) return invalid
  const contents = signature.get('Contents')
  if (!(contents instanceof PdfString) || contents.raw.length !== after - before) return elsewhere
  document.budget.spend('bytes', after - before)
  const gap = source.read(before, after - before)
  // The gap must be this very string: a copy elsewhere would let the covered one be exchanged.
  if (!gap.equals(contents.raw) || !/^<[0-9a-fA-F\s]*>$/.test(gap.toString('latin1'))) {
    return elsewhere
  }
  if (!holder || !standsIn(document, holder, before, after)) return elsewhere
  return { ok: true, contents: stringBytes(contents), before, after, end }
}

/** Whether the gap lies inside the signature dictionary that is being judged, and not in another one with the same /Contents. */
function standsIn(document: PdfDocument, holder: Ref, before: number, after: number): boolean {
  const location = document.location(holder.number)
  const object = document.indirect(holder.number)
  return location?.kind === 'plain' && object !== undefined && location.offset < before && after <= object.end
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Hashes what signatures cover. If it is asked in the order of the file, each byte is read once, however many signatures there are. */
export class CoveredBytes {
  private readonly known = new Map<string, Buffer>()
  private readonly running = new Map<string, { hash: Hash; at: number }>()

  constructor(
    private readonly source: Source,
    private readonly budget: Budget,
  ) {}

  digest(algorithm: string, { before, after, end }: { before: number; after: number; end: number }): Buffer {
    const key = `${algorithm} ${before} ${after} ${end}`
    const known = this.known.get(key)
    if (known) return known
    const last = this.running.get(algorithm)
    const state = last && last.at <= before ? last : { hash: createHash(algorithm), at: 0 }
    this.budget.spend('hashed', before - state.at + end - after)
    this.source.feed(state.hash, state.at, before)
    state.at = before
    this.running.set(algorithm, state)
    const hash = state.hash.copy()
    this.source.feed(hash, after, end)
    const digest = hash.digest()
    this.known.set(key, digest)
    return digest
  }
}
