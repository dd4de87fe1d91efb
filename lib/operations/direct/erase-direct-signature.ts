// Erases who made a direct signature: name, identifier and the organisation's words go, and with the salt the digests say nothing any more.

import type { OrganisationCaller } from '../../domain/caller'
import { changeBound } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { directRow, directView, type DirectView } from './direct-row'

/** Once more, it comes to the same. Signed files that were handed out name the person for ever. */
export async function eraseDirectSignature(
  context: Context,
  caller: OrganisationCaller,
  { signatureId }: { signatureId: string },
): Promise<DirectView> {
  const { id } = await directRow(context, caller, signatureId)
  const nothing = { erasedAt: context.machineNow(), subject: null, appended: null }
  await changeBound(context, context.db, 'directSignature', { id, erasedAt: null }, nothing)
  return directView(context, await directRow(context, caller, id))
}
