// One request in which the person was asked to sign; for anybody else there is no such request.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { ownRow, withParts, type RequestRow } from '../../requests/request-row'
import { ownProfile, ownSigners } from '../whose'

export async function ownRequest(context: Context, caller: HolderCaller, requestId: string): Promise<RequestRow> {
  requirePermission(caller, 'space:read')
  const row = await context.db.signatureRequest.findFirst({
    where: { id: requestId, mode: caller.mode, signers: { some: ownSigners(caller) } },
    include: withParts,
  })
  const asked = row?.signers.filter(({ status, profileKey }) => status !== 'waiting' && profileKey !== null)
  if (!row || !asked?.some((signer) => ownProfile(context, caller, signer))) throw new Problem('NOT_FOUND.in_space')
  return ownRow(context, row)
}
