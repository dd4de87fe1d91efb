// Finds work that lost its job (a kill, a restored database, retries used up) and puts it into the queue again; forgets what has had its time.

import type { Context } from './context'

const DAY = 24 * 3_600_000

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
  await forgetTransients(context, new Date(now.getTime() - DAY))
  await shredBiometrics(context, now)
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
  for (const { id } of over) await context.enqueue(context.db, 'announce_expiry', { request: id })
}

async function forgetTransients(context: Context, before: Date): Promise<void> {
  await context.db.session.deleteMany({ where: { lastSeenAt: { lte: before } } })
  await context.db.handover.deleteMany({ where: { expiresAt: { lte: before } } })
  await context.db.rateWindow.deleteMany({ where: { windowStart: { lte: before } } })
  await context.db.idempotencyRecord.deleteMany({ where: { createdAt: { lte: before } } })
}

/** The frames go, and with the key whatever a backup still holds of them becomes unreadable. */
async function shredBiometrics(context: Context, now: Date): Promise<void> {
  const due = await context.db.verification.findMany({ where: { purgeAt: { lte: now }, key: { not: null } }, select: { id: true }, take: 100 })
  for (const { id } of due) {
    await context.db.$transaction([
      context.db.frame.deleteMany({ where: { verificationId: id } }),
      context.db.verification.update({ where: { id }, data: { key: null, result: null } }),
    ])
  }
  if (due.length > 0) context.log.info({ verifications: due.length }, 'biometric data past its retention was destroyed')
}
