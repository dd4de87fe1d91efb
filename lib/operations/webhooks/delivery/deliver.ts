// Job: one process's turn at one endpoint. Sends the due deliveries, oldest first, and queues the next turn when one is needed.

import { randomUUID } from 'node:crypto'
import type { WebhookEndpoint } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { attempt, toDeliver, type ToDeliver } from './attempt'
import { scheduleDelivery } from './schedule-delivery'

/** Parallel deliveries to an endpoint that answers; a failing endpoint gets one at a time. */
const AT_ONCE = 5
/** Rounds per turn, so that other endpoints are served too. */
const ROUNDS = 8
/** Seconds, in the time of the database, which all processes share; longer than any round can take. */
const TURN_SECONDS = 60

/** Safe to run twice and to kill: two turns at one endpoint exclude each other, and the turn of a dead process ends within a minute. */
export async function deliverWebhooks(context: Context, { endpoint: id }: { endpoint: string }): Promise<void> {
  const turn = randomUUID()
  if (!(await begin(context, id, turn))) return
  try {
    for (let round = 0; round < ROUNDS && (await hold(context, id, turn)); round += 1) {
      const due = await nextDue(context, id)
      if (due.length === 0 || !(await allTaken(due.map((delivery) => attempt(context, delivery))))) break
    }
  } finally {
    await end(context, id, turn)
  }
  // Called after the turn has ended, so that it finds deliveries that were written during the turn.
  await wakeAgain(context, id)
}

/** Waits for all attempts before the turn ends, also when one could not be recorded. */
async function allTaken(attempts: readonly Promise<boolean>[]): Promise<boolean> {
  await Promise.allSettled(attempts)
  return (await Promise.all(attempts)).every((taken) => taken)
}

/** The due deliveries, oldest first; one that is not due yet does not hold up later ones. */
async function nextDue(context: Context, id: string): Promise<ToDeliver[]> {
  const endpoint = await openEndpoint(context, id)
  if (!endpoint) return []
  return context.db.webhookDelivery.findMany({
    where: { endpointId: id, state: 'pending', nextAttemptAt: { lte: context.machineNow() } },
    include: toDeliver,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: endpoint.failingSince === null ? AT_ONCE : 1,
  })
}

/** Null when it is switched off, and when it was changed outside of the product: what waits for it waits until it is restored. */
async function openEndpoint(context: Context, id: string): Promise<WebhookEndpoint | null> {
  const endpoint = await context.db.webhookEndpoint.findUnique({ where: { id } })
  return endpoint?.enabled && isWhole(context, 'webhookEndpoint', endpoint) ? endpoint : null
}

async function begin({ db }: Context, id: string, turn: string): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "WebhookEndpoint" SET "turn" = ${turn}, "turnUntil" = clock_timestamp() + ${TURN_SECONDS} * interval '1 second'
    WHERE "id" = ${id} AND "enabled" AND ("turn" IS NULL OR "turnUntil" < clock_timestamp())`
  return count === 1
}

async function hold({ db }: Context, id: string, turn: string): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "WebhookEndpoint" SET "turnUntil" = clock_timestamp() + ${TURN_SECONDS} * interval '1 second' WHERE "id" = ${id} AND "turn" = ${turn}`
  return count === 1
}

async function end({ db }: Context, id: string, turn: string): Promise<void> {
  await db.$executeRaw`UPDATE "WebhookEndpoint" SET "turn" = NULL, "turnUntil" = NULL WHERE "id" = ${id} AND "turn" = ${turn}`
}

async function wakeAgain(context: Context, id: string): Promise<void> {
  const endpoint = await openEndpoint(context, id)
  if (!endpoint) return
  const next = await context.db.webhookDelivery.findFirst({
    where: { endpointId: id, state: 'pending', nextAttemptAt: { not: null } },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  if (!next?.nextAttemptAt) return
  await scheduleDelivery(context, context.db, endpoint, next.nextAttemptAt <= context.machineNow() ? null : next.nextAttemptAt)
}
