// A conversation as its two pages follow it: what is new since they last asked, how far the other side has read, and whether one may write.

import type { OrganisationCaller, SignerCaller } from '../../domain/caller'
import { isOn, isOpen, type Side } from '../../domain/conversation'
import { signerOf } from '../../domain/request'
import { mayReadHere } from '../journey/may-read'
import { standing } from '../journey/standing'
import type { Context } from '../kernel/context'
import { loadRequest } from '../kernel/evidence'
import { requireSigner } from '../kernel/refuse-deleted'
import { contactOf, contactOfTenant } from '../kernel/tenant-contact'
import { entriesOf, unreadBy, type Entry } from './entries'

/** `version`: rises with every change; a page that has this one is told nothing else. `after`: the last entry that it has. */
export type Known = { version: number; after: number }
/** `readable`: false for a session that may write, but has not shown that it is the person's. */
export type Thread = { version: number; open: boolean; readable: boolean; readTo: number; entries: Entry[] }
export type ThreadAnswer = Thread | { version: number }

const NOTHING: Known = { version: -1, after: 0 }

export async function signersThread(context: Context, caller: SignerCaller, known: Known = NOTHING): Promise<ThreadAnswer> {
  const version = await versionOf(context, caller.signerId)
  if (version === known.version) return { version }
  const journey = await standing(context, context.db, caller.signerId, caller)
  const readable = mayReadHere(journey, caller)
  const on = isOn(journey.state, contactOf(context, journey.request.tenant.contact))
  const thread = await threadOf(context, journey.row, 'signer', readable ? known.after : Infinity)
  return { ...thread, open: on && isOpen(journey.signer), readable }
}

export async function requestersThread(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId, ...known }: { requestId: string; signerId: string } & Known,
): Promise<ThreadAnswer> {
  const row = await requireSigner(context, caller, { requestId, signerId })
  const version = await versionOf(context, signerId)
  if (version === known.version) return { version }
  const state = await loadRequest(context, context.db, requestId)
  const on = isOn(state, await contactOfTenant(context, row.tenantId))
  const signer = signerOf(state, signerId)
  const thread = await threadOf(context, row, 'requester', known.after)
  return { ...thread, open: on && isOpen(signer) && signer.invited, readable: true }
}

/** The number of the last entry; 0: there is none. */
export async function lastOf({ db }: Pick<Context, 'db'>, signerId: string): Promise<number> {
  return (await db.conversation.findUnique({ where: { signerId }, select: { last: true } }))?.last ?? 0
}

async function versionOf({ db }: Context, signerId: string): Promise<number> {
  return (await db.conversation.findUnique({ where: { signerId }, select: { version: true } }))?.version ?? 0
}

/** Read before the entries, so that what comes meanwhile is new to the next question. */
async function threadOf(
  context: Context,
  signer: Parameters<typeof entriesOf>[2]['signer'],
  side: Side,
  after: number,
): Promise<Pick<Thread, 'version' | 'readTo' | 'entries'>> {
  const conversation = await context.db.conversation.findUnique({ where: { signerId: signer.id } })
  if (!conversation) return { version: 0, readTo: 0, entries: [] }
  const { version, signerRead, requesterRead } = conversation
  const readTo = side === 'signer' ? requesterRead : signerRead
  if (after === Infinity) return { version, readTo, entries: [] }
  const query = { where: { number: { gt: after } }, orderBy: { number: 'asc' as const } }
  const found = await entriesOf(context, context.db, { signer, conversation }, query)
  return { version, readTo, entries: found.map(({ entry }) => entry) }
}

/** All that was written about a request by and to this person. */
export const entriesOfSigner = async (context: Context, signer: Parameters<typeof entriesOf>[2]['signer']): Promise<Entry[]> =>
  (await threadOf(context, signer, 'signer', 0)).entries

/** How many entries this side has not read. */
export async function unreadOf({ db }: Pick<Context, 'db'>, signerId: string, side: Side): Promise<number> {
  const conversation = await db.conversation.findUnique({ where: { signerId } })
  return conversation ? db.conversationEntry.count({ where: unreadBy(conversation, side) }) : 0
}
