// Sends past events to an endpoint again: one by id, or all of a time range to which the endpoint is subscribed.

import { newId } from '../../../domain/ids'
import { Problem } from '../../../domain/problem'
import type { Prisma } from '../../../generated/prisma/client'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { scheduleDelivery } from '../delivery/schedule-delivery'
import { endpointRow, keptEndpoint } from '../endpoint/endpoint-view'

const MOST_REPLAYED = 10_000
const CHUNK = 1_000

/** Either `eventId`, or `from` and `to`; a `to` of null means now. */
export type Replay = { endpointId: string; eventId: string | null; from: Date | null; to: Date | null }

/** Answers how many will be sent. A pending delivery is not doubled: its next attempt comes at once. */
export async function replayWebhookEvents(context: Context, caller: OrganisationCaller, input: Replay): Promise<{ count: number }> {
  const endpoint = await endpointRow(context, context.db, caller, input.endpointId)
  if (!endpoint.enabled) throw new Problem('STATE_CONFLICT.endpoint_off')
  const events = await eventsOf(context, caller, endpoint.events, input)
  for (let from = 0; from < events.length; from += CHUNK) {
    await context.db.$transaction(async (tx) =>
      sendAgain(context, tx, await keptEndpoint(context, tx, caller, endpoint.id), events.slice(from, from + CHUNK)),
    )
  }
  return { count: events.length }
}

async function eventsOf(
  { db, machineNow }: Context,
  { tenantId, mode }: OrganisationCaller,
  subscribed: readonly string[],
  { eventId, from, to }: Replay,
): Promise<string[]> {
  if (eventId !== null) {
    const event = await db.webhookEvent.findFirst({ where: { id: eventId, tenantId, mode }, select: { id: true } })
    if (!event) throw new Problem('NOT_FOUND.event', { id: eventId })
    return [event.id]
  }
  const found = await db.webhookEvent.findMany({
    where: { tenantId, mode, type: { in: [...subscribed] }, createdAt: { ...(from ? { gte: from } : {}), lte: to ?? machineNow() } },
    select: { id: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST_REPLAYED + 1,
  })
  if (found.length <= MOST_REPLAYED) return found.map(({ id }) => id)
  throw new Problem('VALIDATION_FAILED.too_many_events', { most: MOST_REPLAYED }).at(['to'], 'TOO_BIG')
}

async function sendAgain(
  context: Context,
  tx: Tx,
  endpoint: { id: string; failingSince: Date | null },
  events: readonly string[],
): Promise<void> {
  const now = context.machineNow()
  const pending: Prisma.WebhookDeliveryWhereInput = { endpointId: endpoint.id, state: 'pending', eventId: { in: [...events] } }
  const underWay = new Set((await tx.webhookDelivery.findMany({ where: pending, select: { eventId: true } })).map(({ eventId }) => eventId))
  if (underWay.size > 0)
    await tx.webhookDelivery.updateMany({ where: { ...pending, nextAttemptAt: { gt: now } }, data: { nextAttemptAt: now } })
  await tx.webhookDelivery.createMany({
    data: events
      .filter((id) => !underWay.has(id))
      .map((eventId) => ({ id: newId('dlv'), endpointId: endpoint.id, eventId, cause: 'replay', createdAt: now, nextAttemptAt: now })),
  })
  await scheduleDelivery(context, tx, endpoint)
}
