// Puts a text message to one signer into the outbox, unless too many went out.

import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import type { Signer } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { TEST_PHONE } from '../kernel/magic-address'
import { post } from '../kernel/outbox'
import { isWalked } from '../kernel/signer-script'
import { requireTextAllowed, type TextTemplate } from './message-caps'

/** As a journey has them. */
type Addressee = { row: Pick<Signer, 'id' | 'tenantId' | 'script'>; request: { id: string }; mode: Mode }
/** `template` names the kind of message for the outbox. `own`: a session of the person themselves has asked for it. */
type TextMessage = { template: TextTemplate; to: string; text: string; own?: boolean }

/**
 * A text message that nobody gets: the sandbox acts for this signer. A kept key may have the test number, and the signer who uses it later
 * may be a person in a browser, so the script alone does not tell.
 */
export function isForSandbox(mode: Mode, signer: Pick<Signer, 'script'> | null, to: string): boolean {
  return mode === 'test' && (to === TEST_PHONE || (signer !== null && isWalked(mode, signer)))
}

/** Throws RATE_LIMITED. */
export async function sendText(
  context: Context,
  tx: Tx,
  { row, request, mode }: Addressee,
  { own, ...message }: TextMessage,
): Promise<void> {
  const { tenantId } = row
  if (!isForSandbox(mode, row, message.to))
    await requireTextAllowed(context, tx, { tenantId, mode, template: message.template, own, to: message.to })
  await post(context, tx, { tenantId, mode, requestId: request.id, signerId: row.id, channel: 'sms', ...message })
}

/** For a message that nobody waits for, or whose refusal would tell a stranger something: beyond the limit none goes out. Answers whether one did. */
export async function sendTextIfAllowed(context: Context, tx: Tx, addressee: Addressee, message: TextMessage): Promise<boolean> {
  try {
    await sendText(context, tx, addressee, message)
    return true
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'RATE_LIMITED') throw error
    return false
  }
}
