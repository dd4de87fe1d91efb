// Refuses requests that were deleted for good: their owner is told so, anybody else gets NOT_FOUND.

import { Problem } from '../../domain/problem'
import type { Signer } from '../../generated/prisma/client'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from './bound-rows'
import type { Context, Tx } from './context'

export function refuseDeleted({ id, deletedAt }: { id: string; deletedAt: Date | null }): void {
  if (deletedAt === null) return
  throw new Problem('SIGNATURE_REQUEST_DELETED.deleted', { id, day: deletedAt.toISOString().slice(0, 10) })
}

/** A signer of a request of the caller; NOT_FOUND for everybody else's. */
export async function requireSigner(
  context: Pick<Context, 'secrets' | 'integrity' | 'log'> & { db: Tx },
  { tenantId, mode }: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<Signer> {
  const found = await context.db.signer.findFirst({
    where: { id: signerId, requestId, request: { tenantId, mode } },
    include: { request: true },
  })
  if (!found) throw new Problem('NOT_FOUND.signer', { signer: signerId, request: requestId })
  const { request, ...signer } = found
  refuseDeleted(requireWhole(context, 'signatureRequest', request))
  return requireWhole(context, 'signer', signer)
}
