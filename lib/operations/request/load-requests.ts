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

/** The account is asked for once, and every part is reached from there. */
const REQUESTS = {
  name: 'signature_requests',
  text: `
    WITH r AS MATERIALIZED (SELECT * FROM "SignatureRequest" WHERE "id" = ANY($1) AND "tenantId" = $2 AND "mode" = $3),
      p AS MATERIALIZED (SELECT p.* FROM r JOIN "RequestDocument" p ON p."requestId" = r."id")
    SELECT 'request' AS "kind", row_to_json(r) AS "row" FROM r
    UNION ALL SELECT 'signer', row_to_json(s) FROM r JOIN "Signer" s ON s."requestId" = r."id"
    UNION ALL SELECT 'part', row_to_json(p) FROM p
    UNION ALL SELECT 'document', row_to_json(d) FROM "Document" d WHERE d."id" IN (SELECT "documentId" FROM p)
    UNION ALL SELECT 'field', row_to_json(f) FROM p JOIN "Field" f ON f."requestDocumentId" = p."id"
    UNION ALL SELECT 'revision', row_to_json(v) FROM p JOIN "Revision" v ON v."requestDocumentId" = p."id"
    UNION ALL SELECT 'event', row_to_json(e) FROM r JOIN "Event" e ON e."requestId" = r."id"`,
}

type Json = Record<string, unknown>
type Kind = 'request' | 'signer' | 'part' | 'document' | 'field' | 'revision' | 'event'

/** In the order of `ids`; what is not there, or another's, is left out. */
export async function loadRequests(
  context: Pick<Context, 'statement'>, { tenantId, mode }: Pick<ApiCaller, 'tenantId' | 'mode'>, ids: readonly string[],
): Promise<LoadedRequest[]> {
  const found = await context.statement<{ kind: Kind; row: Json }>(REQUESTS, [ids, tenantId, mode])
  const rows = (kind: Kind): Json[] => found.filter((one) => one.kind === kind).map(({ row }) => revived(row))
  const requests = by('id', rows('request'))
  const documents = by('id', rows('document'))
  const [signers, parts, events] = [by('requestId', rows('signer')), by('requestId', rows('part')), by('requestId', rows('event'))]
  const [fields, revisions] = [by('requestDocumentId', rows('field')), by('requestDocumentId', rows('revision'))]
  return ids.flatMap((id) => (requests.get(id) ?? []).map((request) => {
    const row = {
      ...request, signers: sorted('position', signers.get(id)),
      documents: sorted('position', parts.get(id)).map((part) => ({
        ...part, document: documents.get(part['documentId'])?.[0], fields: fields.get(part['id']) ?? [],
        revisions: sorted('number', revisions.get(part['id'])),
      })),
    }
    // That it equals what Prisma reads from the same tables is what load-requests.test.ts holds it to.
    return { row: row as unknown as RequestRow, events: sorted('sequence', events.get(id)).map((event) => eventOf(event as unknown as EventRow)) }
  }))
}

function by(column: string, rows: readonly Json[]): ReadonlyMap<unknown, Json[]> {
  const groups = new Map<unknown, Json[]>()
  for (const row of rows) {
    const group = groups.get(row[column])
    if (group) group.push(row)
    else groups.set(row[column], [row])
  }
  return groups
}

function sorted(column: string, rows: readonly Json[] = []): Json[] {
  return [...rows].sort((a, b) => Number(a[column]) - Number(b[column]))
}

/** JSON has neither moments nor bytes: columns named `at` or `…At` are moments, these two are bytes, in PostgreSQL's hexadecimal. */
const BYTES = new Set(['profile', 'profileKey'])

function revived(json: Json): Json {
  const row: Json = {}
  for (const [name, value] of Object.entries(json)) row[name] = typeof value === 'string' ? valueOf(name, value) : value
  return row
}

function valueOf(name: string, text: string): unknown {
  if (name === 'at' || name.endsWith('At')) return new Date(text)
  return BYTES.has(name) ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text
}
