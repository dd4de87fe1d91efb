// Sends a code of the space as a text message, counted for the organisation in whose request the certificate was made.

import { languageOf } from '../../wording/readers-language'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { post } from '../kernel/outbox'
import { requireTextAllowed } from '../messages/message-caps'
import { spaceCodeText, type SpaceCodeFor } from '../messages/text-messages'
import type { OwnCredential } from './whose'

/** Throws RATE_LIMITED. */
export async function textCode(
  context: Context,
  tx: Tx,
  { row: { mode, signerId } }: OwnCredential,
  { to, code, act }: { to: string; code: string; act: SpaceCodeFor },
): Promise<void> {
  const { tenantId, locale } = requireWhole(context, 'signer', await tx.signer.findUniqueOrThrow({ where: { id: signerId } }))
  await requireTextAllowed(context, tx, { tenantId, mode, template: 'space_code', to })
  const text = spaceCodeText({ language: languageOf(locale), code, act, baseUrl: context.baseUrl })
  // With the signer, so that a message to somebody for whom the sandbox acts is sent to nobody.
  await post(context, tx, { tenantId, mode, signerId, channel: 'sms', template: 'space_code', to, text })
}
