// For a person whose phone is lost or stolen, who can give no code: the mailbox alone revokes their certificates, and shows nothing of them.
// Whoever else reads the mailbox can do no more harm by it than to have the person identify themselves anew.

import type { HolderCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { dropPasskeys } from '../passkeys/own-passkeys'
import { credentialsAt } from '../whose'
import { revoke } from './revoke-certificate'

/**
 * All with this address: the person cannot be asked which. Whoever has given the code names the certificate instead. Passkeys may lie on the
 * phone, and open what the code would.
 */
export async function revokeWithoutPhone(context: Context, caller: HolderCaller): Promise<void> {
  if (caller.level !== 'mailbox') throw new Problem('NOT_FOUND.in_space')
  for (const one of await credentialsAt(context, context.db, caller)) await revoke(context, caller, one, 'key_compromise')
  await context.db.$transaction((tx) => dropPasskeys(context, tx, caller, {}))
}
