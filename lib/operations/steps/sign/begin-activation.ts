// An act of signing begins: the one before it is void, its row waits for the code, and the code is on its way.

import type { SignerCaller } from '../../../domain/caller'
import type { Fact } from '../../../domain/event'
import type { Challenge } from '../../../domain/signing-provider'
import type { Journey } from '../../journey/standing'
import { bound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { ACTIVATION_LIVES_MS } from '../../signing/limits-of-signing'
import { sealPrepared, type PreparedActivation } from '../../signing/prepared-activation'
import { voidActivations } from '../../signing/void-activations'
import { postCode } from './post-code'

type Started = Extract<Fact, { type: 'activation_started' }>
/** `credential`: absent where the code alone releases the act. `to`: the phone. `allowed`: how many tries it has. */
type NewActivation = Pick<Started, 'credential' | 'session_hash' | 'to_sign'> & {
  id: string
  prepared: PreparedActivation
  challenge: Challenge
  to: string
  allowed: number
}

export async function beginActivation(
  context: Context,
  tx: Tx,
  journey: Journey,
  by: SignerCaller,
  { id, prepared, challenge, to, allowed, ...started }: NewActivation,
): Promise<Fact[]> {
  const signer = journey.row.id
  const now = context.now()
  const expiresAt = new Date(now.getTime() + ACTIVATION_LIVES_MS)
  await voidActivations(tx, { signerId: signer })
  await tx.activation.create({
    data: bound(context.secrets, 'activation', {
      id,
      signerId: signer,
      credentialId: started.credential ?? null,
      state: 'open' as const,
      sessionHash: started.session_hash,
      prepared: sealPrepared(context, id, prepared),
      challenge: challenge.state,
      codeSentAt: now,
      codeExpiresAt: expiresAt,
      codeSends: 1,
      allowed,
      createdAt: now,
      expiresAt,
    }),
  })
  await postCode(context, tx, journey, { to, by, challenge })
  return [
    { type: 'activation_started', signer, activation: id, ...started, expires_at: expiresAt.toISOString() },
    { type: 'code_sent', signer, activation: id, sends: 1 },
  ]
}
