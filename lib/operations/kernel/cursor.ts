// Pages of a list, newest first. A cursor names the last row seen, so a client neither skips nor repeats rows while others are added.

import { createHmac } from 'node:crypto'
import { sha256 } from '../../crypto/algorithms'
import { isMacUnder, macUnder } from '../../crypto/keyring'
import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from './context'

export type Position = { createdAt: Date; id: string }
export type Page<T> = { items: T[]; hasMore: boolean; nextCursor: string | null }

/** The order that `olderThan` continues. */
export const NEWEST_FIRST: [{ createdAt: 'desc' }, { id: 'desc' }] = [{ createdAt: 'desc' }, { id: 'desc' }]

/** A cursor is bound to one list, one caller and one filter: in any other list it would skip or repeat rows unnoticed. */
export function cursorScope({ tenantId, mode }: OrganisationCaller, ...filter: unknown[]): string {
  return sha256(JSON.stringify([tenantId, mode, ...filter]))
    .toString('base64url')
    .slice(0, 16)
}

/** Conditions for the `AND` of a query: the rows after the cursor, or all rows if there is none. Throws INVALID_CURSOR. */
export function olderThan(context: Context, cursor: string | undefined, scope: string): object[] {
  if (cursor === undefined) return []
  const { createdAt, id } = positionOf(context, cursor, scope)
  // The first condition follows from the second, but an index can start from it: so the last page costs no more than the first.
  return [{ createdAt: { lte: createdAt } }, { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }]
}

/** `rows` has up to one more than `limit`: the extra row says that there is a next page. */
export function pageOf<T extends Position>(context: Context, rows: readonly T[], limit: number, scope: string): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const hasMore = rows.length > limit
  return { items, hasMore, nextCursor: hasMore && last ? cursorOf(context, last, scope) : null }
}

function cursorOf(context: Context, { createdAt, id }: Position, scope: string): string {
  const payload = Buffer.from(JSON.stringify([createdAt.getTime(), id, scope])).toString('base64url')
  return `${payload}.${macUnder(context.secrets.key('cursor'), macOf(payload))}`
}

/** The last row seen. Throws INVALID_CURSOR. */
export function positionOf(context: Context, cursor: string, scope: string): Position {
  const [payload = '', given = ''] = cursor.split('.')
  if (!isMacUnder(context.secrets.key('cursor'), given, macOf(payload))) {
    throw new Problem('INVALID_CURSOR.foreign')
  }
  const [at, id, of] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [number, string, string]
  if (of !== scope) {
    throw new Problem('INVALID_CURSOR.other_filters')
  }
  return { createdAt: new Date(at), id }
}

const macOf =
  (payload: string) =>
  (key: Uint8Array): string =>
    createHmac('sha256', key).update(payload).digest('base64url').slice(0, 22)
