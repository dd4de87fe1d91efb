// Rows that let somebody in, or say what is signed and whose it is: each carries a MAC over the columns that decide it. Whoever can write
// the database, and nothing else, cannot make a row that is believed. Which rows, which columns, and the check at every read stand here.

import { createHmac } from 'node:crypto'
import { constantTimeEqual } from '../../crypto/activation'
import { sha256Hex } from '../../crypto/algorithms'
import { canonicalJson, hasNoCanonicalForm } from '../../crypto/chain'
import type { Secrets } from '../../domain/ports'
import type { Problem } from '../../domain/problem'
import type { Context, Tx } from './context'
import { integrityFault } from './integrity'

/**
 * The columns that are bound. Not among them: what has a seal or evidence of its own, what is only shown, and what many may count at once.
 * A column that joins a list changes the MACs of its table: rows of before have to be adopted anew (adopt-bound-rows.ts).
 */
export const BOUND_ROWS = {
  activation: ['id', 'signerId', 'credentialId', 'sessionHash', 'allowed', 'createdAt', 'expiresAt'],
  apiKey: ['id', 'tenantId', 'mode', 'hash', 'scopes', 'expiresAt', 'revokedAt'],
  consoleSession: ['id', 'hash', 'apiKeyId', 'createdAt', 'expiresAt', 'endedAt'],
  conversationEntry: ['id', 'signerId', 'number', 'by', 'fields', 'sentAs', 'createdAt'],
  credential: ['id', 'personId', 'mode', 'signerId', 'provider', 'certificate', 'serialHex', 'issuedAt', 'expiresAt', 'revokedAt'],
  directSignature: [
    ...['id', 'tenantId', 'mode', 'apiKeyId', 'organisation', 'sha256Before', 'sha256After', 'sizeBytes', 'level', 'serial', 'signedAt'],
    ...['stampedAt', 'anchor', 'carried', 'trailSha256', 'nameSha256', 'identifierSha256', 'erasedAt'],
  ],
  document: [
    'id',
    'tenantId',
    'mode',
    'name',
    'mimeType',
    'sizeBytes',
    'pages',
    'layers',
    'unprinted',
    'sha256',
    'locale',
    'createdAt',
    'expiresAt',
  ],
  field: ['id', 'requestDocumentId', 'signerId', 'name', 'type', 'page', 'x', 'y', 'width', 'height', 'anchor'],
  handover: ['id', 'hash', 'signerId', 'createdAt', 'expiresAt', 'usedAt'],
  idempotencyRecord: ['id', 'apiKeyId', 'key', 'method', 'path', 'fingerprint', 'result', 'status', 'headers', 'createdAt', 'completedAt'],
  outboxMessage: ['id', 'tenantId', 'mode', 'requestId', 'signerId', 'channel', 'template'],
  passkey: ['id', 'spaceId', 'credentialId', 'publicKey', 'backupEligible', 'provenBy', 'createdAt'],
  passkeyChallenge: ['id', 'hash', 'sessionId', 'origin', 'createdAt', 'expiresAt', 'usedAt'],
  person: ['id', 'holder', 'mode'],
  session: ['id', 'hash', 'signerId', 'linkVersion', 'device', 'kind', 'createdAt', 'lastSeenAt', 'active', 'endedAt'],
  signatureRequest: [
    'id',
    'tenantId',
    'mode',
    'signatureType',
    'ordered',
    'statusHash',
    'redirectUrl',
    'metadata',
    'createdAt',
    'expiresAt',
    'apiKeyId',
    'delivery',
    'cancelReason',
    'deletedAt',
  ],
  signer: ['id', 'requestId', 'tenantId', 'position', 'linkHash', 'linkVersion', 'script', 'locale', 'createdAt'],
  tenantContact: ['id', 'email', 'phone', 'hours', 'conversation', 'notices'],
  space: ['id', 'mode', 'account', 'holder', 'former', 'createdAt', 'erasedAt'],
  spaceLink: ['id', 'hash', 'mode', 'holder', 'account', 'createdAt', 'expiresAt', 'usedAt'],
  spaceSession: ['id', 'hash', 'spaceId', 'device', 'createdAt', 'expiresAt', 'endedAt', 'provenBy'],
  tenant: ['id', 'name', 'color', 'minimumAge', 'stepUpAfterDays', 'suspendedAt'],
  verification: ['id', 'signerId', 'attempt', 'documentType', 'country', 'startedAt'],
  webhookEndpoint: ['id', 'tenantId', 'mode', 'url', 'events', 'enabled'],
  webhookEvent: ['id', 'tenantId', 'mode', 'type', 'requestId', 'payload', 'createdAt'],
} as const satisfies { [N in keyof Tx]?: readonly string[] }
export type BoundName = keyof typeof BOUND_ROWS

