// Changes a webhook endpoint: address, events, contact, and whether it is on.

import { changeBound } from '../../kernel/bound-rows'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import type { SubscribableType } from '../event-types'
import { sealContact } from '../secret'
import { switchOff } from '../switch-off'
import { allowedUrl } from './allowed-url'
import { endpointRow, endpointView, type EndpointView } from './endpoint-view'

/** Absent members stay as they are. */
export type EndpointChange = {
  endpointId: string
  url?: string | undefined
  description?: string | null | undefined
  events?: readonly SubscribableType[] | undefined
  contactEmail?: string | null | undefined
  enabled?: boolean | undefined
}

export async function updateWebhookEndpoint(context: Context, caller: OrganisationCaller, change: EndpointChange): Promise<EndpointView> {
  const { id } = await endpointRow(context, context.db, caller, change.endpointId)
  const { description, events, contactEmail, enabled } = change
  const url = change.url === undefined ? undefined : await allowedUrl(context, caller, change.url)
  await context.db.$transaction(async (tx) => {
    const changed = {
      updatedAt: context.machineNow(),
      ...(url === undefined ? {} : { url }),
      ...(description === undefined ? {} : { description }),
      ...(events ? { events: [...events] } : {}),
      ...(contactEmail === undefined ? {} : { contact: contactEmail === null ? null : sealContact(context, id, contactEmail) }),
    }
    await changeBound(context, tx, 'webhookEndpoint', { id, tenantId: caller.tenantId, mode: caller.mode }, changed)
    if (enabled === false) await switchOff(context, tx, id, 'requester')
    // Switched on again, the endpoint starts without its earlier failures.
    if (enabled === true) {
      const anew = { enabled: true, disabledBecause: null, disabledAt: null, failingSince: null }
      await changeBound(context, tx, 'webhookEndpoint', { id, enabled: false }, anew)
    }
  })
  return endpointView(context, await endpointRow(context, context.db, caller, id))
}
