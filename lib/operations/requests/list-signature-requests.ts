// Lists signature requests, newest first, in pages whose cursor names the last one seen: inserting others moves nothing.

import type { RequestStatus } from '../../domain/request'
import { Prisma } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { unlessChanged } from '../kernel/integrity'
import { cursorScope, pageOf, positionOf, type Position } from '../kernel/cursor'
import { viewOf, type RequestView } from './get-signature-request'
import { loadRequests } from './load-requests'

export type Filter = {
  status?: RequestStatus | undefined
  from?: Date | undefined
  to?: Date | undefined
  limit: number
  cursor?: string | undefined
}
export type RequestPage = { requests: RequestView[]; hasMore: boolean; nextCursor: string | null }

export async function listSignatureRequests(context: Context, caller: OrganisationCaller, filter: Filter): Promise<RequestPage> {
  const { status, from, to, limit, cursor } = filter
  const scope = cursorScope(caller, 'signature requests', status, from, to)
  const after = cursor === undefined ? null : positionOf(context, cursor, scope)
  const rows = await context.db.$queryRaw<Position[]>(pageQuery(caller, filter, after, context.now()))
  const { items, hasMore, nextCursor } = pageOf(context, rows, limit, scope)
  const loaded = await loadRequests(
    context,
    caller,
    items.map(({ id }) => id),
  )
  // One that was changed outside of the product is left out, and is in the log: the others must still be shown.
  // One after the other: each signature that is read from its document takes a place in the account's line.
  const requests: RequestView[] = []
  for (const one of loaded) {
    const view = await unlessChanged(() => viewOf(context, one))
    if (view !== null) requests.push(view)
  }
  return { requests, hasMore, nextCursor }
}

/** Selects one row more than a page has. Each part of the union follows an index in the order of the list, so no page costs more than the first. */
function pageQuery(
  { tenantId, mode }: OrganisationCaller,
  { status, from, to, limit }: Filter,
  after: Position | null,
  now: Date,
): Prisma.Sql {
  const here = Prisma.join(
    [
      Prisma.sql`r."tenantId" = ${tenantId} AND r."mode" = ${mode} AND r."deletedAt" IS NULL`,
      ...(from ? [Prisma.sql`r."createdAt" >= ${from}`] : []),
      ...(to ? [Prisma.sql`r."createdAt" <= ${to}`] : []),
      // Compared as a row, so that the rows after a cursor are one range of the index.
      ...(after ? [Prisma.sql`(r."createdAt", r."id") < (${after.createdAt}, ${after.id})`] : []),
    ],
    ' AND ',
  )
  const parts = partsOf(status, now).map(
    ({ source, where }) => Prisma.sql`
    (SELECT r."id", r."createdAt" FROM ${source} r WHERE ${here} AND ${where} ORDER BY r."createdAt" DESC, r."id" DESC LIMIT ${limit + 1})`,
  )
  return Prisma.sql`SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) "page" ORDER BY "createdAt" DESC, "id" DESC LIMIT ${limit + 1}`
}

const ALL = Prisma.sql`"SignatureRequest"`
const SEALING = Prisma.sql`EXISTS (SELECT FROM "Signer" s WHERE s."requestId" = r."id" AND s."status" = 'signing')`

/**
 * An open request counts as expired from its deadline on, whether that was announced or not. Its own time may be ahead of the machine's
 * (request-clock.ts), and a request whose signature is being sealed outlives its deadline.
 */
function partsOf(status: RequestStatus | undefined, now: Date): { source: Prisma.Sql; where: Prisma.Sql }[] {
  const over = Prisma.sql`"expiresAt" <= ${now}::timestamptz + "clockOffset" * interval '1 second'`
  switch (status) {
    case undefined:
      return [{ source: ALL, where: Prisma.sql`TRUE` }]
    case 'pending':
    case 'in_progress':
      return [{ source: ALL, where: Prisma.sql`r."status" = ${status} AND (NOT (${over}) OR ${SEALING})` }]
    case 'completed':
    case 'cancelled':
      return [{ source: ALL, where: Prisma.sql`r."status" = ${status}` }]
    case 'expired':
      return [
        { source: ALL, where: Prisma.sql`r."status" = 'expired'` },
        // Expired requests that were not announced yet are few, but may stand anywhere in the list: an inner query finds them first.
        // OFFSET 0 keeps PostgreSQL from merging the inner query with the outer one.
        ...[Prisma.sql`"clockOffset" = 0 AND "expiresAt" <= ${now}`, Prisma.sql`"clockOffset" > 0 AND ${over}`].map((unannounced) => ({
          source: Prisma.sql`(SELECT * FROM ${ALL} WHERE "status" IN ('pending', 'in_progress') AND ${unannounced} OFFSET 0)`,
          where: Prisma.sql`NOT ${SEALING}`,
        })),
      ]
  }
}
