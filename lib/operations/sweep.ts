// Finds work that lost its job (a kill, a restored database, retries used up) and puts it into the queue again; forgets what has had its time.

import type { Context } from './context'
import { purgeDocuments } from './document/purge-documents'
import { shredBiometrics } from './identity/retention'
import { forgetWebhooks, resumeWebhooks } from './webhook/delivery/look-after'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * At a start everything unfinished is stuck, because nobody is working on it; later only what has lain for half a minute.
 * Enqueueing is idempotent and so are the jobs, so sweeping once too often does no harm.
 */
export async function sweep(context: Context, when: 'start' | 'running'): Promise<void> {
  const now = context.now()
  const before = new Date(now.getTime() - (when === 'start' ? 0 : 30_000))
  await resumeSignatures(context, before)
  await resumeMessages(context, before)
  await resumeVerifications(context, before)
  await resumeRequests(context, now)
  await resumeWebhooks(context)
  await forgetTransients(context, now)
  await forgetWebhooks(context)
  await shredOldBiometrics(context, now)
  await purgeDocuments(context)
  await context.blobs.sweepStaged()
}

async function resumeSignatures(context: Context, before: Date): Promise<void> {
  const rows = await context.db.activation.findMany({
    where: { authorisedAt: { lte: before }, sealedAt: null }, select: { id: true }, orderBy: { authorisedAt: 'asc' }, take: 200,
  })
  for (const { id } of rows) await context.enqueue(context.db, 'seal_signature', { activation: id })
}

async function resumeMessages(context: Context, before: Date): Promise<void> {
  const rows = await context.db.message.findMany({
    where: { state: 'queued', createdAt: { lte: before } }, select: { id: true }, orderBy: { createdAt: 'asc' }, take: 500,
  })
  for (const { id } of rows) await context.enqueue(context.db, 'deliver_message', { message: id })
}

async function resumeVerifications(context: Context, before: Date): Promise<void> {
  const rows = await context.db.verification.findMany({
    where: { status: 'checking', submittedAt: { lte: before }, decidedAt: null }, select: { id: true }, take: 100,
  })
  for (const { id } of rows) await context.enqueue(context.db, 'check_identity', { verification: id })
}

/** All have signed but nobody completed; or the time is over and nobody has said so. */
async function resumeRequests(context: Context, now: Date): Promise<void> {
  const signed = await context.db.signatureRequest.findMany({
    where: { OR: [{ status: 'in_progress', signers: { every: { status: 'signed' } } }, { status: 'completed', evidenceBlob: null }] },
    select: { id: true }, take: 100,
  })
  for (const { id } of signed) await context.enqueue(context.db, 'complete_request', { request: id })
  const over = await context.db.signatureRequest.findMany({
    where: { status: { in: ['pending', 'in_progress'] }, expiresAt: { lte: now } }, select: { id: true }, take: 100,
  })
  for (const { id } of [...over, ...(await overByTestClock(context, now))]) await context.enqueue(context.db, 'announce_expiry', { request: id })
}

/** Requests whose own time is ahead of the machine's. */
async function overByTestClock(context: Context, now: Date): Promise<readonly { id: string }[]> {
  return context.db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "SignatureRequest"
    WHERE "clockOffset" > 0 AND "status" IN ('pending', 'in_progress') AND "expiresAt" <= ${now}::timestamptz + "clockOffset" * interval '1 second'
    LIMIT 100`
}

async function forgetTransients(context: Context, now: Date): Promise<void> {
  const before = new Date(now.getTime() - DAY)
  await context.db.session.deleteMany({ where: { lastSeenAt: { lte: before } } })
  await context.db.handover.deleteMany({ where: { expiresAt: { lte: before } } })
  // No window is longer than an hour.
  await context.db.rateWindow.deleteMany({ where: { windowStart: { lte: new Date(now.getTime() - 2 * HOUR) } } })
  await context.db.idempotencyRecord.deleteMany({ where: { createdAt: { lte: before } } })
}

async function shredOldBiometrics(context: Context, now: Date): Promise<void> {
  const due = await context.db.verification.findMany({ where: { purgeAt: { lte: now }, key: { not: null } }, select: { id: true }, take: 100 })
  const byTestClock = await context.db.$queryRaw<{ id: string }[]>`
    SELECT v."id" FROM "Verification" v JOIN "Signer" s ON s."id" = v."signerId" JOIN "SignatureRequest" r ON r."id" = s."requestId"
    WHERE r."clockOffset" > 0 AND v."key" IS NOT NULL AND v."purgeAt" <= ${now}::timestamptz + r."clockOffset" * interval '1 second'
    LIMIT 100`
  await shredBiometrics(context, [...due, ...byTestClock].map(({ id }) => id))
}
