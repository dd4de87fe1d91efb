// Lists the events of the caller's account and mode, newest first, in the form that webhooks send.

import { isWhole } from '../../kernel/bound-rows'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { cursorScope, NEWEST_FIRST, olderThan, pageOf, type Page } from '../../kernel/cursor'
import { bodyOf, type WebhookBody } from '../body'
import type { WebhookEventType } from '../event-types'

type Wanted = {
  type?: WebhookEventType | undefined
  requestId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  limit: number
  cursor?: string | undefined
}

export async function listEvents(
  context: Context,
  caller: OrganisationCaller,
  { type, requestId, from, to, limit, cursor }: Wanted,
): Promise<Page<WebhookBody>> {
  const { tenantId, mode } = caller
  const scope = cursorScope(caller, 'events', type, requestId, from, to)
  const rows = await context.db.webhookEvent.findMany({
    where: {
      tenantId,
      mode,
      ...(type ? { type } : {}),
      ...(requestId === undefined ? {} : { requestId }),
      AND: [
        ...(from ? [{ createdAt: { gte: from } }] : []),
        ...(to ? [{ createdAt: { lte: to } }] : []),
        ...olderThan(context, cursor, scope),
      ],
    },
    orderBy: NEWEST_FIRST,
    take: limit + 1,
  })
  const page = pageOf(context, rows, limit, scope)
  // One that was changed outside of the product is left out, and is in the log.
  return { ...page, items: page.items.filter((row) => isWhole(context, 'webhookEvent', row)).map(bodyOf) }
}
