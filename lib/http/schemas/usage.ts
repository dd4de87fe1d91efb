// The wire of usage: the storage of the account, and counters per month, mode and API key.

import { z } from 'zod'
import { MODES } from '../../domain/event'
import { METRICS, type Metric } from '../../operations/usage/count-use'
import type { Usage as AccountUsage } from '../../operations/usage/get-usage'

const Month = z.string().regex(/^(?:19[7-9]\d|[2-9]\d{3})-(?:0[1-9]|1[0-2])$/, 'not a month; write it like 2026-11')

export const UsageQuery = z
  .strictObject({
    month: Month.optional().meta({ description: 'One month, in UTC; the present one unless anything is given.', examples: ['2026-11'] }),
    from: Month.optional().meta({ description: 'The first of several months, at most 24.', examples: ['2026-01'] }),
    to: Month.optional().meta({ description: 'The last of them; the present one unless given.', examples: ['2026-11'] }),
  })
  .transform(({ month, from, to }) => ({ month: month ?? null, from: from ?? null, to: to ?? null }))

const Count = z
  .number()
  .int()
  .min(0)
  .meta({ examples: [12] })
const Counts = z.object(Object.fromEntries(METRICS.map((metric) => [metric, Count])) as Record<Metric, typeof Count>)

const Bytes = z.number().int().min(0)

export const Usage = z
  .object({
    storage: z.object({
      used_bytes: Bytes.meta({
        description: 'What the account stores in both modes: documents, signed revisions and evidence.',
        examples: [1_482_300_416],
      }),
      quota_bytes: Bytes.meta({
        description: 'What it may store. An upload beyond is refused with `STORAGE_FULL`.',
        examples: [100_000_000_000],
      }),
    }),
    data: z.array(
      z.object({
        month: z.string().meta({ description: 'In UTC.', examples: ['2026-11'] }),
        mode: z.enum(MODES),
        api_key: z.object({
          id: z.string().meta({ examples: ['key_7Yx4kP9nQ3mB2wR1'] }),
          name: z.string().meta({ examples: ['Production'] }),
          last4: z.string().meta({ examples: ['dF0g'] }),
        }),
        counts: Counts,
      }),
    ),
  })
  .meta({ id: 'Usage' })

export function presentUsage({ storage, keys }: AccountUsage): z.input<typeof Usage> {
  return {
    storage: { used_bytes: Number(storage.used), quota_bytes: Number(storage.quota) },
    data: keys.map(({ month, mode, apiKey, counts }) => ({ month, mode, api_key: apiKey, counts })),
  }
}
