// The wire of compared pages: what a signed page showed, what it shows now, and where the two differ. The page /verify alone asks for it.

import { z } from 'zod'
import type { ComparedPages } from '../../operations/validation/compare-pages'
import { presentChange } from './validation'

const whole = (most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(most))

export const CompareQuery = z
  .strictObject({
    /** `signed_bytes` of the signature. */
    signed_bytes: whole(2 ** 31),
    /** The page to begin with. */
    from: whole(1_000_000).default(1),
  })
  .transform(({ signed_bytes: signedBytes, from }) => ({ signedBytes, from }))

type Change = ReturnType<typeof presentChange>
/** In parts of the page, from the left and from the top. */
type Mark = { x: number; y: number; width: number; height: number; change: Change | null }
/** Pictures are PNGs in base64; null where the page was added, or is gone. */
type Page = { page: number; before: string | null; now: string | null; marks: Mark[]; unseen: Change[] }
/** `next`: the page to ask for next; null where all were shown. */
export type Compared = { pages: Page[]; next: number | null }

export function presentCompared({ pages, next }: ComparedPages): Compared {
  return {
    pages: pages.map(({ page, before, now, marks, unseen }) => ({
      page,
      before: before && base64(before),
      now: now && base64(now),
      marks: marks.map(({ change, ...box }) => ({ ...box, change: change && presentChange(change) })),
      unseen: unseen.map(presentChange),
    })),
    next,
  }
}

const base64 = (png: Uint8Array): string => Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')
