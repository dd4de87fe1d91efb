// Loads signature requests with all their parts and evidence in one statement: what the API reads most costs one question.

import type { EvidenceEvent } from '../../domain/event'
import type { Event as EventRow, Prisma } from '../../generated/prisma/client'
import type { ApiCaller, Context } from '../context'
import { eventOf } from '../evidence'

export const withParts = {
  signers: { orderBy: { position: 'asc' } },
  documents: { orderBy: { position: 'asc' }, include: { document: true, fields: true, revisions: { orderBy: { number: 'asc' } } } },
} as const satisfies Prisma.SignatureRequestInclude
export type RequestRow = Prisma.SignatureRequestGetPayload<{ include: typeof withParts }>
export type LoadedRequest = { row: RequestRow; events: readonly EvidenceEvent[] }

const listOf = (rows: string, order: string): string => `(SELECT coalesce(json_agg(_row ORDER BY "${order}"), '[]') FROM (${rows}) _row)`
const PARTS = `
  SELECT p.*, row_to_json(d) AS "document",
    ${listOf('SELECT * FROM "Field" WHERE "requestDocumentId" = p."id"', 'id')} AS "fields",
    ${listOf('SELECT * FROM "Revision" WHERE "requestDocumentId" = p."id"', 'number')} AS "revisions"
  FROM "RequestDocument" p JOIN "Document" d ON d."id" = p."documentId" WHERE p."requestId" = r."id"`

/**
 * One JSON value for each request `r` that `condition` lets through, in the shape of `StoredRequest`; whose request it is must be part of the
 * condition. For statements that ask something else as well, and for those below.
 */
export const requestAsJson = (condition: string): string => `
  SELECT row_to_json(_row) AS "request" FROM (
    SELECT r.*,
      ${listOf('SELECT * FROM "Signer" WHERE "requestId" = r."id"', 'position')} AS "signers",
      ${listOf(PARTS, 'position')} AS "documents",
      ${listOf('SELECT * FROM "Event" WHERE "requestId" = r."id"', 'sequence')} AS "events"
    FROM "SignatureRequest" r WHERE ${condition}
  ) _row`

const OWN = 'r."tenantId" = $2 AND r."mode" = $3'
/** Of its own: PostgreSQL does not keep a plan for a list whose length it cannot know, and planning costs more than reading one request. */
const ONE = { name: 'signature_request', text: requestAsJson(`r."id" = $1 AND ${OWN}`) }
const SEVERAL = { name: 'signature_requests', text: requestAsJson(`r."id" = ANY($1) AND ${OWN}`) }

type Columns = Record<string, unknown>
type Part = Columns & { document: Columns; fields: Columns[]; revisions: Columns[] }
export type StoredRequest = Columns & { signers: Columns[]; documents: Part[]; events: Columns[] }

/** In the order of `ids`; what is not there, or another's, is left out. */
export async function loadRequests(
  context: Pick<Context, 'statement'>, { tenantId, mode }: Pick<ApiCaller, 'tenantId' | 'mode'>, ids: readonly string[],
): Promise<LoadedRequest[]> {
  const [asked, wanted] = ids.length === 1 ? [ONE, ids[0]] : [SEVERAL, ids]
  const found = await context.statement<{ request: StoredRequest }>(asked, [wanted, tenantId, mode])
  const loaded = new Map(found.map(({ request }) => [request['id'], loadedFrom(request)]))
  return ids.flatMap((id) => loaded.get(id) ?? [])
}

export function loadedFrom({ signers, documents, events, ...request }: StoredRequest): LoadedRequest {
  const row = {
    ...revived(request), signers: signers.map(revived),
    documents: documents.map(({ document, fields, revisions, ...part }) => ({
      ...revived(part), document: revived(document), fields: fields.map(revived), revisions: revisions.map(revived),
    })),
  }
  // That it equals what Prisma reads from the same tables is what load-requests.test.ts holds it to.
  return { row: row as unknown as RequestRow, events: events.map((event) => eventOf(revived(event) as unknown as EventRow)) }
}

/** JSON has neither moments nor bytes: columns named `at` or `…At` are moments, these two are bytes, in PostgreSQL's hexadecimal. */
const BYTES = new Set(['profile', 'profileKey'])

function revived(columns: Columns): Columns {
  for (const name in columns) {
    const value = columns[name]
    if (typeof value === 'string') columns[name] = valueOf(name, value)
  }
  return columns
}

function valueOf(name: string, text: string): unknown {
  if (name === 'at' || name.endsWith('At')) return new Date(text)
  return BYTES.has(name) ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text
}
