// Ends the selfie once all challenges were made or their time ran out: no more frames are taken, and the server begins to decide.

import { Problem } from '../../../domain/problem'
import { chainFrames, chainStart } from '../../../identity/frame'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { openFrames, openPlan, sealPlan, selfieOf, withSubmitted, type SelfiePlan } from '../../verification/verification-store'

/** Answers the id of the check to be decided now; null when that was begun before. */
export async function submitSelfie(context: Context, caller: SignerCaller): Promise<string | null> {
  const guard = guardOf('selfie')
  const arrived = await arriveAt(context, caller, guard)
  const current = arrived?.signer.verification
  if (!current) return null
  const row = await context.db.verification.findUniqueOrThrow({ where: { id: current.id } })
  const selfie = selfieOf(openPlan(context, row))
  // The selfie of another session proves nothing about who is here.
  if (selfie.selfieBy !== caller.sessionId) throw new Problem('STATE_CONFLICT.movements_not_shown')
  requireShown(selfie, context.now().getTime())
  const nonces = selfie.challenges.map(({ nonce }) => nonce)
  const begun = await actAt(context, caller, guard, async ({ signer }, tx) => {
    if (signer.verification?.id !== row.id) return []
    const stored = await tx.verification.update({ where: { id: row.id }, data: { status: 'checking', submittedAt: context.machineNow() } })
    const plan = sealPlan(context, stored, withSubmitted(openPlan(context, stored)))
    await tx.verification.update({ where: { id: row.id }, data: { plan } })
    // Read when no more frames can come: the digest in the evidence covers exactly what will be judged.
    const frames = await openFrames(context, tx, row, nonces)
    const frames_sha256 = chainFrames(chainStart(nonces[0] ?? ''), frames)
    await context.enqueue(tx, 'check_identity', { verification: row.id }, { key: row.id })
    return [
      {
        type: 'selfie_captured',
        signer: caller.signerId,
        verification: row.id,
        challenges: selfie.challenges.map(({ kind }) => kind),
        frames: frames.length,
        frames_sha256,
      },
    ]
  })
  return begun ? row.id : null
}

/** Refuses unless all movements were shown, or the time of the last one shown has run out: a signer must not pass by leaving some out. */
function requireShown({ challenges }: SelfiePlan, now: number): void {
  const current = challenges.findLast((challenge) => challenge.revealedAt !== undefined)
  if (!current) throw new Problem('STATE_CONFLICT.movements_not_shown')
  const over = now > (current.revealedAt ?? 0) + current.gapMs + current.deadlineMs
  if (challenges.every((challenge) => challenge.revealedAt !== undefined) || over) return
  throw new Problem('STATE_CONFLICT.movements_left')
}
