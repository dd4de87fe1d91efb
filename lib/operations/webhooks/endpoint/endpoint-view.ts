// A webhook endpoint as the API shows it: without the secret, which only the answer that created it shows.

import { requireWhole } from '../../kernel/bound-rows'
import { Problem } from '../../../domain/problem'
import type { WebhookEndpoint } from '../../../generated/prisma/client'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
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
  /** Until when the earlier secret signs as well; null when only the current one does. */
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
    // A safe cast: only the operations in this folder write this column.
    events: row.events as SubscribableType[],
    disabledBecause: row.disabledBecause,
    contactEmail: row.contact && openContact(context, id, row.contact),
    previousSecretUntil: previousUntil && previousUntil > context.machineNow() ? previousUntil : null,
  }
}

/** For the repetition of a call that made the secret and died before it answered. */
export async function endpointWithSecret(context: Context, caller: OrganisationCaller, endpointId: string): Promise<EndpointWithSecret> {
  const row = await endpointRow(context, context.db, caller, endpointId)
  return { ...endpointView(context, row), secret: secretsOf(context, row, context.machineNow())[0] }
}

/** As `endpointRow`, locked until the transaction ends, so that the endpoint is not deleted while rows are written for it. */
export async function keptEndpoint(context: Context, tx: Tx, caller: OrganisationCaller, endpointId: string): Promise<WebhookEndpoint> {
  const { id } = await endpointRow(context, tx, caller, endpointId)
  await tx.$queryRaw`SELECT "id" FROM "WebhookEndpoint" WHERE "id" = ${id} FOR KEY SHARE`
  return endpointRow(context, tx, caller, id)
}

/** NOT_FOUND also for endpoints of other accounts. */
export async function endpointRow(
  context: Context,
  db: Tx,
  { tenantId, mode }: OrganisationCaller,
  endpointId: string,
): Promise<WebhookEndpoint> {
  const row = await db.webhookEndpoint.findFirst({ where: { id: endpointId, tenantId, mode } })
  if (!row) throw noEndpoint(endpointId)
  return requireWhole(context, 'webhookEndpoint', row)
}

export const noEndpoint = (id: string): Problem => new Problem('NOT_FOUND.endpoint', { id })
