// Work under an idempotency key: the transaction that does it writes what was done, so that no repetition does it again (decisions/0009).

import { Problem } from '../../domain/problem'
import { changeBound } from './bound-rows'
import type { Context, Tx } from './context'

/** The result of an earlier try that died before it answered; null when nothing was done yet. */
export function doneBefore({ claim }: Pick<Context, 'claim'>): string | null {
  return claim?.result ?? null
}

/** Call it last in the transaction: requests with the same key wait from there on. `result`: what `doneBefore` answers later. */
export async function markDone(context: Context, tx: Tx, result: string): Promise<void> {
  const { claim } = context
  if (!claim) return
  const count = await changeBound(context, tx, 'idempotencyRecord', { id: claim.id, result: null }, { result })
  // The key was taken over, because this process seemed dead: another one does the work, so nothing may be committed here.
  if (count === 0)
    throw new Problem(
      'IDEMPOTENCY_IN_PROGRESS.took_too_long',
      {},
      {
        retryAfterSeconds: 1,
      },
    )
}