type Column<N extends BoundName> = (typeof BOUND_ROWS)[N][number]
/** The bound columns of a row. */
type Bound<N extends BoundName> = { readonly [C in Column<N>]: unknown }
export type Stored<N extends BoundName> = Bound<N> & { readonly mac: string | null }
type Needs = Pick<Context, 'secrets' | 'integrity' | 'log'>
type Where<N extends BoundName> = NonNullable<Parameters<Tx[N]['updateMany']>[0]['where']>
type Data<N extends BoundName> = Parameters<Tx[N]['updateMany']>[0]['data']

/** The row as it is written for the first time. Every bound column must be named: what the database fills in is not bound. */
export function bound<N extends BoundName, R extends Bound<N>>(secrets: Secrets, name: N, row: R): R & { mac: string } {
  return { ...row, mac: rowMac(secrets, name, row) }
}

/** For rows that open a door: one that was changed opens nothing, as if there were none. Logged, and named in readiness. */
export function isWhole<N extends BoundName>(context: Needs, name: N, row: Stored<N>): boolean {
  return faultOf(context, name, row) === null
}

/** Throws INTEGRITY_FAULT for a row that the product has not written as it is. */
export function requireWhole<N extends BoundName, R extends Stored<N>>(context: Needs, name: N, row: R): R {
  const fault = faultOf(context, name, row)
  if (fault) throw fault
  return row
}

function faultOf<N extends BoundName>(context: Needs, name: N, row: Stored<N>): Problem | null {
  const id = String((row as { id?: unknown }).id)
  if (!hasOwnMac(context.secrets, name, row)) return rowFault(context, name, id)
  context.integrity.whole('row', placeOf(name, id))
  return null
}

const placeOf = (name: BoundName, id: string): string => `${name} ${id}`

/** Logs the row and names it in readiness. */
export const rowFault = (context: Omit<Needs, 'secrets'>, name: BoundName, id: string): Problem =>
  integrityFault(context, 'row', { place: placeOf(name, id), what: 'the row' })

/** Whether its MAC is over these columns as they are. */
export function hasOwnMac<N extends BoundName>(secrets: Secrets, name: N, row: Stored<N>, columns?: readonly string[]): boolean {
  if (row.mac === null) return false
  try {
    return constantTimeEqual(rowMac(secrets, name, row, columns), row.mac)
  } catch (error) {
    if (hasNoCanonicalForm(error)) return false
    throw error
  }
}

/** After its row was deleted there is nothing to restore: readiness names it no longer. */
export const rowGone = ({ integrity }: Pick<Needs, 'integrity'>, name: BoundName, id: string): void =>
  integrity.whole('row', placeOf(name, id))

/**
 * Writes bound columns of the rows that meet the condition, and the MAC of each as it is then. Answers how many. A row that was changed
 * outside is refused: passed over, it could be put back afterwards and would have missed the change.
 */
export async function changeBound<N extends BoundName>(
  context: Needs,
  db: Tx,
  name: N,
  where: Where<N>,
  data: Data<N> & { [C in Column<N>]?: unknown },
): Promise<number> {
  const table = tableOf(db, name)
  let count = 0
  for (const found of await table.findMany({ where })) {
    const { id } = found
    let row: StoredRow | null = found
    while (row) {
      const { mac } = requireWhole(context, name, row)
      const change = { ...data, mac: rowMac(context.secrets, name, { ...row, ...data }) }
      const written = await table.updateMany({ where: { AND: [where, { id, mac }] }, data: change })
      count += written.count
      // Somebody else wrote the row since it was read: then it is read again, if it still meets the condition.
      row = written.count > 0 ? null : await table.findFirst({ where: { AND: [where, { id }] } })
    }
  }
  return count
}

/** HMAC-SHA-256, in hexadecimal, over the table, the columns and what stands in them. */
export function rowMac<N extends BoundName>(
  secrets: Secrets,
  name: N,
  row: Bound<N>,
  columns: readonly string[] = BOUND_ROWS[name],
): string {
  const values = columns.map((column) => [column, plain(row[column as Column<N>])])
  return createHmac('sha256', secrets.kept('rows'))
    .update(canonicalJson(['qsignhub row', name, values]))
    .digest('hex')
}

/** Bytes by their digest; all else is JSON. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? sha256Hex(value) : value
}

export type StoredRow = Bound<BoundName> & { readonly id: string; readonly mac: string | null }
/** What all of these tables have in common; Prisma types each for itself. */
type Table = {
  count(query: object): Promise<number>
  findMany(query: object): Promise<StoredRow[]>
  findFirst(query: object): Promise<StoredRow | null>
  updateMany(query: object): Promise<{ count: number }>
}
export const tableOf = (db: Tx, name: BoundName): Table => db[name] as unknown as Table
