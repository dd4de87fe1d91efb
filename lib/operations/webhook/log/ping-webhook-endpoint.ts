// Sends a `ping` to an endpoint at once, one time, and answers how that went.

import { newId } from '../../../domain/ids'
import type { ApiCaller, Context } from '../../context'
import { requireWithinLimit } from '../../limits'
import { attempt, toDeliver } from '../delivery/attempt'
import { deliveryView, withLog, type DeliveryView } from './delivery-view'
import { endpointRow } from '../endpoint/endpoint-view'

const PINGS = { name: 'webhook-ping', count: 30, windowMs: 600_000 }

/** Also while the endpoint is off: to see whether a repaired receiver answers before it is switched on again. */
export async function pingWebhookEndpoint(context: Context, caller: ApiCaller, { endpointId }: { endpointId: string }): Promise<DeliveryView> {
  const { id: webhookEndpoint } = await endpointRow(context.db, caller, endpointId)
  await requireWithinLimit(context, webhookEndpoint, PINGS)
  const createdAt = context.machineNow()
  const delivery = newId('dlv')
  await context.db.webhookEvent.create({
    data: {
      id: newId('evt'), tenantId: caller.tenantId, mode: caller.mode, type: 'ping', createdAt,
      payload: { created_at: createdAt.toISOString(), data: { webhook_endpoint: { id: webhookEndpoint } } },
      // Without a time for the next attempt nobody but this request tries it.
      deliveries: { create: { id: delivery, endpointId: webhookEndpoint, cause: 'ping', createdAt } },
    },
  })
  await attempt(context, await context.db.webhookDelivery.findUniqueOrThrow({ where: { id: delivery }, include: toDeliver }))
  return deliveryView(await context.db.webhookDelivery.findUniqueOrThrow({ where: { id: delivery }, include: withLog }))
}
