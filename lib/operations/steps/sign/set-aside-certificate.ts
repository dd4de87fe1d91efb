// A signer who has forgotten the PIN, or lost the phone of their certificate, leaves it aside in this request and is led to a new one. Nothing
// is revoked by it: whoever only holds the link could do that.

import type { SetAsideBecause } from '../../../domain/event'
import type { SignerCaller } from '../../../domain/caller'
import { actAt, type Guard } from '../../journey/act-at'
import type { Context } from '../../kernel/context'
import { voidActivations } from '../../signing/void-activations'

export async function setAsideCertificate(
  context: Context,
  caller: SignerCaller,
  { credential, because }: { credential: string; because: SetAsideBecause },
): Promise<void> {
  const guard: Guard = { at: ['sign'], already: ({ signer }) => signer.setAside.includes(credential) }
  await actAt(context, caller, guard, async ({ credentials, row }, tx) => {
    if (!credentials.some((one) => one.row.id === credential)) return []
    await voidActivations(tx, { signerId: row.id })
    return [{ type: 'certificate_set_aside', signer: row.id, credential, because }]
  })
}
