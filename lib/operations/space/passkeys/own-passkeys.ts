// The passkeys of a space: shown, and removed together with the sessions that they have opened.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import type { DeviceKind, Passkey, Prisma } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { endSpaceSessions, type SessionPlace } from '../entrance/space-session'
import { appendToLog, spaceLog } from '../space-log'

/** `device` and `place`: where it was added. `backedUp`: its authenticator has a copy elsewhere, such as in a password manager. */
export type OwnPasskey = { id: string; device: DeviceKind; place: SessionPlace; added: Date; used: Date | null; backedUp: boolean }

export async function passkeysOf(context: Context, db: Tx, spaceId: string): Promise<Passkey[]> {
  const rows = await db.passkey.findMany({ where: { spaceId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  return rows.filter((row) => isWhole(context, 'passkey', row))
}

export async function ownPasskeys(context: Context, caller: HolderCaller): Promise<OwnPasskey[]> {
  requirePermission(caller, 'space:read')
  return (await passkeysOf(context, context.db, caller.spaceId)).map(({ id, device, place, createdAt, lastUsedAt, backedUp }) => ({
    id,
    device,
    place: place as SessionPlace,
    added: createdAt,
    used: lastUsedAt,
    backedUp,
  }))
}

/** Throws NOT_FOUND for what is another person's as for what nobody has. */
export async function removePasskey(context: Context, caller: HolderCaller, { passkey }: { passkey: string }): Promise<void> {
  requirePermission(caller, 'space:write')
  const removed = await context.db.$transaction((tx) => dropPasskeys(context, tx, caller, { id: passkey }))
  if (removed === 0) throw new Problem('NOT_FOUND.in_space')
}

/** Of the caller's own space alone. Answers how many. */
export async function dropPasskeys(
  context: Context,
  tx: Tx,
  caller: Pick<HolderCaller, 'spaceId' | 'sessionId'>,
  which: Prisma.PasskeyWhereInput,
): Promise<number> {
  const { spaceId, sessionId } = caller
  const own = await tx.passkey.findMany({ where: { AND: [which, { spaceId }] }, select: { id: true } })
  if (own.length === 0) return 0
  const ids = new Set(own.map(({ id }) => id))
  await tx.passkey.deleteMany({ where: { id: { in: [...ids] } } })
  const log = await spaceLog(context, tx, spaceId)
  const opened = log.flatMap(({ session, fact }) => (fact.type === 'passkey_used' && ids.has(fact.passkey) && session ? [session] : []))
  await appendToLog(
    context,
    tx,
    caller,
    [...ids].map((passkey) => ({ type: 'passkey_removed', passkey }) as const),
  )
  // The session that asks is the person's, whichever way it came in.
  await endSpaceSessions(context, tx, caller, { id: { in: opened, not: sessionId } })
  return ids.size
}
