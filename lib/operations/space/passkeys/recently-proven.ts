// Whether a session has proven enough, and lately enough, to add another way in. A session that a passkey opened has not: else one passkey,
// in the hands of a stranger, would add the next.

import type { HolderCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { spaceLog } from '../space-log'

const RECENTLY_MS = 15 * 60_000

/** By the log: the code to the phone, or, of a person who never had a certificate, the link from the mailbox. */
export async function isRecentlyProven(context: Context, { spaceId, sessionId, level }: HolderCaller): Promise<boolean> {
  const proof = level === 'documents' ? 'signed_in' : 'phone_proven'
  const since = new Date(context.machineNow().getTime() - RECENTLY_MS).toISOString()
  const log = await spaceLog(context, context.db, spaceId)
  return log.some(({ session, fact, at }) => session === sessionId && fact.type === proof && at > since)
}

export async function requireRecentlyProven(context: Context, caller: HolderCaller): Promise<void> {
  if (!(await isRecentlyProven(context, caller))) throw new Problem('STATE_CONFLICT.passkey_needs_proof')
}
