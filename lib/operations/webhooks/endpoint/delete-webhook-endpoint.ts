// Deletes a webhook endpoint with its secret, pending deliveries and log; the events stay. One that was changed outside is used for nothing
// else, but its owner can be rid of it.

import type { OrganisationCaller } from '../../../domain/caller'
import { isWhole, rowGone } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { noEndpoint } from './endpoint-view'

export async function deleteWebhookEndpoint(
  context: Context,
  { tenantId, mode }: OrganisationCaller,
  { endpointId }: { endpointId: string },
): Promise<{ id: string }> {
  const where = { id: endpointId, tenantId, mode }
  const row = await context.db.webhookEndpoint.findFirst({ where })
  if (!row) throw noEndpoint(endpointId)
  const changed = !isWhole(context, 'webhookEndpoint', row)
  await context.db.webhookEndpoint.deleteMany({ where })
  rowGone(context, 'webhookEndpoint', endpointId)
  if (changed) context.log.warn({ webhook_endpoint: endpointId }, 'a webhook endpoint that was changed outside was deleted by its owner')
  return { id: endpointId }
}
