// Looks after requests that are due: announces that one has expired, or queues the job again for one that waits for the machine.

import { requestFrom, statusOf } from '../../domain/request'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { unlessChanged } from '../kernel/integrity'
import { atTimeOf } from '../kernel/request-clock'
import { takeDue, inRounds } from '../kernel/sweeping'
import { announceExpiry } from '../requests/announce-expiry'

/** At a start no job is running, so requests count as due that much earlier than `nextLookAt` (domain/request) allows a job. */
const HEAD_START_MS = 30_000
/** A request whose signature is being sealed outlives its deadline, and is looked at again after this time. */
const AGAIN_MS = 60_000

/** Which pass of the sweep: the first one of a process, or a later one. */
export type Pass = 'start' | 'running'

/** A pass of the sweep; answers whether more may be left. `sweepAt` is in the machine's time, not the request's. */
export function lookAfterRequests(context: Context, when: Pass): Promise<boolean> {
  const now = context.machineNow().getTime()
  const [due, again] = [new Date(now + (when === 'start' ? HEAD_START_MS : 0)), new Date(now + AGAIN_MS)]
  return inRounds(
    context,
    () => takeDue(context, 'SignatureRequest', due, again),
    // One that was changed outside of the product is in the log; the sweep goes on with the others.
    (request) => unlessChanged(() => lookAfter(context, request)),
  )
}

async function lookAfter(context: Context, request: string): Promise<void> {
  const at = await atTimeOf(context, context.db, { request })
  const state = requestFrom(await loadEvents(context, context.db, request))
  if (statusOf(state, at.now()) === 'expired' && !state.expiredAt) await announceExpiry(at, { request })
  else await context.enqueue(context.db, 'complete_request', { request })
}
