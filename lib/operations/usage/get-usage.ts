// Reads what an account uses: how much it stores and may store, and in one mode what each key has done in each month.

import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { storageOf, type Storage } from '../kernel/storage'
import { METRICS, monthOf, type Metric } from './count-use'

export type UsageQuery = { month: string | null; from: string | null; to: string | null }
type UsageOfKey = { month: string; mode: Mode; apiKey: { id: string; name: string; last4: string }; counts: Record<Metric, number> }
export type Usage = { storage: Storage; keys: UsageOfKey[] }

const MOST_MONTHS = 24

/** Newest month first; keys in the order in which they were made. Nothing is listed of a month in which a key did nothing. */
export async function getUsage(context: Context, { tenantId, mode }: OrganisationCaller, query: UsageQuery): Promise<Usage> {
  const { from, to } = monthsOf(query, monthOf(context.machineNow()))
  const rows = await context.db.usageCounter.findMany({
    where: { tenantId, mode, month: { gte: from, lte: to } },
    orderBy: { month: 'desc' },
  })
  const keys = await context.db.apiKey.findMany({ where: { tenantId, mode }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const tenant = await context.db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const ofKeys = [...new Set(rows.map(({ month }) => month))].flatMap((month) =>
    keys.flatMap(({ id, name, last4 }) => {
      const own = rows.filter((row) => row.month === month && row.apiKeyId === id)
      return own.length === 0 ? [] : [{ month, mode, apiKey: { id, name, last4 }, counts: countsOf(own) }]
    }),
  )
  return { storage: storageOf(tenant), keys: ofKeys }
}

function countsOf(rows: readonly { metric: Metric; count: number }[]): Record<Metric, number> {
  const entries = METRICS.map((metric) => [metric, rows.find((row) => row.metric === metric)?.count ?? 0])
  return Object.fromEntries(entries) as Record<Metric, number>
}

function monthsOf({ month, from, to }: UsageQuery, present: string): { from: string; to: string } {
  if (month !== null && (from !== null || to !== null)) throw new Problem('MALFORMED_REQUEST.usage_month_or_range').at(['month'], 'INVALID')
  if (month !== null) return { from: month, to: month }
  const last = to ?? present
  const first = from ?? (to === null ? present : to)
  const months = indexOf(last) - indexOf(first) + 1
  if (months < 1) throw new Problem('MALFORMED_REQUEST.usage_order').at(['from'], 'INVALID')
  if (months > MOST_MONTHS) throw new Problem('MALFORMED_REQUEST.usage_long', { months, most: MOST_MONTHS }).at(['from'], 'INVALID')
  return { from: first, to: last }
}

function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
}
