// A webhook endpoint as its owner sees it: without the secret, which is shown in the answer to what made it and at no other time.

import { Problem } from '../../../domain/problem'
import type { WebhookEndpoint } from '../../../generated/prisma/client'
import type { ApiCaller, Context, Tx } from '../../kernel/context'
import type { SubscribableType } from '../event-types'
import { openContact, secretsOf } from '../secret'
import type { DisabledBecause } from '../switch-off'

export type EndpointView = {
  id: string
  url: string
  description: string | null
  events: SubscribableType[]
  enabled: boolean
  disabledBecause: DisabledBecause | null
  disabledAt: Date | null
  failingSince: Date | null
  contactEmail: string | null
  /** Until when the secret before the last rotation still signs; null when only the new one does. */
  previousSecretUntil: Date | null
  livemode: boolean
  createdAt: Date
  updatedAt: Date
}
export type EndpointWithSecret = EndpointView & { secret: string }

export function endpointView(context: Context, row: WebhookEndpoint): EndpointView {
  const { id, url, description, enabled, disabledAt, failingSince, createdAt, updatedAt, previousUntil } = row
  return {
    id,
    url,
    description,
    enabled,
    disabledAt,
    failingSince,
    createdAt,
    updatedAt,
    livemode: row.mode === 'live',
    // Written by the operations beside this one only.
    events: row.events as SubscribableType[],
    disabledBecause: row.disabledBecause,
    contactEmail: row.contact && openContact(context, id, row.contact),
    previousSecretUntil: previousUntil && previousUntil > context.machineNow() ? previousUntil : null,
  }
}

/** For a repetition of what made the secret and died before it could show it. */
export async function endpointWithSecret(context: Context, caller: ApiCaller, endpointId: string): Promise<EndpointWithSecret> {
  const row = await endpointRow(context.db, caller, endpointId)
  return { ...endpointView(context, row), secret: secretsOf(context, row, context.machineNow())[0] }
}

/** As `endpointRow`, and it stays until the transaction ends: what is written for it would fail if it were deleted meanwhile. */
export async function keptEndpoint(tx: Tx, caller: ApiCaller, endpointId: string): Promise<WebhookEndpoint> {
  const { id } = await endpointRow(tx, caller, endpointId)
  await tx.$queryRaw`SELECT "id" FROM "WebhookEndpoint" WHERE "id" = ${id} FOR KEY SHARE`
  return endpointRow(tx, caller, id)
}

/** NOT_FOUND for those of others, too. */
export async function endpointRow(db: Tx, { tenantId, mode }: ApiCaller, endpointId: string): Promise<WebhookEndpoint> {
  const row = await db.webhookEndpoint.findFirst({ where: { id: endpointId, tenantId, mode } })
  if (!row) throw noEndpoint(endpointId)
  return row
}

export const noEndpoint = (id: string): Problem => new Problem('NOT_FOUND.endpoint', { id })
