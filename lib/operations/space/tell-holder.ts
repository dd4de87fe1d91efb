// Tells a person by mail what was done in their space: it may have been somebody else who reads their mailbox.

import type { HolderCaller } from '../../domain/caller'
import type { Context, Tx } from '../kernel/context'
import { post } from '../kernel/outbox'
import { certificateMail, contactMail } from '../messages/space-mails'
import { addresseeAt, spaceSender } from './entrance/send-space-link'
import { settingsOf } from './space-row'

type Told = { at: Date } & (
  | { about: 'revoked' | 'pinChanged' | 'locked'; serial: string }
  | { about: 'phoneChanged' | 'emailChanged' | 'passkeyAdded' }
)

/** `to`: another address than the space's. */
export async function tellHolder(context: Context, tx: Tx, caller: HolderCaller, told: Told, to?: string): Promise<void> {
  const { email, locale } = await settingsOf(context, tx, caller.spaceId)
  const addressee = await addresseeAt(context, tx, caller)
  if (!addressee) return
  const sender = spaceSender(context, caller.mode, locale)
  const mail = 'serial' in told ? certificateMail(sender, told.about, told) : contactMail(sender, told.about, told)
  await post(context, tx, { ...addressee, mode: caller.mode, channel: 'email', template: `space_${told.about}`, to: to ?? email, ...mail })
}
