// A signature request with all its parts, as operations that change it or write it down need it.

import { Problem } from '../../domain/problem'
import type { Prisma } from '../../generated/prisma/client'
import type { ApiCaller, Context } from '../kernel/context'
import { refuseDeleted } from '../kernel/refuse-deleted'

export const withParts = {
  signers: { orderBy: { position: 'asc' } },
  documents: { orderBy: { position: 'asc' }, include: { document: true, fields: true, revisions: { orderBy: { number: 'asc' } } } },
} as const satisfies Prisma.SignatureRequestInclude
export type RequestRow = Prisma.SignatureRequestGetPayload<{ include: typeof withParts }>

/** NOT_FOUND for requests of others, too; SIGNATURE_REQUEST_DELETED for those that were erased. */
export async function requestRow(context: Context, { tenantId, mode }: ApiCaller, requestId: string): Promise<RequestRow> {
  const row = await context.db.signatureRequest.findFirst({ where: { id: requestId, tenantId, mode }, include: withParts })
  if (!row) throw noSuchRequest(requestId)
  refuseDeleted(row)
  return row
}

/** The same whether there is none or it is another's: that is nobody else's business. */
export function noSuchRequest(requestId: string): Problem {
  return new Problem('NOT_FOUND.request', { id: requestId })
}
