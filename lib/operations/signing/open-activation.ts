// The act of signing that a signer has begun: the newest open one, while its time and its tries last. One that was changed outside is none, so
// that the signer begins another.

import type { Activation } from '../../generated/prisma/client'
import { actOf } from '../../domain/policy'
import type { UsableCredential } from '../credentials/usable-credentials'
import type { Journey } from '../journey/standing'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { isOpen, triesLeft } from './limits-of-signing'

/** `to`: the phone that its codes go to. `credential`: null where a code alone releases it. */
export type OpenActivation = { activation: Activation; to: string; credential: UsableCredential | null }

/** `which`: this one alone, or one with this key. */
export async function openActivation(
  context: Context,
  db: Tx,
  journey: Pick<Journey, 'row' | 'credentials' | 'profile' | 'circumstances'>,
  which: { id?: string; credentialId?: string } = {},
): Promise<OpenActivation | null> {
  const newest = { signerId: journey.row.id, state: 'open', ...which } as const
  const activation = await db.activation.findFirst({ where: newest, orderBy: { createdAt: 'desc' } })
  if (!activation || !isWhole(context, 'activation', activation)) return null
  if (!isOpen(activation, context.now()) || triesLeft(activation) === 0) return null
  const released = releasedBy(journey, activation)
  return released && { activation, ...released }
}

function releasedBy(
  { credentials, profile, circumstances }: Pick<Journey, 'credentials' | 'profile' | 'circumstances'>,
  { credentialId }: Activation,
): Omit<OpenActivation, 'activation'> | null {
  if (actOf(circumstances.policy) === 'code')
    return credentialId === null && profile.phone !== null ? { to: profile.phone, credential: null } : null
  const credential = credentials.find(({ row }) => row.id === credentialId)
  return credential ? { to: credential.subject.phone, credential } : null
}
