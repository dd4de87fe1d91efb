// Lists the webhook endpoints of the caller's account and mode, newest first.

import { isWhole } from '../../kernel/bound-rows'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { cursorScope, NEWEST_FIRST, olderThan, pageOf, type Page } from '../../kernel/cursor'
import { endpointView, type EndpointView } from './endpoint-view'

export async function listWebhookEndpoints(
  context: Context,
  caller: OrganisationCaller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<EndpointView>> {
  const { tenantId, mode } = caller
  const scope = cursorScope(caller, 'webhook endpoints')
  const rows = await context.db.webhookEndpoint.findMany({
    where: { tenantId, mode, AND: olderThan(context, cursor, scope) },
    orderBy: NEWEST_FIRST,
    take: limit + 1,
  })
  const page = pageOf(context, rows, limit, scope)
  // One that was changed outside of the product is left out, and is in the log.
  return { ...page, items: page.items.filter((row) => isWhole(context, 'webhookEndpoint', row)).map((row) => endpointView(context, row)) }
}
