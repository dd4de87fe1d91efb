// The test clock: moves the time of one request ahead and does at once what falls due. Never back: times in the evidence only rise.

import { Problem } from '../../domain/problem'
import { requestFrom, statusOf, type RequestStatus } from '../../domain/request'
import { doneBefore, markDone } from '../kernel/claim'
import type { OrganisationCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { tellAbsentOf } from '../conversation/tell-absent'
import { purgeDocumentsOf } from '../documents/purge-documents'
import { append, loadEvents } from '../kernel/evidence'
import { shredBiometrics } from '../verification/retention'
import { announceExpiry } from '../requests/announce-expiry'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { noSuchRequest } from '../requests/request-row'
import { atOffset, atTimeOf } from '../kernel/request-clock'
import { refuseOutsideSandbox } from './refuse-outside-sandbox'
import { lockRequest } from '../kernel/lock-request'

/** Over all moves of one request: certificates and retention end well before. */
const FURTHEST_SECONDS = 10 * 365 * 86_400

export type ClockMove = { signatureRequestId: string; advanceSeconds?: number | undefined; to?: Date | undefined }
export type MovedClock = { requestId: string; now: Date; offsetSeconds: number; movedSeconds: number; status: RequestStatus }

export async function moveSandboxClock(context: Context, caller: OrganisationCaller, input: ClockMove): Promise<MovedClock> {
  refuseOutsideSandbox(caller)
  const { signatureRequestId } = input
  const done = doneBefore(context)
  const moved = done === null ? await move(context, caller, input) : Number(done)
  const at = await atTimeOf(context, context.db, { request: signatureRequestId })
  await doWhatIsDue(at, signatureRequestId)
  const where = { id: signatureRequestId }
  const { clockOffset } = await context.db.signatureRequest.findUniqueOrThrow({ where, select: { clockOffset: true } })
  const state = requestFrom(await loadEvents(context, context.db, signatureRequestId))
  return {
    requestId: signatureRequestId,
    now: at.now(),
    offsetSeconds: clockOffset,
    movedSeconds: moved,
    status: statusOf(state, at.now()),
  }
}

/** Answers by how many seconds the clock was moved. */
function move(context: Context, caller: OrganisationCaller, input: ClockMove): Promise<number> {
  const { signatureRequestId } = input
  return context.db.$transaction(async (tx) => {
    const where = { id: signatureRequestId, tenantId: caller.tenantId, mode: 'test' as const }
    const row = await tx.signatureRequest.findFirst({ where })
    if (!row) throw noSuchRequest(signatureRequestId)
    refuseDeleted(requireWhole(context, 'signatureRequest', row))
    // Locked before the offset is read, so that two moves at once add up.
    await lockRequest(tx, row.id)
    // Read while the row and the facts agree about the clock.
    await loadEvents(context, tx, row.id)
    const { clockOffset } = await tx.signatureRequest.findUniqueOrThrow({ where: { id: row.id }, select: { clockOffset: true } })
    const seconds = secondsOf(input, atOffset(context, { clockOffset }).now())
    if (clockOffset + seconds > FURTHEST_SECONDS) {
      throw new Problem('VALIDATION_FAILED.clock_far').at(fieldOf(input), 'INVALID')
    }
    await tx.signatureRequest.update({ where: { id: row.id }, data: { clockOffset: clockOffset + seconds } })
    await bringNearer(tx, row.id, seconds)
    await append(context, tx, row.id, [{ by: caller, fact: { type: 'clock_moved', seconds } }])
    await markDone(context, tx, String(seconds))
    return seconds
  })
}

function secondsOf({ advanceSeconds, to }: ClockMove, now: Date): number {
  if (advanceSeconds !== undefined) return advanceSeconds
  const seconds = to === undefined ? 0 : Math.ceil((to.getTime() - now.getTime()) / 1000)
  if (seconds > 0) return seconds
  throw new Problem('VALIDATION_FAILED.clock_back', { now: now.toISOString() }).at(fieldOf({ to }), 'INVALID')
}

function fieldOf({ to }: Pick<ClockMove, 'to'>): [keyof ClockMove] {
  return [to === undefined ? 'advanceSeconds' : 'to']
}

/** These are in the machine's time. The request's own deadline is moved when the event is appended (kernel/evidence.ts). */
async function bringNearer(tx: Tx, request: string, seconds: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Verification" SET "purgeAt" = "purgeAt" - ${seconds}::int * interval '1 second'
    WHERE "signerId" IN (SELECT "id" FROM "Signer" WHERE "requestId" = ${request})`
  await tx.$executeRaw`
    UPDATE "Conversation" SET
      "signerSeenAt" = "signerSeenAt" - ${seconds}::int * interval '1 second',
      "signerMailAt" = "signerMailAt" - ${seconds}::int * interval '1 second',
      "requesterSeenAt" = "requesterSeenAt" - ${seconds}::int * interval '1 second',
      "requesterMailAt" = "requesterMailAt" - ${seconds}::int * interval '1 second'
    WHERE "signerId" IN (SELECT "id" FROM "Signer" WHERE "requestId" = ${request})`
}

/**
 * Does what the sweep would do within a minute: announces expiry, tells who is away of messages, and destroys face data and documents past
 * their time.
 */
async function doWhatIsDue(context: Context, request: string): Promise<void> {
  await announceExpiry(context, { request })
  await tellAbsentOf(context, request)
  const due = await context.db.verification.findMany({
    where: { signer: { requestId: request }, purgeAt: { lte: context.machineNow() }, key: { not: null } },
    select: { id: true },
  })
  await shredBiometrics(
    context,
    due.map(({ id }) => id),
  )
  await purgeDocumentsOf(context, request)
}
