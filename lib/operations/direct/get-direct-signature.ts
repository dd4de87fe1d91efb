// Shows what is kept of a direct signature. The document is not among it.

import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { directRow, directView, type DirectView } from './direct-row'

export async function getDirectSignature(
  context: Context,
  caller: OrganisationCaller,
  { signatureId }: { signatureId: string },
): Promise<DirectView> {
  return directView(context, await directRow(context, caller, signatureId))
}
