// Deletes a webhook endpoint with its secret, pending deliveries and log; the events stay.

import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { endpointRow } from './endpoint-view'

export async function deleteWebhookEndpoint(
  context: Context,
  caller: OrganisationCaller,
  { endpointId }: { endpointId: string },
): Promise<{ id: string }> {
  const { id } = await endpointRow(context, context.db, caller, endpointId)
  await context.db.webhookEndpoint.deleteMany({ where: { id, tenantId: caller.tenantId, mode: caller.mode } })
  return { id }
}
