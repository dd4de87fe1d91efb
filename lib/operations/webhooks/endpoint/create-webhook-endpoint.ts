// Creates a webhook endpoint for the caller's account and mode, and shows its secret this one time.

import { bound } from '../../kernel/bound-rows'
import { newId } from '../../../domain/ids'
import { Problem } from '../../../domain/problem'
import { doneBefore, markDone } from '../../kernel/claim'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { STANDARD, type SubscribableType } from '../event-types'
import { newSecret, sealContact, sealSecret } from '../secret'
import { allowedUrl } from './allowed-url'
import { endpointView, endpointWithSecret, type EndpointWithSecret } from './endpoint-view'

export const MOST_ENDPOINTS = 20

export type NewEndpoint = {
  url: string
  description: string | null
  events: readonly SubscribableType[] | null
  contactEmail: string | null
}

export async function createWebhookEndpoint(context: Context, caller: OrganisationCaller, input: NewEndpoint): Promise<EndpointWithSecret> {
  const done = doneBefore(context)
  if (done !== null) return endpointWithSecret(context, caller, done)
  const url = await allowedUrl(context, caller, input.url)
  const { tenantId, mode } = caller
  const id = newId('whk')
  const secret = newSecret()
  const now = context.machineNow()
  const row = await context.db.$transaction(async (tx) => {
    // The account's row is locked, so that concurrent creations count each other.
    await tx.$queryRaw`SELECT "id" FROM "Tenant" WHERE "id" = ${tenantId} FOR UPDATE`
    if ((await tx.webhookEndpoint.count({ where: { tenantId, mode } })) >= MOST_ENDPOINTS) {
      throw new Problem('WEBHOOK_LIMIT.endpoints', { most: MOST_ENDPOINTS, mode })
    }
    await markDone(context, tx, id)
    return tx.webhookEndpoint.create({
      data: bound(context.secrets, 'webhookEndpoint', {
        id,
        tenantId,
        mode,
        url,
        enabled: true,
        description: input.description,
        events: [...(input.events ?? STANDARD)],
        createdAt: now,
        updatedAt: now,
        secret: sealSecret(context, id, secret),
        contact: input.contactEmail === null ? null : sealContact(context, id, input.contactEmail),
      }),
    })
  })
  return { ...endpointView(context, row), secret }
}
