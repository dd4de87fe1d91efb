// What all lists have in common: moments to filter by, the size of a page, the cursor, and the envelope of the answer.

import { z } from 'zod'
import type { Page } from '../../operations/kernel/cursor'

/** A moment in a year that PostgreSQL and other programs can hold. */
export const Moment = z.iso
  .datetime({ offset: true, error: 'not a moment in ISO 8601 with its time zone; write it like 2026-12-01T23:59:59Z' })
  .transform((text) => new Date(text))
  .refine((moment) => moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() <= 9999, 'not a year between 1970 and 9999')

export const Limit = z
  .string()
  .regex(/^\d{1,3}$/, 'not a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(20)
  .meta({ description: 'How many on a page.' })

export const Cursor = z
  .string()
  .max(500)
  .meta({ description: '`next_cursor` of the page before.', examples: ['eyJjIjoxNzM2OTM3MjYyfQ'] })

/** Newest first; `next_cursor` is null on the last page. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Null on the last page.', examples: [null] }),
  })
}

export function presentItems<T, V>(
  { items, hasMore, nextCursor }: Page<T>,
  present: (item: T) => V,
): { data: V[]; has_more: boolean; next_cursor: string | null } {
  return { data: items.map(present), has_more: hasMore, next_cursor: nextCursor }
}
