// The act of signing that a signer has begun: the newest open one, while its time and its tries last. One that was changed outside is none, so
// that the signer begins another.

import type { Activation } from '../../generated/prisma/client'
import type { UsableCredential } from '../credentials/usable-credentials'
import type { Journey } from '../journey/standing'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { isOpen, triesLeft } from './limits-of-signing'

export type OpenActivation = { activation: Activation; credential: UsableCredential }

/** `which`: this one alone, or one with this key. */
export async function openActivation(
  context: Context,
  db: Tx,
  { row, credentials }: Pick<Journey, 'row' | 'credentials'>,
  which: { id?: string; credentialId?: string } = {},
): Promise<OpenActivation | null> {
  const newest = { signerId: row.id, state: 'open', ...which } as const
  const activation = await db.activation.findFirst({ where: newest, orderBy: { createdAt: 'desc' } })
  if (!activation || !isWhole(context, 'activation', activation)) return null
  const credential = credentials.find((one) => one.row.id === activation.credentialId)
  return credential && isOpen(activation, context.now()) && triesLeft(activation) > 0 ? { activation, credential } : null
}
