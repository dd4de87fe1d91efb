// Records that a request has expired and tells those who were waiting; the expiry itself is a comparison of times, not this job.

import { JOB } from '../../domain/caller'
import { requestFrom, statusOf } from '../../domain/request'
import type { Context } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { letterIfPossible, send } from '../messages/letter'
import { expiredMail } from '../messages/outcome'
import { lockRequest } from '../kernel/lock-request'

/** Safe to repeat. A signature that is being sealed right now outlives the deadline: the sweep looks at its request again. */
export async function announceExpiry(context: Context, { request }: { request: string }): Promise<void> {
  await context.db.$transaction(async (tx) => {
    await lockRequest(tx, request)
    const state = requestFrom(await loadEvents(context, tx, request))
    if (state.expiredAt) return
    if (statusOf(state, context.now()) !== 'expired') return
    await append(context, tx, request, [{ by: JOB, fact: { type: 'request_expired' } }])
    for (const signer of state.signers) {
      const letter = signer.invited ? await letterIfPossible(context, tx, signer.id) : null
      if (letter) await send(context, tx, letter, 'expired', expiredMail(letter))
    }
  })
}
