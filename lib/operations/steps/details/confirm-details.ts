// The signer says that the personal data are theirs and right.

import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt, guardOf } from '../../journey/act-at'
import { profileDigest } from '../../kernel/profile'

export async function confirmDetails(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, guardOf('details'), async ({ profile }) => [
    { type: 'details_confirmed', signer: caller.signerId, profile_sha256: profileDigest(profile) },
  ])
}
