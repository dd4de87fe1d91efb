// How far each side has read, and when it was last at its page: who is there needs no mail.

import type { OrganisationCaller, SignerCaller } from '../../domain/caller'
import type { Side } from '../../domain/conversation'
import { mayReadHere } from '../journey/may-read'
import { standing } from '../journey/standing'
import type { Context } from '../kernel/context'
import { requireSigner } from '../kernel/refuse-deleted'
import { Problem } from '../../domain/problem'
import { requireWhole } from '../kernel/bound-rows'
import { unreadOf } from './read-thread'
import { Prisma } from '../../generated/prisma/client'

/** Looks are noted this far apart. */
const SEEN_EVERY_MS = 10_000

/** A session that may not read the conversation has not read it. */
export async function markReadBySigner(context: Context, caller: SignerCaller, to: number): Promise<void> {
  const journey = await standing(context, context.db, caller.signerId, caller)
  if (mayReadHere(journey, caller)) await markRead(context, caller.signerId, 'signer', to)
}

export async function markReadByRequester(
  context: Context,
  caller: OrganisationCaller,
  { to, ...of }: { requestId: string; signerId: string; to: number },
): Promise<void> {
  await requireSigner(context, caller, of)
  await markRead(context, of.signerId, 'requester', to)
}

export type ReadSoFar = { messageId: string; unread: number }

/** For the API: a program that shows messages elsewhere says so, up to which one. `unread`: what has come since. */
export async function markMessagesRead(
  context: Context,
  caller: OrganisationCaller,
  { messageId, ...of }: { requestId: string; signerId: string; messageId: string },
): Promise<ReadSoFar> {
  const { signerId } = of
  await requireSigner(context, caller, of)
  const entry = await context.db.conversationEntry.findFirst({ where: { id: messageId, signerId } })
  if (!entry) throw new Problem('NOT_FOUND.message', { message: messageId, signer: signerId })
  await markRead(context, signerId, 'requester', requireWhole(context, 'conversationEntry', entry).number)
  return { messageId, unread: await unreadOf(context, signerId, 'requester') }
}

/** Never back, and never beyond the last entry. One statement, so that two pages at once lose nothing. */
async function markRead({ db }: Context, signerId: string, side: Side, to: number): Promise<void> {
  const [read, mailAt] = [Prisma.raw(`"${side}Read"`), Prisma.raw(`"${side}MailAt"`)]
  await db.$executeRaw`
    UPDATE "Conversation" SET ${read} = LEAST(${to}::int, "last"), "version" = "version" + 1,
      ${mailAt} = CASE WHEN ${to}::int >= "last" THEN NULL ELSE ${mailAt} END
    WHERE "signerId" = ${signerId} AND ${read} < LEAST(${to}::int, "last")`
}

/** The signer's page, or the requester's page of the whole request, has asked for its news. */
export async function noteSeen({ db, machineNow }: Context, side: Side, of: { id: string } | { requestId: string }): Promise<void> {
  const now = machineNow()
  const before = new Date(now.getTime() - SEEN_EVERY_MS)
  if (side === 'signer') {
    const stale = { OR: [{ signerSeenAt: null }, { signerSeenAt: { lt: before } }] }
    await db.conversation.updateMany({ where: { signer: of, ...stale }, data: { signerSeenAt: now } })
    return
  }
  const stale = { OR: [{ requesterSeenAt: null }, { requesterSeenAt: { lt: before } }] }
  await db.conversation.updateMany({ where: { signer: of, ...stale }, data: { requesterSeenAt: now } })
}
