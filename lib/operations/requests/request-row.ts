// A signature request with all its rows, for operations that change or report it.

import { Problem } from '../../domain/problem'
import type { Prisma } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { refuseDeleted } from '../kernel/refuse-deleted'

export const withParts = {
  signers: { orderBy: { position: 'asc' } },
  documents: { orderBy: { position: 'asc' }, include: { document: true, fields: true, revisions: { orderBy: { number: 'asc' } } } },
} as const satisfies Prisma.SignatureRequestInclude
export type RequestRow = Prisma.SignatureRequestGetPayload<{ include: typeof withParts }>

/** NOT_FOUND also for requests of other accounts; SIGNATURE_REQUEST_DELETED for deleted ones. */
export async function requestRow(context: Context, { tenantId, mode }: OrganisationCaller, requestId: string): Promise<RequestRow> {
  const row = await context.db.signatureRequest.findFirst({ where: { id: requestId, tenantId, mode }, include: withParts })
  if (!row) throw noSuchRequest(requestId)
  refuseDeleted(row)
  return row
}

/** The same refusal whether there is no such request or another account has it. */
export function noSuchRequest(requestId: string): Problem {
  return new Problem('NOT_FOUND.request', { id: requestId })
}
