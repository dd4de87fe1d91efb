// Looks after requests whose moment has come: announces that one has expired, or gives back its job to one that the machine has to go on with.

import { requestFrom, statusOf } from '../../domain/request'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { atTimeOf } from '../kernel/request-clock'
import { claimDue, inRounds } from '../kernel/sweeping'
import { announceExpiry } from '../requests/announce-expiry'

/** How long the job of the machine's own steps has before somebody looks (domain/request, `nextLookAt`); at a start nobody is at work. */
const HEAD_START_MS = 30_000
/** A signature that is being sealed outlives the deadline, and is looked at so often meanwhile. */
const AGAIN_MS = 60_000

/** A pass of the sweep; answers whether more may be left. `sweepAt` is on the machine's clock, wherever the request's own stands. */
export function lookAfterRequests(context: Context, when: 'start' | 'running'): Promise<boolean> {
  const now = context.machineNow().getTime()
  const [due, again] = [new Date(now + (when === 'start' ? HEAD_START_MS : 0)), new Date(now + AGAIN_MS)]
  return inRounds(
    context,
    () => claimDue(context, 'SignatureRequest', due, again),
    (request) => lookAfter(context, request),
  )
}

async function lookAfter(context: Context, request: string): Promise<void> {
  const at = await atTimeOf(context, context.db, { request })
  const state = requestFrom(await loadEvents(context.db, request))
  if (statusOf(state, at.now()) === 'expired') await announceExpiry(at, { request })
  else await context.enqueue(context.db, 'complete_request', { request })
}
