// For a person whose phone is lost or stolen, who can give no code: the mailbox alone revokes their certificates, and shows nothing of them.
// Whoever else reads the mailbox can do no more harm by it than to have the person identify themselves anew.

import type { HolderCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { credentialsAt } from '../whose'
import { revoke } from './revoke-certificate'

/** All with this address: the person cannot be asked which. */
export async function revokeWithoutPhone(context: Context, caller: HolderCaller): Promise<void> {
  for (const one of await credentialsAt(context, context.db, caller)) await revoke(context, caller, one, 'key_compromise')
}
