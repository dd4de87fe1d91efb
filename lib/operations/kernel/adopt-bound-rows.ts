// Rows of earlier versions get the MACs of this one, once (lib/adopt.ts): those that had none, and those whose MAC was over fewer columns.

import { BOUND_ROWS, hasOwnMac, rowMac, tableOf, type BoundName, type StoredRow } from './bound-rows'
import type { Context } from './context'

type Needs = Pick<Context, 'db' | 'secrets' | 'log'>

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

/** For an installation whose rows have no MACs at all. */
export async function adoptRows(context: Needs): Promise<void> {
  for (const name of Object.keys(BOUND_ROWS) as BoundName[]) await adoptWhere(context, name, ({ mac }) => mac === null)
}

/** For an installation of the first version with MACs. A row whose MAC was not right then stays refused. */
export async function adoptColumns(context: Needs): Promise<void> {
  for (const name of JOINED) await adoptWhere(context, name, ({ mac }) => mac === null)
  for (const name of Object.keys(EARLIER) as (keyof typeof EARLIER)[]) {
    await adoptWhere(context, name, (row) => hasOwnMac(context.secrets, name, row, EARLIER[name]))
  }
}

/** Safe to repeat and to interrupt: a row that has its MAC meets no condition any more. */
async function adoptWhere({ db, secrets, log }: Needs, name: BoundName, isEarlier: (row: StoredRow) => boolean): Promise<void> {
  const table = tableOf(db, name)
  let adopted = 0
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows: StoredRow[] = await table.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: AT_ONCE })
    for (const row of rows.filter(isEarlier)) {
      const { count } = await table.updateMany({ where: { id: row.id, mac: row.mac }, data: { mac: rowMac(secrets, name, row) } })
      adopted += count
    }
    after = rows.at(-1)?.id
  }
  if (adopted > 0) log.info({ table: name, adopted }, 'rows of an earlier version were given their MACs')
}
const AT_ONCE = 500
