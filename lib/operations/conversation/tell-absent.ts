// Job, two minutes after a message: one mail to the side that has not read it and is not at its page. No other follows until it has read.

import { AWAY_MS, SIDES, type Side } from '../../domain/conversation'
import type { Conversation } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { lockRequestOf } from '../kernel/lock-request'
import { inRounds, AT_ONCE } from '../kernel/sweeping'
import { letterIfPossible, send } from '../messages/letter'
import { messageWaitingMail } from '../messages/message-waiting'
import { tellOrganisation } from '../messages/organisation-mail'
import { COLUMNS, unreadBy } from './entries'

/** Safe to repeat: what a side was told of is noted with its mail. */
export async function tellAbsent(context: Context, { signer }: { signer: string }): Promise<void> {
  await context.db.$transaction(
    async (tx) => {
      await lockRequestOf(tx, signer)
      const row = await tx.conversation.findUnique({ where: { signerId: signer } })
      if (!row) return
      const later: Date[] = []
      for (const side of SIDES) {
        const next = await tellSide(context, tx, row, side)
        if (next) later.push(next)
      }
      const [first] = later.sort((a, b) => a.getTime() - b.getTime())
      if (first) await context.enqueue(tx, 'tell_of_messages', { signer }, { startAfter: first, key: signer })
    },
    { timeout: 20_000 },
  )
}

/** Answers when to look again; null: there is nothing to wait for. */
async function tellSide(context: Context, tx: Tx, row: Conversation, side: Side): Promise<Date | null> {
  const { mailAt, seenAt, mailedTo } = COLUMNS[side]
  const due = row[mailAt]
  if (due === null) return null
  const now = context.machineNow()
  if (due > now) return due
  const where = { signerId: row.signerId }
  const unread = await tx.conversationEntry.count({ where: unreadBy(row, side) })
  const seen = row[seenAt]
  // At its page: it sees by itself that there is something to read.
  const again = unread > 0 && seen !== null && now.getTime() - seen.getTime() < AWAY_MS ? new Date(seen.getTime() + AWAY_MS) : null
  if (unread > 0 && again === null) await mail(context, tx, row.signerId, side)
  const told = unread > 0 && again === null ? { [mailedTo]: row.last } : {}
  await tx.conversation.update({ where, data: { [mailAt]: again, ...told } })
  return again
}

async function mail(context: Context, tx: Tx, signerId: string, side: Side): Promise<void> {
  if (side === 'requester') return tellOrganisation(context, tx, { signerId, notice: 'message', says: 'message' })
  const letter = await letterIfPossible(context, tx, signerId)
  if (letter) await send(context, tx, letter, 'message_waiting', messageWaitingMail(letter))
}

/** A pass of the sweep, for jobs that were lost. `before`: the machine's time up to which they should have run. */
export function resumeTelling(context: Context, before: Date): Promise<boolean> {
  return tellWhere(context, { OR: [{ signerMailAt: { lte: before } }, { requesterMailAt: { lte: before } }] })
}

/** What is due now of one request, for a test clock that was moved. */
export async function tellAbsentOf(context: Context, requestId: string): Promise<void> {
  const now = context.machineNow()
  await tellWhere(context, { signer: { requestId }, OR: [{ signerMailAt: { lte: now } }, { requesterMailAt: { lte: now } }] })
}

function tellWhere(
  context: Context,
  where: NonNullable<Parameters<Tx['conversation']['findMany']>[0]>['where'] & object,
): Promise<boolean> {
  const due = async () => {
    const rows = await context.db.conversation.findMany({ where, select: { signerId: true }, take: AT_ONCE, orderBy: { signerId: 'asc' } })
    return rows.map(({ signerId }) => ({ id: signerId }))
  }
  return inRounds(context, due, (signer) => tellAbsent(context, { signer }))
}
