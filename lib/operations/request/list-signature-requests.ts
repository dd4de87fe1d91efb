// Lists signature requests, newest first, in pages whose cursor names the last one seen: inserting others moves nothing.

import { createHash, createHmac } from 'node:crypto'
import { constantTimeEqual } from '../../crypto/activation'
import { Problem } from '../../domain/problem'
import type { RequestStatus } from '../../domain/request'
import type { Prisma } from '../../generated/prisma/client'
import type { ApiCaller, Context } from '../context'
import { viewsOf, withParts, type RequestView } from './get-signature-request'

export type Filter = { status?: RequestStatus | undefined; from?: Date | undefined; to?: Date | undefined; limit: number; cursor?: string | undefined }
export type RequestPage = { requests: RequestView[]; hasMore: boolean; nextCursor: string | null }
type Position = { createdAt: Date; id: string }

export async function listSignatureRequests(context: Context, caller: ApiCaller, filter: Filter): Promise<RequestPage> {
  const scope = scopeOf(caller, filter)
  const after = filter.cursor === undefined ? null : positionOf(context, filter.cursor, scope)
  const rows = await context.db.signatureRequest.findMany({
    where: where(context, caller, filter, after), include: withParts, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: filter.limit + 1,
  })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const hasMore = rows.length > filter.limit
  return { requests: await viewsOf(context, page), hasMore, nextCursor: hasMore && last ? cursorOf(context, last, scope) : null }
}

function where(context: Context, { tenantId, mode }: ApiCaller, { status, from, to }: Filter, after: Position | null): Prisma.SignatureRequestWhereInput {
  return {
    tenantId, mode,
    AND: [
      ...(status ? [statusWhere(status, context.now())] : []),
      ...(from ? [{ createdAt: { gte: from } }] : []),
      ...(to ? [{ createdAt: { lte: to } }] : []),
      ...(after ? [{ OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] }] : []),
    ],
  }
}

/** Time passes without events, so an open request counts as expired from its moment on, announced or not. */
function statusWhere(status: RequestStatus, now: Date): Prisma.SignatureRequestWhereInput {
  const sealing: Prisma.SignatureRequestWhereInput = { signers: { some: { status: 'signing' } } }
  const open: Prisma.SignatureRequestWhereInput = { OR: [{ expiresAt: { gt: now } }, sealing] }
  if (status === 'pending' || status === 'in_progress') return { AND: [{ status }, open] }
  if (status === 'expired') {
    const silently: Prisma.SignatureRequestWhereInput = { status: { in: ['pending', 'in_progress'] }, expiresAt: { lte: now }, NOT: sealing }
    return { OR: [{ status: 'expired' }, silently] }
  }
  return { status }
}

/** A cursor belongs to one caller and one filter: with another it would skip or repeat without anybody noticing. */
function scopeOf({ tenantId, mode }: ApiCaller, { status, from, to }: Filter): string {
  return createHash('sha256').update(JSON.stringify([tenantId, mode, status, from, to])).digest('base64url').slice(0, 16)
}

function cursorOf(context: Context, { createdAt, id }: Position, scope: string): string {
  const payload = Buffer.from(JSON.stringify([createdAt.getTime(), id, scope])).toString('base64url')
  return `${payload}.${mac(context, payload)}`
}

function positionOf(context: Context, cursor: string, scope: string): Position {
  const [payload = '', given = ''] = cursor.split('.')
  if (!constantTimeEqual(given, mac(context, payload))) {
    throw new Problem('INVALID_CURSOR', 'This cursor was not given out by this list. Begin again without one.')
  }
  const [at, id, of] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [number, string, string]
  if (of !== scope) {
    throw new Problem('INVALID_CURSOR', 'This cursor belongs to other filters. Keep the filters while paging, or begin again without a cursor.')
  }
  return { createdAt: new Date(at), id }
}

function mac(context: Context, payload: string): string {
  return createHmac('sha256', context.secrets.key('cursor')).update(payload).digest('base64url').slice(0, 22)
}
