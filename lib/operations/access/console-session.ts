// A session of the console: a random value in a cookie, of which only the SHA-256 is kept. It ends with the sign-out, with its API key, and
// at the latest twelve hours after the sign-in, whatever happens in between.

import { randomBytes } from 'node:crypto'
import { callerOfKey, type KeyCaller } from '../../domain/caller'
import { newId } from '../../domain/ids'
import type { ConsoleSession, Prisma, Tenant } from '../../generated/prisma/client'
import { bound, changeBound, isWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { hashToken } from '../kernel/links'
import { refusalOf } from './refused-key'

export const LONGEST_SECONDS = 12 * 3600
const SEEN_EVERY_MS = 60_000

export type OpenSession = { id: string; caller: KeyCaller; tenant: Tenant }
/** `here`: the one that asks. */
export type ListedSession = Pick<ConsoleSession, 'id' | 'createdAt' | 'lastSeenAt' | 'expiresAt'> & { here: boolean }

/** Answers the value for the cookie. */
export async function startConsoleSession(context: Context, { apiKeyId }: Pick<KeyCaller, 'apiKeyId'>): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = context.machineNow()
  const expiresAt = new Date(now.getTime() + LONGEST_SECONDS * 1000)
  const session = { id: newId('ses'), hash: hashToken(token), apiKeyId, createdAt: now, lastSeenAt: now, expiresAt, endedAt: null }
  await context.db.consoleSession.create({ data: bound(context.secrets, 'consoleSession', session) })
  return token
}

/** Null when there is no such session, when it has ended, and when its key opens nothing any more. */
export async function findConsoleSession(context: Context, token: string): Promise<OpenSession | null> {
  const now = context.machineNow()
  const session = await context.db.consoleSession.findUnique({
    where: { hash: hashToken(token) },
    include: { apiKey: { include: { tenant: true } } },
  })
  if (!session || session.endedAt || session.expiresAt <= now || !isWhole(context, 'consoleSession', session)) return null
  const { tenant, ...apiKey } = session.apiKey
  if (!isWhole(context, 'apiKey', apiKey) || !isWhole(context, 'tenant', tenant)) return null
  if (refusalOf({ ...apiKey, suspendedAt: tenant.suspendedAt }, now)) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await context.db.consoleSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  }
  return { id: session.id, caller: { ...callerOfKey({ ...apiKey, plan: tenant.plan }), consoleSession: session.id }, tenant }
}

export async function endConsoleSession(context: Context, token: string): Promise<void> {
  await end(context, { hash: hashToken(token) })
}

/** The sessions that were opened with the same key, the newest first. */
export async function listConsoleSessions(context: Context, { id, caller: { apiKeyId } }: OpenSession): Promise<ListedSession[]> {
  const rows = await context.db.consoleSession.findMany({
    where: { apiKeyId, endedAt: null, expiresAt: { gt: context.machineNow() } },
    orderBy: { createdAt: 'desc' },
    take: 100,
  })
  const whole = rows.filter((row) => isWhole(context, 'consoleSession', row))
  return whole.map((row) => ({
    id: row.id,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    expiresAt: row.expiresAt,
    here: row.id === id,
  }))
}

export async function endOtherConsoleSessions(context: Context, { id, caller: { apiKeyId } }: OpenSession): Promise<void> {
  await end(context, { apiKeyId, id: { not: id } })
}

async function end(context: Context, which: Prisma.ConsoleSessionWhereInput): Promise<void> {
  await changeBound(context, context.db, 'consoleSession', { ...which, endedAt: null }, { endedAt: context.machineNow() })
}
