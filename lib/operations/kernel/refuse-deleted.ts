// What was deleted for good answers every question alike: that it is gone, to whom it belonged, and nothing to anybody else.

import { Problem } from '../../domain/problem'
import type { Signer } from '../../generated/prisma/client'
import type { ApiCaller, Context } from './context'

export function refuseDeleted({ id, deletedAt }: { id: string; deletedAt: Date | null }): void {
  if (deletedAt === null) return
  throw new Problem('SIGNATURE_REQUEST_DELETED.deleted', { id, day: deletedAt.toISOString().slice(0, 10) })
}

/** A signer of the caller's request; NOT_FOUND for those of others, too. */
export async function requireSigner(
  context: Context,
  { tenantId, mode }: ApiCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<Signer> {
  const found = await context.db.signer.findFirst({
    where: { id: signerId, requestId, request: { tenantId, mode } },
    include: { request: { select: { id: true, deletedAt: true } } },
  })
  if (!found) throw new Problem('NOT_FOUND.signer', { signer: signerId, request: requestId })
  const { request, ...signer } = found
  refuseDeleted(request)
  return signer
}
