// The delivery log of one endpoint, newest first: every delivery with its attempts.

import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { cursorScope, NEWEST_FIRST, olderThan, pageOf, type Page } from '../../kernel/cursor'
import { deliveryView, withLog, type DeliveryState, type DeliveryView } from './delivery-view'
import { endpointRow } from '../endpoint/endpoint-view'

type Wanted = { endpointId: string; state?: DeliveryState | undefined; limit: number; cursor?: string | undefined }

export async function listWebhookDeliveries(
  context: Context,
  caller: OrganisationCaller,
  { endpointId, state, limit, cursor }: Wanted,
): Promise<Page<DeliveryView>> {
  const { id } = await endpointRow(context, context.db, caller, endpointId)
  const scope = cursorScope(caller, 'webhook deliveries', id, state)
  // Deliveries and their events are two statements; the sweep may delete both in between. One snapshot has all of a delivery or none.
  const rows = await context.db.$transaction(
    (tx) =>
      tx.webhookDelivery.findMany({
        where: { endpointId: id, ...(state ? { state } : {}), AND: olderThan(context, cursor, scope) },
        include: withLog,
        orderBy: NEWEST_FIRST,
        take: limit + 1,
      }),
    { isolationLevel: 'RepeatableRead' },
  )
  const page = pageOf(context, rows, limit, scope)
  return { ...page, items: page.items.map(deliveryView) }
}
