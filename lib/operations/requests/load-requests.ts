// Loads what the API shows of signature requests in one statement, and only the columns that it shows.

import type { Prisma } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { BOUND_ROWS } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { namedRowsSql, type NamedRows, type ToldRows } from '../kernel/told-rows'
import { eventsAsJson, type StoredEvidence } from '../kernel/stored-evidence'

const REQUEST = [...BOUND_ROWS.signatureRequest, 'mac', 'completedAt', 'clockOffset', 'stampsDueAt', 'statusToken'] as const
const SIGNER = ['linkToken', 'profile', 'profileKey', 'mac', ...BOUND_ROWS.signer] as const
const DOCUMENT = ['mac', ...BOUND_ROWS.document] as const
const FIELD = ['mac', ...BOUND_ROWS.field] as const
const REVISION = ['id', 'number', 'kind', 'sha256', 'sizeBytes', 'parts', 'signerId'] as const

/** The same columns for a query through Prisma; load-requests.test.ts compares the statement below with it. */
export const SHOWN = {
  ...chosen(REQUEST),
  signers: { select: chosen(SIGNER), orderBy: { position: 'asc' } },
  documents: {
    select: {
      document: { select: chosen(DOCUMENT) },
      fields: { select: chosen(FIELD), orderBy: { id: 'asc' } },
      revisions: { select: chosen(REVISION), orderBy: { number: 'asc' } },
    },
    orderBy: { position: 'asc' },
  },
} as const satisfies Prisma.SignatureRequestSelect
export type ShownRow = Prisma.SignatureRequestGetPayload<{ select: typeof SHOWN }>
/** `evidence` is as it was stored: whoever folds it checks it first. */
export type LoadedRequest = { row: ShownRow; evidence: StoredEvidence }

const listOf = (rows: string): string => `(SELECT coalesce(json_agg(_row), '[]') FROM (${rows}) _row)`
const PARTS = `
  SELECT (SELECT row_to_json(_row) FROM (SELECT ${quoted(DOCUMENT)} FROM "Document" WHERE "id" = p."documentId") _row) AS "document",
    ${listOf(`SELECT ${quoted(FIELD)} FROM "Field" WHERE "requestDocumentId" = p."id" ORDER BY "id"`)} AS "fields",
    ${listOf(`SELECT ${quoted(REVISION)} FROM "Revision" WHERE "requestDocumentId" = p."id" ORDER BY "number"`)} AS "revisions"
  FROM "RequestDocument" p WHERE p."requestId" = r."id" ORDER BY p."position"`

/**
 * One JSON value for each request `r` that meets `condition`, in the shape of `StoredRequest`. The condition must name tenant and mode.
 * For the statements below and for those that read a request beside something else.
 */
export const requestAsJson = (condition: string): string => `
  SELECT row_to_json(_row) AS "request" FROM (
    SELECT ${quoted(REQUEST)}, "headMac", ${namedRowsSql('r')},
      ${listOf(`SELECT ${quoted(SIGNER)} FROM "Signer" WHERE "requestId" = r."id" ORDER BY "position"`)} AS "signers",
      ${listOf(PARTS)} AS "documents",
      ${eventsAsJson('r."id"')} AS "events"
    FROM "SignatureRequest" r WHERE ${condition}
  ) _row`

const OWN = 'r."tenantId" = $2 AND r."mode" = $3'
/** One request has its own statement: PostgreSQL keeps no plan for a list of unknown length, and planning costs more than the read. */
const ONE = { name: 'signature_request', quick: true, text: requestAsJson(`r."id" = $1 AND ${OWN}`) }
const SEVERAL = { name: 'signature_requests', text: requestAsJson(`r."id" = ANY($1) AND ${OWN}`) }

type Columns = Record<string, unknown>
type Part = { document: Columns | null; fields: Columns[]; revisions: Columns[] }
/** What the facts tell, and nobody shows. */
type Told = NamedRows & Pick<ToldRows, 'stamps'>
export type StoredRequest = Columns & Omit<StoredEvidence, 'rows'> & Told & { signers: Columns[]; documents: Part[] }

/** In the order of `ids`; ids that are unknown or another account's are left out. */
export async function loadRequests(
  context: Pick<Context, 'statement'>,
  { tenantId, mode }: Pick<OrganisationCaller, 'tenantId' | 'mode'>,
  ids: readonly string[],
): Promise<LoadedRequest[]> {
  const [asked, wanted] = ids.length === 1 ? [ONE, ids[0]] : [SEVERAL, ids]
  const found = await context.statement<{ request: StoredRequest }>(asked, [wanted, tenantId, mode])
  const loaded = new Map(found.map(({ request }) => [request['id'], loadedFrom(request)]))
  return ids.flatMap((id) => loaded.get(id) ?? [])
}

export function loadedFrom(stored: StoredRequest): LoadedRequest {
  const { signers, headMac, events, stamps, verifications, activations, entries, credentials, ...request } = stored
  const documents = request.documents.map((part) => ({ ...part, document: part.document && revived(part.document) }))
  const row = { ...revived(request), signers: signers.map(revived), documents } as unknown as ShownRow
  return { row, evidence: { headMac, rows: toldBy(row, { stamps, verifications, activations, entries, credentials }), events } }
}

/** The statement has read all of it already. A document whose own row was removed is `null` in its JSON. */
function toldBy(row: Omit<ShownRow, 'documents'> & { documents: readonly LoadedPart[] }, told: Told): ToldRows {
  const documents = row.documents.flatMap(({ document, fields, revisions }) =>
    document === null ? [] : [{ id: document.id, fields: fields.length, revisions: revisions.length }],
  )
  const { clockOffset, expiresAt, completedAt, deletedAt, stampsDueAt } = row
  return { ...told, clockOffset, expiresAt, completedAt, deletedAt, stampsDueAt, signers: row.signers.map(({ id }) => id), documents }
}
type LoadedPart = Pick<ShownRow['documents'][number], 'fields' | 'revisions'> & {
  document: ShownRow['documents'][number]['document'] | null
}

/** JSON has neither times nor bytes: columns named `…At` are times, these are bytes, in PostgreSQL's hexadecimal. */
const BYTES = new Set(['profile', 'profileKey', 'linkToken', 'statusToken'])

/** Only requests, signers and documents have such columns; the test fails if another part gets one. */
function revived(columns: Columns): Columns {
  for (const name in columns) {
    const value = columns[name]
    if (typeof value === 'string') columns[name] = valueOf(name, value)
  }
  return columns
}

function valueOf(name: string, text: string): unknown {
  if (name.endsWith('At')) return new Date(text)
  return BYTES.has(name) ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text
}

function chosen<C extends string>(columns: readonly C[]): Record<C, true> {
  return Object.fromEntries(columns.map((column) => [column, true])) as Record<C, true>
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}
