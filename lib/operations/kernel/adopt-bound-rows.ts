// Rows of earlier versions get the MACs of this one, once (lib/adopt.ts): those that had none, and those whose MAC was over fewer columns.

import { hasNoCanonicalForm } from '../../crypto/chain'
import { adoptByPages } from './adopt-by-pages'
import { BOUND_ROWS, hasOwnMac, rowFault, rowMac, tableOf, type BoundName, type StoredRow } from './bound-rows'
import type { Context } from './context'

type Needs = Pick<Context, 'db' | 'secrets' | 'log' | 'integrity'>

/** What the first version with MACs bound, of the tables that bind more since. */
const EARLIER = {
  credential: ['id', 'personId', 'mode', 'signerId', 'provider', 'certificate', 'serialHex'],
  document: ['id', 'tenantId', 'mode', 'name', 'mimeType', 'sizeBytes', 'pages', 'sha256'],
  field: ['id', 'requestDocumentId', 'signerId', 'name', 'page', 'x', 'y', 'width', 'height', 'anchor'],
  idempotencyRecord: ['id', 'apiKeyId', 'key', 'method', 'path', 'fingerprint'],
  signatureRequest: ['id', 'tenantId', 'mode', 'statusHash', 'redirectUrl'],
  signer: ['id', 'requestId', 'tenantId', 'linkHash', 'linkVersion'],
} as const satisfies { [N in BoundName]?: readonly (typeof BOUND_ROWS)[N][number][] }
/** The tables that it did not bind. */
const JOINED = ['activation', 'person', 'tenant', 'verification', 'webhookEndpoint', 'webhookEvent'] as const satisfies readonly BoundName[]

const WITHOUT_MAC = { mac: null }
const hasNoMac = ({ mac }: StoredRow): boolean => mac === null

/** For an installation whose rows have no MACs at all. */
export async function adoptRows(context: Needs): Promise<void> {
  for (const name of Object.keys(BOUND_ROWS) as BoundName[]) await adoptWhere(context, name, WITHOUT_MAC, hasNoMac)
}

/** For an installation of the first version with MACs. A row whose MAC was not right then stays refused. */
export async function adoptColumns(context: Needs): Promise<void> {
  for (const name of JOINED) await adoptWhere(context, name, WITHOUT_MAC, hasNoMac)
  for (const name of Object.keys(EARLIER) as (keyof typeof EARLIER)[]) {
    await adoptWhere(context, name, {}, (row) => hasOwnMac(context.secrets, name, row, EARLIER[name]))
  }
}

/** Safe to repeat and to interrupt: a row that has its MAC meets no condition any more. One that has no MAC in any form stays refused. */
function adoptWhere(context: Needs, name: BoundName, where: object, isEarlier: (row: StoredRow) => boolean): Promise<void> {
  const adopt = async (ids: readonly string[]) => writeMacs(context, name, (await readable(context, name, ids)).filter(isEarlier))
  return adoptByPages(context, name, { where, adopt })
}

/** The bound columns of these rows. One that nobody can read, such as one of the year 290000, keeps no other from being adopted. */
async function readable(context: Needs, name: BoundName, ids: readonly string[]): Promise<StoredRow[]> {
  const select = Object.fromEntries(['mac', ...BOUND_ROWS[name]].map((column) => [column, true]))
  try {
    return await tableOf(context.db, name).findMany({ where: { id: { in: ids } }, select })
  } catch (error) {
    if (!hasNoCanonicalForm(error)) throw error
    const [id = ''] = ids
    if (ids.length === 1) {
      rowFault(context, name, id)
      return []
    }
    const half = ids.length / 2
    return [...(await readable(context, name, ids.slice(0, half))), ...(await readable(context, name, ids.slice(half)))]
  }
}

/** Answers how many it has written: not those that somebody else has changed meanwhile, nor those that cannot have a MAC. */
async function writeMacs(context: Needs, name: BoundName, rows: readonly StoredRow[]): Promise<number> {
  const written: { id: string; earlier: string | null; mac: string }[] = []
  for (const row of rows) {
    try {
      written.push({ id: row.id, earlier: row.mac, mac: rowMac(context.secrets, name, row) })
    } catch (error) {
      if (!hasNoCanonicalForm(error)) throw error
      rowFault(context, name, row.id)
    }
  }
  const columns = [written.map(({ id }) => id), written.map(({ earlier }) => earlier), written.map(({ mac }) => mac)]
  return context.db.$executeRawUnsafe(
    `UPDATE "${name.charAt(0).toUpperCase()}${name.slice(1)}" t SET "mac" = m."mac"
     FROM unnest($1::text[], $2::text[], $3::text[]) AS m("id", "earlier", "mac")
     WHERE t."id" = m."id" AND t."mac" IS NOT DISTINCT FROM m."earlier"`,
    ...columns,
  )
}
