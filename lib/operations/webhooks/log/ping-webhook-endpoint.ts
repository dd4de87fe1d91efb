// Sends one `ping` to an endpoint at once, and answers the outcome.

import { bound } from '../../kernel/bound-rows'
import { newId } from '../../../domain/ids'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { attempt, toDeliver, type ToDeliver } from '../delivery/attempt'
import { deliveryView, withLog, type DeliveryView } from './delivery-view'
import { endpointRow, keptEndpoint, noEndpoint } from '../endpoint/endpoint-view'

const PINGS = { name: 'webhook-ping', count: 30, windowMs: 600_000 }

/** Works while the endpoint is off too, to test a repaired receiver before it is switched on again. */
export async function pingWebhookEndpoint(
  context: Context,
  caller: OrganisationCaller,
  { endpointId }: { endpointId: string },
): Promise<DeliveryView> {
  const { id: webhookEndpoint } = await endpointRow(context, context.db, caller, endpointId)
  await requireWithinLimit(context, webhookEndpoint, PINGS)
  const delivery = await context.db.$transaction((tx) => newPing(context, tx, caller, webhookEndpoint))
  await attempt(context, delivery)
  const tried = await context.db.webhookDelivery.findUnique({ where: { id: delivery.id }, include: withLog })
  // The receiver may take seconds; an endpoint deleted meanwhile has lost its log.
  return tried ? deliveryView(tried) : Promise.reject(noEndpoint(webhookEndpoint))
}

async function newPing(context: Context, tx: Tx, caller: OrganisationCaller, endpointId: string): Promise<ToDeliver> {
  const { id } = await keptEndpoint(context, tx, caller, endpointId)
  const createdAt = context.machineNow()
  const event = await tx.webhookEvent.create({
    data: bound(context.secrets, 'webhookEvent', {
      id: newId('evt'),
      tenantId: caller.tenantId,
      mode: caller.mode,
      type: 'ping',
      requestId: null,
      createdAt,
      payload: { created_at: createdAt.toISOString(), data: { webhook_endpoint: { id } } },
    }),
  })
  // Without a time for the next attempt, no job sends it.
  return tx.webhookDelivery.create({
    data: { id: newId('dlv'), endpointId: id, eventId: event.id, cause: 'ping', createdAt },
    include: toDeliver,
  })
}
