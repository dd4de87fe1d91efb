// What an authenticator is to sign: a random value, of which only the SHA-256 is kept. It is good for one answer, from pages of one origin, in
// the session that asked for it, within minutes.

import { randomBytes } from 'node:crypto'
import { newId } from '../../../domain/ids'
import type { PasskeyChallenge } from '../../../generated/prisma/client'
import { bound, changeBound, isWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { hashToken } from '../../kernel/links'
import { ANSWER_WITHIN_MS, relyingParty } from './relying-party'

/** `sessionId`: the session that adds a passkey; null: somebody wants to sign in. */
export async function newChallenge(context: Context, sessionId: string | null): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = randomBytes(32)
  const createdAt = context.machineNow()
  const row = bound(context.secrets, 'passkeyChallenge', {
    id: newId('pkc'),
    hash: hashToken(challenge.toString('base64url')),
    sessionId,
    origin: relyingParty(context).origin,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + ANSWER_WITHIN_MS),
    usedAt: null,
  })
  await context.db.passkeyChallenge.create({ data: row })
  return new Uint8Array(challenge)
}

/** The challenge that this answer names, in base64url; used up, whatever comes of the answer. Null: it answers none of ours. */
export async function takeChallenge(context: Context, sessionId: string | null, clientData: string): Promise<string | null> {
  const challenge = challengeIn(clientData)
  const row = challenge === null ? null : await openChallenge(context, sessionId, challenge)
  if (!row) return null
  // Of two answers at once one counts.
  const where = { id: row.id, usedAt: null }
  const used = await changeBound(context, context.db, 'passkeyChallenge', where, { usedAt: context.machineNow() })
  return used === 1 ? challenge : null
}

/** The row of a challenge that may still be answered. */
export async function openChallenge(context: Context, sessionId: string | null, challenge: string): Promise<PasskeyChallenge | null> {
  const row = await context.db.passkeyChallenge.findUnique({ where: { hash: hashToken(challenge) } })
  if (!row || row.usedAt || row.expiresAt <= context.machineNow() || !isWhole(context, 'passkeyChallenge', row)) return null
  return row.sessionId === sessionId && row.origin === relyingParty(context).origin ? row : null
}

/** From the client data (WebAuthn 5.8.1), which the authenticator signs with the rest. */
function challengeIn(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
