// Reveals the selfie's challenges one at a time, each once frames of the one before have arrived and its random pause is over, so that no
// film can be prepared.

import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { closesAt, type PlannedChallenge } from '../../../identity/liveness/challenge'
import type { Verification } from '../../../generated/prisma/client'
import { arriveAt, lockedStanding } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { captureOf } from '../../kernel/signer-script'
import { filmOf, forgetFrames, framesOf } from '../../verification/frame-store'
import { readerOf } from '../../verification/reader'
import { isUncompared, MAKING, selfieAt } from './selfie-at'
import {
  checkRow,
  openPlan,
  sealPlan,
  selfieOf,
  withSelfie,
  type SelfiePlan,
  type VerificationPlan,
} from '../../verification/verification-store'

/** `waitMs`: the pause before the next challenge goes on for so long; ask again then. */
export type NextChallenge =
  | { challenge: PlannedChallenge; index: number; count: number; remainingMs: number; waitMs?: undefined }
  | { challenge?: undefined; waitMs: number }

/** Runs of the selfie per check: a reload or a lost connection may cost one. */
const SELFIE_STARTS = 4
/** A whole selfie of each session that goes on; each is a minute of reading. */
const SELFIES_ANEW = { name: 'selfies-anew', count: 6, windowMs: 3_600_000 }
const REVEALS = { name: 'challenges', count: 60, windowMs: 60_000 }

/** Null when all were shown: then `submit_selfie` is next. `light`: false for a person whom the changing light of the screen hurts. */
export async function nextChallenge(context: Context, caller: SignerCaller, { light = true } = {}): Promise<NextChallenge | null> {
  await arriveAt(context, caller, MAKING)
  await requireWithinLimit(context, caller.sessionId, REVEALS)
  const revealed = await context.db.$transaction((tx) => reveal(context, caller, tx, light))
  if (!revealed) return null
  const { verification, reader, finished, answer } = revealed
  // The finished step is read while the signer makes the next movement, so that the verdict is quick.
  if (finished) {
    const frames = await framesOf(context.db, verification, [finished.nonce])
    context.identity.warmSelfieStep(reader, finished, filmOf(context, verification, frames))
  }
  return answer
}

async function reveal(context: Context, caller: SignerCaller, tx: Tx, light: boolean) {
  const journey = await lockedStanding(context, tx, caller.signerId, caller)
  const { mode, row } = journey
  const check = selfieAt(journey)
  if (!check) return null
  const verification = await checkRow(context, tx, check.id)
  const reader = readerOf(journey, verification.id)
  const scripted = captureOf(mode, row, verification.id) !== null
  const plan = await planOf(context, tx, caller, {
    verification,
    submitted: check.selfie,
    camera: !scripted,
    uncompared: isUncompared(journey),
  })
  let selfie = selfieOf(plan)
  const now = context.now().getTime()
  const nonces = await tx.frame.groupBy({ by: ['nonce'], where: { verificationId: verification.id, stage: 'selfie' } })
  const seen = new Set(nonces.map(({ nonce }) => nonce))
  let next = nextIndex(selfie, seen, now)
  if (next === 'again') {
    // A selfie that is begun again gets new movements: the old ones were shown.
    await forgetFrames(context, tx, framesIn(verification.id, selfie))
    const still = isStill(selfie)
    selfie = { ...selfie, challenges: context.identity.planChallenges({ camera: !scripted, still }), starts: selfie.starts + 1 }
    next = 0
  }
  if (!light) selfie = { ...selfie, challenges: selfie.challenges.map(({ lights: _, ...unlit }) => unlit) }
  const challenge = selfie.challenges[next]
  const before = next > 0 ? selfie.challenges[next - 1] : undefined
  const readable = !scripted && selfie.accommodation !== 'no_comparison'
  const finished = readable && before && seen.has(before.nonce) && challenge?.askedAt === undefined ? before : null
  if (!challenge) return { verification, reader, finished, answer: null }
  const asked = { ...challenge, askedAt: challenge.askedAt ?? now }
  // A test document is shown by no page, which would wait.
  const waitMs = scripted || asked.revealedAt !== undefined ? 0 : asked.askedAt + asked.gapMs - now
  const shown = waitMs > 0 ? asked : { ...asked, revealedAt: asked.revealedAt ?? now }
  const challenges = selfie.challenges.map((one, index) => (index === next ? shown : one))
  const changed = withSelfie(plan, { ...selfie, challenges })
  await tx.verification.update({ where: { id: verification.id }, data: { plan: sealPlan(context, verification, changed) } })
  if (waitMs > 0) return { verification, reader, finished, answer: { waitMs } }
  const remainingMs = Math.min(shown.deadlineMs, closesAt(shown) - now)
  return { verification, reader, finished, answer: { challenge: shown, index: next, count: challenges.length, remainingMs } }
}

/**
 * The plan with a selfie of this session: one selfie is made by one session, so another one's is begun anew with other movements. A selfie
 * that was submitted stays beside it, with its frames: it is evidence, and tells a replay.
 */
async function planOf(
  context: Context,
  tx: Tx,
  caller: SignerCaller,
  { verification, submitted, camera, uncompared }: { verification: Verification; submitted: boolean; camera: boolean; uncompared: boolean },
): Promise<VerificationPlan> {
  const plan = openPlan(context, verification)
  const selfieBy = caller.sessionId
  const made = selfieOf(plan)
  if (made.selfieBy === selfieBy) return plan
  const begun = made.selfieBy !== undefined || submitted
  if (!begun) return { ...plan, selfieBy }
  await requireWithinLimit({ machineNow: context.machineNow, db: tx }, caller.sessionId, SELFIES_ANEW)
  const challenges = context.identity.planChallenges({ camera, still: uncompared })
  const anew = { challenges, starts: 1, selfieBy, accommodation: uncompared ? ('no_comparison' as const) : null }
  return begunAnew(context, tx, { plan, verification: verification.id, submitted }, anew)
}

const isStill = ({ accommodation = null }: SelfiePlan): boolean => accommodation !== null

/** The plan with this selfie in place of the one that was begun, whose frames are deleted unless it was submitted. */
export async function begunAnew(
  context: Context,
  tx: Tx,
  { plan, verification, submitted }: { plan: VerificationPlan; verification: string; submitted: boolean },
  anew: SelfiePlan,
): Promise<VerificationPlan> {
  if (plan.again || !submitted) await forgetFrames(context, tx, framesIn(verification, selfieOf(plan)))
  return submitted ? { ...plan, again: anew } : { ...plan, ...anew }
}

const framesIn = (verificationId: string, { challenges }: SelfiePlan) => ({
  verificationId,
  nonce: { in: challenges.map(({ nonce }) => nonce) },
})

/** The challenge to show: the current one while it has no pictures, else the next; `again`: the selfie has to begin anew. */
function nextIndex(plan: SelfiePlan, seen: ReadonlySet<string>, now: number): number | 'again' {
  const current = plan.challenges.findLastIndex((challenge) => challenge.revealedAt !== undefined)
  const challenge = plan.challenges[current]
  if (!challenge) return 0
  const over = now > closesAt(challenge)
  const last = current === plan.challenges.length - 1
  if (seen.has(challenge.nonce)) return over && !last && longOver(challenge, now) && plan.starts < SELFIE_STARTS ? 'again' : current + 1
  if (!over) return current
  return plan.starts < SELFIE_STARTS ? 'again' : current + 1
}

/** Frames came, but the page asked for no next movement for 15 seconds: it was left in between. */
function longOver(challenge: PlannedChallenge, now: number): boolean {
  return now > closesAt(challenge) + 15_000
}
