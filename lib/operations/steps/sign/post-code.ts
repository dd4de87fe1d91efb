// The code of an act of signing on its way to a phone, and how many may go there.

import type { SignerCaller } from '../../../domain/caller'
import type { Challenge } from '../../../domain/signing-provider'
import type { Journey } from '../../journey/standing'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { sendText } from '../../messages/send-text'
import { signingCodeText } from '../../messages/text-messages'

/**
 * Codes per key and hour, over all activations: text messages cost money, and may be used to annoy. The sessions of the person have a share of
 * their own, which nobody uses up who only has the link, from however many addresses. One session of theirs, and one address of others, has
 * well below the rest.
 */
const OWN_CODES = { name: 'signing-code-own', count: 60, windowMs: 3_600_000 }
const CODES_OF_CLIENT = { name: 'signing-code-client', count: 15, windowMs: 3_600_000 }
const CODES = { name: 'signing-code', count: 30, windowMs: 3_600_000 }

/** Throws RATE_LIMITED. */
export async function requireCodeAllowed(
  context: Context,
  { sessionId, client }: SignerCaller,
  { signer }: Pick<Journey, 'signer'>,
  credential: string,
): Promise<void> {
  const isOwn = signer.own.includes(sessionId)
  await requireWithinLimit(context, `${credential} ${isOwn ? sessionId : (client ?? sessionId)}`, CODES_OF_CLIENT)
  await requireWithinLimit(context, credential, isOwn ? OWN_CODES : CODES)
}

/** Sends the code, unless the provider sends its codes itself. */
export async function postCode(
  context: Context,
  tx: Tx,
  journey: Journey,
  { to, by, challenge: { code } }: { to: string; by: SignerCaller; challenge: Challenge },
): Promise<void> {
  if (code === null) return
  const { request, language, signer } = journey
  const text = signingCodeText({
    language,
    code,
    documents: request.documents.map(({ document }) => document.name),
    requester: request.tenant.name,
    baseUrl: context.baseUrl,
  })
  await sendText(context, tx, journey, { template: 'signing_code', to, text, own: signer.own.includes(by.sessionId) })
}
