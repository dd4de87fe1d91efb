// Ends the selfie once all challenges were made or their time ran out: no more frames are taken, and the server begins to decide.

import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import { signalsSaid, type CaptureSignal, type SaidOfCamera } from '../../../identity/liveness/capture-signals'
import { closesAt } from '../../../identity/liveness/challenge'
import type { Frame, Verification } from '../../../generated/prisma/client'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt } from '../../journey/act-at'
import { areStillAll, chainOf, framesOf } from '../../verification/frame-store'
import { checkRow, openPlan, sealPlan, selfieOf, withSubmitted, type SelfiePlan } from '../../verification/verification-store'
import { selfieAt, SUBMITTING } from './selfie-at'

/** Answers the id of the check to be decided now; null when that was begun before. */
export async function submitSelfie(context: Context, caller: SignerCaller, camera?: SaidOfCamera): Promise<string | null> {
  const arrived = await arriveAt(context, caller, SUBMITTING)
  if (!arrived) return null
  const current = selfieAt(arrived)
  if (!current) throw new Problem('STATE_CONFLICT.no_check')
  const row = await checkRow(context, context.db, current.id)
  const selfie = selfieOf(openPlan(context, row))
  // The selfie of another session proves nothing about who is here.
  if (selfie.selfieBy !== caller.sessionId) throw new Problem('STATE_CONFLICT.movements_not_shown')
  requireShown(selfie, context.now().getTime())
  const nonces = selfie.challenges.map(({ nonce }) => nonce)
  // Hashed before the check is locked, and compared under the lock: the digest in the evidence covers exactly what will be judged.
  for (let tries = 0; tries < TRIES; tries++) {
    const frames = await framesOf(context.db, row, nonces)
    const film = { nonces, frames, frames_sha256: await chainOf(context, row, nonces[0] ?? '', frames) }
    const outcome = await end(context, caller, row, selfie, { ...film, signals: camera ? signalsSaid(camera) : [] })
    if (outcome !== 'other_frames') return outcome === 'ended' ? row.id : null
  }
  throw new Problem('STATE_CONFLICT.other_pictures')
}

/** A page sends nothing while it submits; what was on its way has arrived by the second try. */
const TRIES = 3

type Film = { nonces: readonly string[]; frames: readonly Frame[]; frames_sha256: string; signals: readonly CaptureSignal[] }

async function end(context: Context, caller: SignerCaller, row: Verification, { challenges }: SelfiePlan, film: Film) {
  let changed = false
  const ended = await actAt(context, caller, SUBMITTING, async (journey, tx) => {
    if (selfieAt(journey)?.id !== row.id) return []
    await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${row.id} FOR UPDATE`
    changed = !(await areStillAll(tx, row, film.nonces, film.frames))
    if (changed) return []
    const data = { status: 'checking', submittedAt: context.machineNow(), decidedAt: null } as const
    const stored = await tx.verification.update({ where: { id: row.id }, data })
    const plan = sealPlan(context, stored, withSubmitted(openPlan(context, stored), film.signals))
    await tx.verification.update({ where: { id: row.id }, data: { plan } })
    await context.enqueue(tx, 'check_identity', { verification: row.id }, { key: row.id })
    return [
      {
        type: 'selfie_captured',
        signer: caller.signerId,
        verification: row.id,
        challenges: challenges.map(({ kind }) => kind),
        frames: film.frames.length,
        frames_sha256: film.frames_sha256,
      },
    ]
  })
  return changed ? 'other_frames' : ended ? 'ended' : 'ended_before'
}

/** Refuses unless all movements were shown, or the time of the last one shown has run out: a signer must not pass by leaving some out. */
function requireShown({ challenges }: SelfiePlan, now: number): void {
  const current = challenges.findLast((challenge) => challenge.revealedAt !== undefined)
  if (!current) throw new Problem('STATE_CONFLICT.movements_not_shown')
  const over = now > closesAt(current)
  if (challenges.every((challenge) => challenge.revealedAt !== undefined) || over) return
  throw new Problem('STATE_CONFLICT.movements_left')
}
