// Finds work that lost its job (a kill, a restored database, retries used up) and what has fallen due; forgets what has had its time.

import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../kernel/context'
import { purgeDocuments } from '../documents/purge-documents'
import { shredBiometrics } from '../verification/retention'
import { lookAfterRequests } from './look-after-requests'
import { AT_ONCE, forgetOlder, inRounds, oneByOne } from '../kernel/sweeping'
import { forgetWebhooks, resumeWebhooks } from '../webhooks/delivery/look-after'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * At a start everything unfinished is stuck, because nobody is working on it; later only what has lain for half a minute.
 * Enqueueing is idempotent and so are the jobs, so sweeping once too often does no harm. However much has fallen due, one pass does a part
 * of it, in small statements that an index serves: answers whether more may be left. What fails is tried again by the next pass.
 */
export async function sweep(context: Context, when: 'start' | 'running', stopped: () => boolean = () => false): Promise<boolean> {
  const now = context.machineNow()
  const before = new Date(now.getTime() - (when === 'start' ? 0 : 30_000))
  const steps: (() => Promise<unknown>)[] = [
    () => resumeSignatures(context, before),
    () => resumeMessages(context, before),
    () => resumeVerifications(context, before),
    () => lookAfterRequests(context, when),
    () => resumeWebhooks(context),
    () => forgetTransients(context, now),
    () => forgetWebhooks(context),
    () => shredOldBiometrics(context, now),
    () => purgeDocuments(context),
    () => context.blobs.sweepStaged(),
  ]
  let more = false
  for (const step of steps) {
    await breathe()
    if (stopped()) return false
    try {
      if ((await step()) === true) more = true
    } catch (error) {
      // Stopping closes the database under a step that is under way.
      if (!stopped()) context.log.error({ error }, 'sweeping failed')
    }
  }
  return more
}

async function resumeSignatures(context: Context, before: Date): Promise<void> {
  const rows = await context.db.activation.findMany({
    where: { authorisedAt: { lte: before }, sealedAt: null },
    select: { id: true },
    orderBy: { authorisedAt: 'asc' },
    take: 200,
  })
  await oneByOne(rows, ({ id }) => context.enqueue(context.db, 'seal_signature', { activation: id }))
}

async function resumeMessages(context: Context, before: Date): Promise<void> {
  const rows = await context.db.outboxMessage.findMany({
    where: { state: 'queued', createdAt: { lte: before } },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
    take: 500,
  })
  await oneByOne(rows, ({ id }) => context.enqueue(context.db, 'deliver_message', { message: id }))
}

async function resumeVerifications(context: Context, before: Date): Promise<void> {
  const rows = await context.db.verification.findMany({
    where: { status: 'checking', submittedAt: { lte: before }, decidedAt: null },
    select: { id: true },
    orderBy: { submittedAt: 'asc' },
    take: AT_ONCE,
  })
  await oneByOne(rows, ({ id }) => context.enqueue(context.db, 'check_identity', { verification: id }))
}

async function forgetTransients(context: Context, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - DAY)
  const left = [
    await forgetOlder(context, 'Session', 'lastSeenAt', before),
    await forgetOlder(context, 'Handover', 'expiresAt', before),
    // No window is longer than an hour.
    await forgetOlder(context, 'RateWindow', 'windowStart', new Date(now.getTime() - 2 * HOUR)),
    await forgetOlder(context, 'IdempotencyRecord', 'createdAt', before),
  ]
  return left.includes(true)
}

function shredOldBiometrics(context: Context, now: Date): Promise<boolean> {
  const due = () =>
    context.db.verification.findMany({
      where: { purgeAt: { lte: now }, key: { not: null } },
      select: { id: true },
      orderBy: { purgeAt: 'asc' },
      take: AT_ONCE,
    })
  return inRounds(context, due, (id) => shredBiometrics(context, [id]))
}
