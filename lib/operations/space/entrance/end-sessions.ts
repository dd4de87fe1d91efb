// Ends one session of the space, all others, or the one that asks.

import type { HolderCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { endSpaceSessions } from './space-session'

/** Throws NOT_FOUND for what is another person's as for what nobody has. */
export async function endSession(context: Context, caller: HolderCaller, { session }: { session: string }): Promise<void> {
  const ended = await context.db.$transaction((tx) => endSpaceSessions(context, tx, caller, { id: session }))
  if (ended === 0) throw new Problem('NOT_FOUND.in_space')
}

export async function endOtherSessions(context: Context, caller: HolderCaller): Promise<void> {
  await context.db.$transaction((tx) => endSpaceSessions(context, tx, caller, { id: { not: caller.sessionId } }))
}

/** Signing out, at any level. */
export async function signOutOfSpace(context: Context, caller: HolderCaller): Promise<void> {
  await context.db.$transaction((tx) => endSpaceSessions(context, tx, caller, { id: caller.sessionId }))
}
