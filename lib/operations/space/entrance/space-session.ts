// A browser's session of a space: a random value in a cookie, of which only the SHA-256 is kept. It ends after half an hour of silence, eight
// hours after the sign-in, and whenever the person ends it.

import { randomBytes } from 'node:crypto'
import type { FormerAddress, HolderCaller } from '../../../domain/caller'
import { newId } from '../../../domain/ids'
import type { DeviceKind, Passkey, Prisma, Space, SpaceSession } from '../../../generated/prisma/client'
import { bound, changeBound, isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { hashToken } from '../../kernel/links'
import { appendToLog } from '../space-log'
import { credentialsAt } from '../whose'

const IDLE_MS = 30 * 60_000
export const LONGEST_MS = 8 * 3_600_000
const SEEN_EVERY_MS = 30_000

/** As the browser names itself, and the city of its time zone, as it says; null: unknown. */
export type SessionPlace = { browser: string | null; system: string | null; zone: string | null }
export type SpaceDevice = { kind: DeviceKind; place: SessionPlace }

/** Answers the value for the cookie. `passkey`: it lets in as far as the session did in which it was added. */
export async function startSpaceSession(
  context: Context,
  tx: Tx,
  space: Space,
  { kind, place }: SpaceDevice,
  passkey?: Pick<Passkey, 'id' | 'provenBy'>,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = context.machineNow()
  const expiresAt = new Date(now.getTime() + LONGEST_MS)
  const session = { id: newId('ses'), hash: hashToken(token), spaceId: space.id, device: kind, createdAt: now, expiresAt }
  const row = bound(context.secrets, 'spaceSession', { ...session, endedAt: null, provenBy: passkey?.provenBy ?? null })
  await tx.spaceSession.create({ data: { ...row, place, lastSeenAt: now } })
  const fact = passkey
    ? ({ type: 'passkey_used', passkey: passkey.id, device: kind } as const)
    : ({ type: 'signed_in', device: kind } as const)
  await appendToLog(context, tx, { spaceId: space.id, sessionId: session.id }, [fact])
  return token
}

/** Null when there is no such session, or it has ended. */
export async function findSpaceSession(context: Context, token: string): Promise<HolderCaller | null> {
  const now = context.machineNow()
  const session = await context.db.spaceSession.findUnique({ where: { hash: hashToken(token) } })
  if (!session || !isAlive(context, session) || !isWhole(context, 'spaceSession', session)) return null
  const space = await context.db.space.findUnique({ where: { id: session.spaceId } })
  if (!space || !isWhole(context, 'space', space) || space.holder === null) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS)
    await context.db.spaceSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  const { mode, account, holder } = space
  const at = { mode, account, holder, former: space.former as FormerAddress[] }
  const caller = { kind: 'holder', spaceId: space.id, sessionId: session.id, ...at, credential: session.provenBy } as const
  if (session.provenBy !== null) return { ...caller, level: 'proven' }
  // Whoever has had a certificate has a phone that can be asked, even where the certificate is of no use any more.
  const [newest] = await credentialsAt(context, context.db, at)
  return { ...caller, level: newest ? 'mailbox' : 'documents' }
}

function isAlive(context: Context, session: SpaceSession): boolean {
  const now = context.machineNow()
  const isInTime = session.expiresAt > now && now.getTime() - session.lastSeenAt.getTime() < IDLE_MS
  return session.endedAt === null && isInTime
}

/** `here`: the one that asks. */
export type ListedSession = { id: string; device: DeviceKind; place: SessionPlace; since: Date; seen: Date; here: boolean; proven: boolean }

export async function listSpaceSessions(context: Context, { spaceId, sessionId }: HolderCaller): Promise<ListedSession[]> {
  const rows = await context.db.spaceSession.findMany({ where: { spaceId, endedAt: null }, orderBy: { createdAt: 'desc' }, take: 100 })
  return rows
    .filter((row) => isAlive(context, row) && isWhole(context, 'spaceSession', row))
    .map(({ id, device, place, createdAt, lastSeenAt, provenBy }) => ({
      id,
      device,
      place: place as SessionPlace,
      since: createdAt,
      seen: lastSeenAt,
      here: id === sessionId,
      proven: provenBy !== null,
    }))
}

/** Ends these of the caller's own sessions; others are as if they did not exist. Answers how many. */
export async function endSpaceSessions(
  context: Context,
  tx: Tx,
  { spaceId, sessionId }: Pick<HolderCaller, 'spaceId' | 'sessionId'>,
  which: Prisma.SpaceSessionWhereInput,
): Promise<number> {
  const where = { AND: [which, { spaceId, endedAt: null }] }
  const sessions = (await tx.spaceSession.findMany({ where, select: { id: true } })).map(({ id }) => id)
  if (sessions.length === 0) return 0
  await changeBound(context, tx, 'spaceSession', where, { endedAt: context.machineNow() })
  await tx.spaceSession.updateMany({ where: { id: { in: sessions } }, data: { pending: null } })
  await appendToLog(context, tx, { spaceId, sessionId }, [{ type: 'sessions_ended', sessions }])
  return sessions.length
}
