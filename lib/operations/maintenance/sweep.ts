// The sweep: finds work that lost its job (a kill, a restored database, retries used up) or has fallen due, and deletes expired rows.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Context } from '../kernel/context'
import { resumeTelling } from '../conversation/tell-absent'
import { forgetAppended } from '../direct/forget-appended'
import { purgeDocuments } from '../documents/purge-documents'
import { eraseEnded } from '../space/rights/erase-ended'
import { findableByHolder } from './findable-by-holder'
import { shredBiometrics } from '../verification/retention'
import { lookAfterRequests, type Pass } from './look-after-requests'
import { lookAfterLists } from '../validation/refresh-trusted-lists'
import { TRACES_KEPT_MS } from '../verification/film-traces'
import { AT_ONCE, forgetOlder, inRounds, oneByOne } from '../kernel/sweeping'
import { forgetWebhooks, resumeWebhooks } from '../webhooks/delivery/look-after'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * At a start all unfinished work is stuck, because no job is running; later only work that has waited for half a minute.
 * Queueing and jobs are idempotent, so sweeping too often does no harm. One pass does a part of what is due, in small statements that an
 * index serves, and answers whether more may be left. The next pass tries again what failed.
 */
export async function sweep(context: Context, when: Pass, stopped: () => boolean = () => false): Promise<boolean> {
  const now = context.machineNow()
  const before = new Date(now.getTime() - (when === 'start' ? 0 : 30_000))
  const steps: (() => Promise<unknown>)[] = [
    () => resumeSignatures(context, before),
    () => resumeMessages(context, before),
    () => resumeVerifications(context, before),
    () => resumeStamps(context, before),
    () => resumeTelling(context, before),
    () => lookAfterRequests(context, when),
    () => resumeWebhooks(context),
    () => forgetTransients(context, now),
    () => forgetAppended(context, new Date(now.getTime() - DAY)),
    () => forgetWebhooks(context),
    () => shredOldBiometrics(context, now),
    () => purgeDocuments(context),
    () => findableByHolder(context),
    () => eraseEnded(context),
    () => context.blobs.sweepStaged(),
    () => lookAfterLists(context),
  ]
  let more = false
  for (const step of steps) {
    await yieldToEventLoop()
    if (stopped()) return false
    try {
      if ((await step()) === true) more = true
    } catch (error) {
      // When the process stops, the database is closed during a step: no error then.
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

async function resumeStamps(context: Context, before: Date): Promise<void> {
  const rows = await context.db.signatureRequest.findMany({
    where: { stampsDueAt: { lte: before } },
    select: { id: true },
    orderBy: { stampsDueAt: 'asc' },
    take: 200,
  })
  await oneByOne(rows, ({ id }) => context.enqueue(context.db, 'stamp_evidence', { request: id }))
}

async function forgetTransients(context: Context, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - DAY)
  const left = [
    await forgetOlder(context, 'Session', 'lastSeenAt', before),
    await forgetOlder(context, 'ConsoleSession', 'expiresAt', before),
    await forgetOlder(context, 'SpaceLink', 'expiresAt', before),
    await forgetOlder(context, 'SpaceSession', 'expiresAt', before),
    await forgetOlder(context, 'PasskeyChallenge', 'expiresAt', before),
    await forgetOlder(context, 'Handover', 'expiresAt', before),
    // No window of a limit is longer than an hour.
    await forgetOlder(context, 'RateWindow', 'windowStart', new Date(now.getTime() - 2 * HOUR)),
    await forgetOlder(context, 'IdempotencyRecord', 'createdAt', before),
    await forgetOlder(context, 'KeptFace', 'purgeAt', now),
    await forgetOlder(context, 'FilmTrace', 'madeAt', new Date(now.getTime() - TRACES_KEPT_MS)),
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
