// Reads one webhook endpoint.

import type { ApiCaller, Context } from '../../kernel/context'
import { endpointRow, endpointView, type EndpointView } from './endpoint-view'

export async function getWebhookEndpoint(
  context: Context,
  caller: ApiCaller,
  { endpointId }: { endpointId: string },
): Promise<EndpointView> {
  return endpointView(context, await endpointRow(context.db, caller, endpointId))
}
