// A browser's session of one signer: a random value in a cookie, of which only the SHA-256 is kept; one session at a time may act.

import { randomBytes } from 'node:crypto'
import { sha256Hex } from '../../crypto/algorithms'
import { newId } from '../../domain/ids'
import type { DeviceKind, Session, SessionKind } from '../../generated/prisma/client'
import type { SignerCaller } from '../../domain/caller'
import { bound, changeBound, isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { hashToken } from '../kernel/links'

/** 15 minutes of silence (NIST SP 800-63B at AAL3) or an hour in all; then the signer opens the link again and goes on. */
const IDLE_MS = 15 * 60_000
const LONGEST_MS = 60 * 60_000
const SEEN_EVERY_MS = 10_000

/** The kind of device, as the browser says: the other screen shows which one is active. */
export type Device = { kind: DeviceKind; userAgent: string }

/** Null when there is no such session, or it has ended. */
export async function findSession(context: Context, signerId: string, token: string): Promise<SignerCaller | null> {
  const now = context.machineNow()
  const session = await context.db.session.findUnique({ where: { hash: hashToken(token) } })
  if (!session || session.signerId !== signerId || !isAlive(context, session)) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await changeBound(context, context.db, 'session', { id: session.id }, { lastSeenAt: now })
  }
  return { kind: 'signer', signerId, sessionId: session.id, active: session.active }
}

/** Whether a session of this signer had this cookie, alive or over. */
export async function isSessionOf(context: Context, signerId: string, token: string): Promise<boolean> {
  const session = await context.db.session.findUnique({ where: { hash: hashToken(token) } })
  return session?.signerId === signerId && isWhole(context, 'session', session)
}

/** The id of the session that a browser had before, alive or not; null where it had none, or it was ended or changed. */
export async function earlierSession(context: Context, db: Tx, signerId: string, token: string): Promise<string | null> {
  const session = await db.session.findUnique({ where: { hash: hashToken(token) } })
  const isTheirs = session?.signerId === signerId && session.endedAt === null && isWhole(context, 'session', session)
  return isTheirs ? session.id : null
}

export function isAlive(context: Pick<Context, 'secrets' | 'integrity' | 'log' | 'machineNow'>, session: Session): boolean {
  const now = context.machineNow()
  return (
    session.endedAt === null &&
    isWhole(context, 'session', session) &&
    now.getTime() - session.lastSeenAt.getTime() < IDLE_MS &&
    now.getTime() - session.createdAt.getTime() < LONGEST_MS
  )
}

/** The session that may act now, if one is alive. */
export async function activeSession(context: Context, db: Tx, signerId: string): Promise<Session | null> {
  const sessions = await db.session.findMany({ where: { signerId, active: true, endedAt: null }, orderBy: { createdAt: 'desc' } })
  return sessions.find((session) => isAlive(context, session)) ?? null
}

export async function startSession(
  context: Context,
  tx: Tx,
  signer: { id: string; linkVersion: number },
  device: Device,
  { kind, active }: { kind: SessionKind; active: boolean },
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const id = newId('ses')
  const now = context.machineNow()
  if (active) await changeBound(context, tx, 'session', { signerId: signer.id, active: true }, { active: false })
  await tx.session.create({
    data: bound(context.secrets, 'session', {
      id,
      hash: hashToken(token),
      signerId: signer.id,
      linkVersion: signer.linkVersion,
      device: device.kind,
      kind,
      createdAt: now,
      lastSeenAt: now,
      active,
      endedAt: null,
    }),
  })
  return { id, token }
}

/** For the evidence: tells whether it was the same kind of browser, and nothing more. */
export function deviceDigest(salt: string, device: Device): string {
  return sha256Hex(JSON.stringify([salt, device.userAgent]))
}
