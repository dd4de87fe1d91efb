// Reads one event in the form that webhooks send.

import { requireWhole } from '../../kernel/bound-rows'
import { Problem } from '../../../domain/problem'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { bodyOf, type WebhookBody } from '../body'

export async function getEvent(
  context: Context,
  { tenantId, mode }: OrganisationCaller,
  { eventId }: { eventId: string },
): Promise<WebhookBody> {
  const row = await context.db.webhookEvent.findFirst({ where: { id: eventId, tenantId, mode } })
  if (!row) throw new Problem('NOT_FOUND.event', { id: eventId })
  return bodyOf(requireWhole(context, 'webhookEvent', row))
}
