// The messages of one signer, newest first, for the API.

import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { cursorScope, NEWEST_FIRST, olderThan, pageOf, type Page } from '../kernel/cursor'
import { requireSigner } from '../kernel/refuse-deleted'
import { entriesOf, type Entry } from './entries'

type Wanted = { requestId: string; signerId: string; limit: number; cursor?: string | undefined }

/** Reading a list marks nothing as read: a program may ask at any time. */
export async function listMessages(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId, limit, cursor }: Wanted,
): Promise<Page<Entry>> {
  const signer = await requireSigner(context, caller, { requestId, signerId })
  const scope = cursorScope(caller, 'messages', signerId)
  const older = olderThan(context, cursor, scope)
  const conversation = await context.db.conversation.findUnique({ where: { signerId } })
  const query = { where: { AND: older }, orderBy: NEWEST_FIRST, take: limit + 1 }
  const found = conversation ? await entriesOf(context, context.db, { signer, conversation }, query) : []
  return pageOf(
    context,
    found.map(({ row, entry }) => ({ ...entry, createdAt: row.createdAt })),
    limit,
    scope,
  )
}
