// Whether the signer may write to the requester from here, and what they have not read yet.

import type { SignerCaller } from '../../domain/caller'
import { isOn, isOpen } from '../../domain/conversation'
import { lastOf, unreadOf } from '../conversation/read-thread'
import { mayReadHere } from '../journey/may-read'
import type { Journey } from '../journey/standing'
import type { Context } from '../kernel/context'
import { contactOf } from '../kernel/tenant-contact'
import type { JourneyView } from './shown'

export async function messagesOf(context: Context, caller: SignerCaller, journey: Journey): Promise<JourneyView['messages']> {
  const { row, request, state, signer, place } = journey
  const contact = contactOf(context, request.tenant.contact)
  const mayWrite = isOpen(signer) && (caller.active || place.at === 'closed')
  const readable = mayReadHere(journey, caller)
  return {
    by: !mayWrite ? null : isOn(state, contact) ? 'conversation' : contact.reach === null ? null : 'mail',
    any: readable && (await lastOf(context, row.id)) > 0,
    unread: readable ? await unreadOf(context, row.id, 'signer') : 0,
  }
}
