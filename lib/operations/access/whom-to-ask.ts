// Whom somebody may ask whose link or session opens nothing any more: the requester, where what they hold proves which request it was.

import { Problem } from '../../domain/problem'
import { standing } from '../journey/standing'
import type { Context } from '../kernel/context'
import { contactOf, type Reach } from '../kernel/tenant-contact'
import { isSessionOf } from './session'

export type WhomToAsk = { name: string; color: string | null; reach: Reach | null; requestId: string }

/** Null once the person is erased: what they held proves nothing about anybody then. */
export async function whomToAsk(context: Context, signerId: string): Promise<WhomToAsk | null> {
  try {
    const { request } = await standing(context, context.db, signerId)
    const { name, color, contact } = request.tenant
    return { name, color, reach: contactOf(context, contact).reach, requestId: request.id }
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** By the cookie of a session, alive or over. */
export async function whomToAskFrom(context: Context, signerId: string, sessionToken: string): Promise<WhomToAsk | null> {
  return (await isSessionOf(context, signerId, sessionToken)) ? whomToAsk(context, signerId) : null
}
