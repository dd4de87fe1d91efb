// A signature request with all its rows, for operations that change or report it.

import { Problem } from '../../domain/problem'
import type { Prisma } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole, type Stored } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { withRevisions } from '../kernel/revisions'

export const withParts = {
  signers: { orderBy: { position: 'asc' } },
  documents: { orderBy: { position: 'asc' }, include: withRevisions },
} as const satisfies Prisma.SignatureRequestInclude
export type RequestRow = Prisma.SignatureRequestGetPayload<{ include: typeof withParts }>

/** NOT_FOUND also for requests of other accounts; SIGNATURE_REQUEST_DELETED for deleted ones. */
export async function requestRow(context: Context, { tenantId, mode }: OrganisationCaller, requestId: string): Promise<RequestRow> {
  const row = await context.db.signatureRequest.findFirst({ where: { id: requestId, tenantId, mode }, include: withParts })
  if (!row) throw noSuchRequest(requestId)
  refuseDeleted(ownRow(context, row))
  return row
}

/** The row, if it and its signers are as the product wrote them. Its documents are for `ownDocuments` (kernel/revisions.ts). */
export function ownRow<R extends Stored<'signatureRequest'> & { signers: readonly Stored<'signer'>[] }>(context: Context, row: R): R {
  requireWhole(context, 'signatureRequest', row)
  for (const signer of row.signers) requireWhole(context, 'signer', signer)
  return row
}

/** The same refusal whether there is no such request or another account has it. */
export function noSuchRequest(requestId: string): Problem {
  return new Problem('NOT_FOUND.request', { id: requestId })
}
