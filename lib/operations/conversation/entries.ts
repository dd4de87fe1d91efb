// The entries of a conversation: how one is added, and how it is read. Texts are sealed under the signer's own key.

import { AWAY_MS, otherSide, type Side } from '../../domain/conversation'
import { CORRECTABLE_FIELDS, type CorrectableField } from '../../domain/steps'
import type { Conversation, ConversationEntry, Prisma, Signer } from '../../generated/prisma/client'
import { bound, requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { openOwn, sealOwn } from '../kernel/profile'

/** `text`: null for a correction, and for what was erased. `read`: by the other side. */
export type Entry = {
  id: string
  number: number
  by: Side
  text: string | null
  fields: readonly CorrectableField[]
  at: Date
  read: boolean
}

type Keyed = Pick<Signer, 'id' | 'profileKey'>
type New = { id: string; by: Side; text: string | null; fields?: readonly CorrectableField[]; sentAs?: string | null }

/** The columns of one side. */
export const COLUMNS = {
  signer: { read: 'signerRead', seenAt: 'signerSeenAt', mailAt: 'signerMailAt', mailedTo: 'signerMailedTo' },
  requester: { read: 'requesterRead', seenAt: 'requesterSeenAt', mailAt: 'requesterMailAt', mailedTo: 'requesterMailedTo' },
} as const satisfies Record<Side, Record<string, keyof Conversation>>

const labelOf = (id: string): string => `message ${id}`

/** For a transaction that has locked the request. The other side is told by mail if it stays away, once until it has read. */
export async function addEntry(context: Context, tx: Tx, signer: Keyed, entry: New): Promise<void> {
  const { id, by, text, fields = [], sentAs = null } = entry
  const known = await tx.conversation.findUnique({ where: { signerId: signer.id } })
  const number = (known?.last ?? 0) + 1
  await tx.conversationEntry.create({
    data: {
      ...bound(context.secrets, 'conversationEntry', {
        ...{ id, signerId: signer.id, number, by, sentAs },
        fields: [...fields],
        createdAt: context.now(),
      }),
      text: text === null ? null : sealOwn(context, signer, text, labelOf(id)),
    },
  })
  const due = known && isTold(known, otherSide(by)) ? {} : await tellLater(context, tx, signer.id, otherSide(by), known)
  const change = { last: number, [COLUMNS[by].seenAt]: context.machineNow(), ...due }
  await tx.conversation.upsert({
    where: { signerId: signer.id },
    create: { signerId: signer.id, version: 1, ...change },
    update: { version: { increment: 1 }, ...change },
  })
}

/** It has had its mail, and has not read since. */
function isTold(row: Conversation, side: Side): boolean {
  return row[COLUMNS[side].mailedTo] > row[COLUMNS[side].read]
}

async function tellLater(context: Context, tx: Tx, signer: string, side: Side, known: Conversation | null): Promise<object> {
  const { mailAt } = COLUMNS[side]
  if (known?.[mailAt]) return {}
  const startAfter = new Date(context.machineNow().getTime() + AWAY_MS)
  await context.enqueue(tx, 'tell_of_messages', { signer }, { startAfter, key: signer })
  return { [mailAt]: startAfter }
}

/** Whether the page has sent this message before. */
export async function isSent(context: Context, tx: Tx, signerId: string, by: Side, sentAs: string | null): Promise<boolean> {
  if (sentAs === null) return false
  const row = await tx.conversationEntry.findFirst({ where: { signerId, by, sentAs } })
  return row !== null && requireWhole(context, 'conversationEntry', row) !== null
}

type Query = NonNullable<Parameters<Tx['conversationEntry']['findMany']>[0]>

/** Those of this conversation that meet the query. */
export async function entriesOf(
  context: Context,
  db: Tx,
  { signer, conversation }: { signer: Keyed; conversation: Conversation },
  { where, ...query }: Query,
): Promise<{ row: ConversationEntry; entry: Entry }[]> {
  const rows = await db.conversationEntry.findMany({ ...query, where: { AND: [{ signerId: signer.id }, where ?? {}] } })
  return rows.map((row) => ({ row, entry: entryOf(context, signer, requireWhole(context, 'conversationEntry', row), conversation) }))
}

export function entryOf(context: Context, signer: Keyed, row: ConversationEntry, conversation: Conversation): Entry {
  const { id, number, text, fields, createdAt } = row
  const by = row.by === 'signer' ? 'signer' : 'requester'
  return {
    id,
    number,
    by,
    text: text === null || signer.profileKey === null ? null : openOwn(context, signer, text, labelOf(id)),
    fields: CORRECTABLE_FIELDS.filter((field) => fields.includes(field)),
    at: createdAt,
    read: conversation[COLUMNS[otherSide(by)].read] >= number,
  }
}

/** What the other side wrote and this one has not read. */
export const unreadBy = (row: Conversation, side: Side): Prisma.ConversationEntryWhereInput => ({
  signerId: row.signerId,
  by: otherSide(side),
  number: { gt: row[COLUMNS[side].read] },
})
