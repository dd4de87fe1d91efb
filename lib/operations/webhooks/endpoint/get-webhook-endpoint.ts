// Reads one webhook endpoint.

import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { endpointRow, endpointView, type EndpointView } from './endpoint-view'

export async function getWebhookEndpoint(
  context: Context,
  caller: OrganisationCaller,
  { endpointId }: { endpointId: string },
): Promise<EndpointView> {
  return endpointView(context, await endpointRow(context, context.db, caller, endpointId))
}
