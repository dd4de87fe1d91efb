// Turns facts into webhook events, in the transaction of the evidence: both are committed, or neither.

import { bound, requireWhole } from '../kernel/bound-rows'
import { newId } from '../../domain/ids'
import { applyToRequest, requestFrom, type RequestState } from '../../domain/request'
import type { Prisma } from '../../generated/prisma/client'
import type { Context, Follower, Growth } from '../kernel/context'
import { WEBHOOK_EVENTS } from './event-types'
import { eventsOf, type NewEvent } from './events-of'
import { scheduleDelivery } from './delivery/schedule-delivery'

export const API_VERSION = 'v1'

type Row = { id: string; metadata: unknown }
type Endpoint = { id: string; events: string[]; failingSince: Date | null }

/** Costs nothing for facts without a webhook event; else one query for endpoints and one insert. */
export const publish: Follower = async (context, tx, row, growth) => {
  const happened = allEvents(context, row, growth)
  if (happened.length === 0) return
  // The events tell its metadata.
  const { tenantId, mode } = requireWhole(context, 'signatureRequest', row)
  // The endpoints are locked: one that is deleted before this transaction ends would make it fail, and with it the signer's act.
  const endpoints = await tx.$queryRaw<Endpoint[]>`
    SELECT "id", "events", "failingSince" FROM "WebhookEndpoint" WHERE "tenantId" = ${tenantId} AND "mode" = ${mode} AND "enabled" ORDER BY "id" FOR KEY SHARE`
  // Standard events are always stored; step events only while an endpoint subscribes to them.
  const kept = happened.filter(({ type }) => WEBHOOK_EVENTS[type].standard || endpoints.some(({ events }) => events.includes(type)))
  const now = context.machineNow()
  const events = kept.map(({ type, at, data }, index) => ({
    type,
    id: newId('evt'),
    // A millisecond apart, so that lists and deliveries keep the order of the events.
    createdAt: new Date(now.getTime() + index),
    // As the column gives it back.
    payload: JSON.parse(JSON.stringify({ created_at: at, data })) as Prisma.InputJsonObject,
  }))
  if (events.length === 0) return
  await tx.webhookEvent.createMany({
    data: events.map((event) => bound(context.secrets, 'webhookEvent', { ...event, tenantId, mode, requestId: row.id })),
  })
  for (const endpoint of endpoints) {
    const due = events.filter(({ type }) => endpoint.events.includes(type))
    if (due.length === 0) continue
    await tx.webhookDelivery.createMany({
      data: due.map(({ id: eventId, createdAt }) => ({
        id: newId('dlv'),
        endpointId: endpoint.id,
        eventId,
        cause: 'event',
        createdAt,
        nextAttemptAt: now,
      })),
    })
    await scheduleDelivery(context, tx, endpoint)
  }
}

function allEvents({ baseUrl }: Context, { id, metadata }: Row, { before, added }: Growth): NewEvent[] {
  const happened: NewEvent[] = []
  let state: RequestState | null = before.length > 0 ? requestFrom(before) : null
  for (const event of added) {
    const after: RequestState = state ? applyToRequest(state, event) : requestFrom([event])
    happened.push(...eventsOf({ id, metadata, baseUrl }, state, after, event))
    state = after
  }
  return happened
}
