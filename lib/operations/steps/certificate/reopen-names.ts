// Back from the certificate, before it is made, to the name that it will carry, its phone and its PIN.

import type { SignerCaller } from '../../../domain/caller'
import { actAt, type Guard } from '../../journey/act-at'
import type { Context } from '../../kernel/context'

export async function reopenNames(context: Context, caller: SignerCaller): Promise<void> {
  const guard: Guard = { at: ['pin', 'certificate'], already: ({ place }) => place.at === 'step' && place.step === 'names' }
  await actAt(context, caller, guard, async ({ row }) => [{ type: 'names_reopened', signer: row.id }])
}
