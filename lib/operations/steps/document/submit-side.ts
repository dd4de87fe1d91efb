// One side of the document was captured: the server reads the pictures and either keeps the side or says what to do better.

import type { DocumentSide } from '../../../domain/capture'
import type { Fact } from '../../../domain/event'
import { Problem } from '../../../domain/problem'
import type { SideReading } from '../../../identity/check'
import { chainFrames, chainStart, frameDigest, type CameraFrame } from '../../../identity/frame'
import { canBeRetaken } from '../../../identity/reasons'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { actAt, arriveAt, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { requireWithinLimit } from '../../kernel/limits'
import { captureOf } from '../../kernel/signer-script'
import { purgeAt } from '../../verification/retention'
import { tellVerdict } from '../../verification/tell-verdict'
import {
  newSidePlan,
  openFrames,
  openPlan,
  openResult,
  sealPlan,
  sealResult,
  type VerificationPlan,
} from '../../verification/verification-store'

export const SHOTS_PER_SIDE = 3
const READINGS = { name: 'submit-side', count: 60, windowMs: 600_000 }

export async function submitSide(context: Context, caller: SignerCaller, input: { side: DocumentSide; nonce: string }): Promise<void> {
  const guard: Guard = { at: ['document'], already: ({ signer }) => signer.verification?.captured.includes(input.side) === true }
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived || !arrived.signer.verification) return
  if (arrived.signer.verification.captured.includes(input.side)) return
  const row = await context.db.verification.findUniqueOrThrow({ where: { id: arrived.signer.verification.id } })
  const plan = sidePlan(openPlan(context, row), input)
  // Reading pictures is our most expensive work: limited, so that one person who repeats the act does not keep others waiting.
  await requireWithinLimit(context, caller.signerId, READINGS)
  const frames = await openFrames(context, context.db, row, [input.nonce])
  if (frames.length === 0) throw new Problem('CHALLENGE_EXPIRED.no_pictures')
  const reading = await context.identity.readSide({
    side: input.side,
    documentType: arrived.signer.verification.documentType,
    country: row.country,
    movement: plan.movement,
    shownAt: plan.shownAt ?? null,
    frames,
    now: context.now(),
    script: captureOf(arrived.mode, arrived.row, row.id),
    zoneOnOtherSide: openResult(context, row)?.sides.some(({ side, mrz }) => side !== input.side && mrz !== null) ?? false,
  })
  await actAt(context, caller, guard, (journey, tx) => settle(context, tx, journey, input, reading, frames))
}

/** Refuses when the frames changed while they were read: the evidence would hold frames that nobody judged. */
async function requireStillThere(tx: Tx, verificationId: string, nonce: string, frames: readonly CameraFrame[]): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${verificationId} FOR UPDATE`
  const kept = new Set(
    (await tx.frame.findMany({ where: { verificationId, nonce }, select: { sha256: true } })).map(({ sha256 }) => sha256),
  )
  if (frames.every(({ jpeg }) => kept.has(frameDigest(jpeg)))) return
  throw new Problem('STATE_CONFLICT.other_pictures')
}

function sidePlan(plan: VerificationPlan, { side, nonce }: { side: DocumentSide; nonce: string }) {
  const found = plan.sides.find((candidate) => candidate.side === side && candidate.nonce === nonce)
  if (!found) throw new Problem('CHALLENGE_EXPIRED.earlier_try')
  return found
}

async function settle(
  context: Context,
  tx: Tx,
  { signer, row }: Journey,
  input: { side: DocumentSide; nonce: string },
  reading: SideReading,
  frames: readonly CameraFrame[],
): Promise<readonly Fact[]> {
  const { verification } = signer
  if (!verification || verification.captured.includes(input.side)) return []
  const stored = await tx.verification.findUniqueOrThrow({ where: { id: verification.id } })
  const plan = openPlan(context, stored)
  // Judged twice at the same time: the first result stands.
  if (!plan.sides.some((side) => side.nonce === input.nonce)) return []
  const about = { signer: row.id, verification: verification.id }
  await requireStillThere(tx, stored.id, input.nonce, frames)
  if (!reading.problem) {
    const result = openResult(context, stored) ?? { sides: [] }
    const sides = [...result.sides.filter(({ side }) => side !== input.side), reading]
    await tx.verification.update({ where: { id: stored.id }, data: { result: sealResult(context, stored, { ...result, sides }) } })
    const frames_sha256 = chainFrames(chainStart(input.nonce), frames)
    return [{ type: 'document_side_captured', ...about, side: input.side, frames: frames.length, frames_sha256 }]
  }
  const rejected: Fact = { type: 'document_shot_rejected', ...about, side: input.side, reason: reading.problem }
  if (!canBeRetaken(reading.problem) || (verification.rejected[input.side] ?? 0) + 1 >= SHOTS_PER_SIDE) {
    const now = context.now()
    await tx.verification.update({
      where: { id: stored.id },
      data: { status: 'failed', reason: reading.problem, decidedAt: now, purgeAt: purgeAt(context, 'failed') },
    })
    const attempts_left = Math.max(0, signer.attemptsAllowed - signer.attempts)
    await tellVerdict(context, tx, row.id, { reason: reading.problem, attemptsLeft: attempts_left })
    return [rejected, { type: 'verification_failed', ...about, reason: reading.problem, findings: reading.findings, attempts_left }]
  }
  await tx.frame.deleteMany({ where: { verificationId: stored.id, nonce: input.nonce } })
  const sides = plan.sides.map((side) => (side.side === input.side ? newSidePlan(context.identity, input.side) : side))
  await tx.verification.update({ where: { id: stored.id }, data: { plan: sealPlan(context, stored, { ...plan, sides }) } })
  return [rejected]
}
