// Job: one process's turn at one endpoint. Delivers what is due, oldest first, and sees to it that there is a next turn when one is needed.

import { randomUUID } from 'node:crypto'
import type { Context } from '../../kernel/context'
import { attempt, toDeliver, type ToDeliver } from './attempt'
import { wake } from './wake'

/** Deliveries under way at once to an endpoint that answers; one that fails is asked with a single one. */
const AT_ONCE = 5
/** Then others have their turn. */
const ROUNDS = 8
/** Seconds by the database's clock, the one that all processes share: longer than any round can take. */
const TURN_SECONDS = 60

/** Safe to run twice and to kill: two turns at one endpoint exclude each other, and what a dead process held is free again in a minute. */
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
  // After the turn has ended: finds deliveries that were written while the turn was taken.
  await wakeAgain(context, id)
}

/** All end before the turn does, also when one of them could not be recorded. */
async function allTaken(attempts: readonly Promise<boolean>[]): Promise<boolean> {
  await Promise.allSettled(attempts)
  return (await Promise.all(attempts)).every((taken) => taken)
}

/** The oldest first; a pending delivery that is not due yet waits for its own time and lets others pass. */
async function nextDue({ db, machineNow }: Context, id: string): Promise<ToDeliver[]> {
  const endpoint = await db.webhookEndpoint.findUnique({ where: { id }, select: { enabled: true, failingSince: true } })
  if (!endpoint?.enabled) return []
  return db.webhookDelivery.findMany({
    where: { endpointId: id, state: 'pending', nextAttemptAt: { lte: machineNow() } },
    include: toDeliver,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: endpoint.failingSince === null ? AT_ONCE : 1,
  })
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
  const endpoint = await context.db.webhookEndpoint.findUnique({ where: { id }, select: { id: true, enabled: true, failingSince: true } })
  if (!endpoint?.enabled) return
  const next = await context.db.webhookDelivery.findFirst({
    where: { endpointId: id, state: 'pending', nextAttemptAt: { not: null } },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  if (!next?.nextAttemptAt) return
  await wake(context, context.db, endpoint, next.nextAttemptAt <= context.machineNow() ? null : next.nextAttemptAt)
}
