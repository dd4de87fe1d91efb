// Tells a signer that the signature which they authorised cannot be made, and why.

import type { SignerCaller } from '../../../domain/caller'
import type { SignatureFailure } from '../../../domain/event'
import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import { standing, type Journey } from '../../journey/standing'

export function signatureFailed(reason: SignatureFailure, { request }: Pick<Journey, 'request'>): Problem {
  return new Problem(`SIGNATURE_FAILED.${reason}`, { requester: request.tenant.name })
}

/** Throws SIGNATURE_FAILED for an activation that has ended so. */
export async function requireNotFailed(context: Context, { signerId }: SignerCaller, activation: string): Promise<void> {
  const journey = await standing(context, context.db, signerId)
  if (journey.signer.authorised !== undefined || journey.signer.signedAt !== undefined) return
  const events = await loadEvents(context, context.db, journey.request.id)
  const failed = events.findLast(({ fact }) => fact.type === 'signature_failed' && fact.activation === activation)?.fact
  if (failed?.type === 'signature_failed') throw signatureFailed(failed.reason, journey)
}
