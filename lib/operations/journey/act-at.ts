// The guard of every act: allowed only at its place, by the device that is active; its facts are appended in one transaction.

import type { Fact } from '../../domain/event'
import { placeName, type PlaceName } from '../../domain/journey'
import { requirePermission } from '../../domain/permissions'
import { Problem } from '../../domain/problem'
import { isDone, stepNamed, type Step } from '../../domain/steps'
import type { SignerCaller } from '../../domain/caller'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { append, type Entry } from '../kernel/evidence'
import { lockRequestOf } from '../kernel/lock-request'
import { standing, type Journey } from './standing'

export type Guard = {
  at: readonly PlaceName[]
  /** Whether the same act was done before (a double click, a repeated request): then it succeeds without doing anything. */
  already?: (journey: Journey) => boolean
}

/** The guard of the act that completes a step. */
export function guardOf(step: Step): Guard {
  const rule = stepNamed(step)
  return { at: [step], already: ({ signer }) => isDone(rule, signer) }
}

/** Checks the guard before work outside the database. Null: the act was done already. */
export async function arriveAt(context: Context, caller: SignerCaller, guard: Guard): Promise<Journey | null> {
  return admitted(await standing(context, context.db, caller.signerId, caller), caller, guard)
}

/**
 * Locks the request, looks again where the signer stands, and appends what `facts` answers. Inside use `tx` only.
 * Answers false when the act was done already. A stale act is refused with STATE_CONFLICT.
 */
export async function actAt(
  context: Context,
  caller: SignerCaller,
  guard: Guard,
  facts: (journey: Journey, tx: Tx) => Promise<readonly Fact[]>,
): Promise<boolean> {
  return context.db.$transaction(
    async (tx) => {
      const journey = admitted(await lockedStanding(context, tx, caller.signerId, caller), caller, guard)
      if (!journey) return false
      await requireActiveSession(context, tx, caller)
      const entries: Entry[] = (await facts(journey, tx)).map((fact) => ({ by: caller, fact }))
      await append(context, tx, journey.request.id, entries)
      return true
    },
    { timeout: 20_000 },
  )
}

/** Loads the signer with the request locked: what is decided on it holds until the transaction ends. */
export async function lockedStanding(context: Context, tx: Tx, signerId: string, acting?: SignerCaller): Promise<Journey> {
  await lockRequestOf(tx, signerId)
  return standing(context, tx, signerId, acting)
}

function admitted(journey: Journey, caller: SignerCaller, guard: Guard): Journey | null {
  const here = placeName(journey.place)
  if (journey.place.at !== 'closed' && guard.at.some((place) => place === here)) {
    requirePermission(caller, 'journey:write')
    return journey
  }
  if (guard.already?.(journey)) return null
  throw new Problem('STATE_CONFLICT.other_step', { here })
}

/** Asks the database, because another device may have taken over since the session was read from the cookie. */
export async function requireActiveSession(context: Context, tx: Tx, caller: SignerCaller): Promise<void> {
  const session = await tx.session.findFirst({
    where: { id: caller.sessionId, signerId: caller.signerId, active: true, endedAt: null },
  })
  if (!session || !isWhole(context, 'session', session)) throw new Problem('OTHER_DEVICE_ACTIVE.continued')
}
