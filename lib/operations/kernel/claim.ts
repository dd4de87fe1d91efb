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

/**
 * Answers that are kept for a day name the people of their request. What was done under a key stays known: whoever sends it again is shown it
 * as it is then, and nothing is done twice.
 */
export async function forgetAnswers(context: Context, tx: Tx, requestId: string): Promise<void> {
  const ids = async (rows: Promise<{ id: string }[]>) => (await rows).map(({ id }) => id)
  const signers = await ids(tx.signer.findMany({ where: { requestId }, select: { id: true } }))
  const messages = await ids(tx.conversationEntry.findMany({ where: { signerId: { in: signers } }, select: { id: true } }))
  const paths = [requestId, ...signers].map((id) => ({ path: { contains: id } }))
  const about = { OR: [{ result: { in: [requestId, ...signers, ...messages] } }, ...paths], completedAt: { not: null } }
  const nothing = { status: null, completedAt: null, body: null }
  await changeBound(context, tx, 'idempotencyRecord', { AND: [about, { result: { not: null } }] }, nothing)
  await tx.idempotencyRecord.deleteMany({ where: { AND: [about, { result: null }] } })
}
