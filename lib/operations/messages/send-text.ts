// Puts a text message to one signer into the outbox.

import type { Mode } from '../../domain/event'
import type { Context, Tx } from '../kernel/context'
import { post } from '../kernel/outbox'

/** As a journey has them. */
type Addressee = { row: { id: string; tenantId: string }; request: { id: string }; mode: Mode }

/** `template` names the kind of message for the outbox. */
export async function sendText(
  context: Context,
  tx: Tx,
  { row, request, mode }: Addressee,
  message: { template: string; to: string; text: string },
): Promise<void> {
  await post(context, tx, { tenantId: row.tenantId, mode, requestId: request.id, signerId: row.id, channel: 'sms', ...message })
}
