// A certificate of the same person with another phone: a code to that phone proves it, and then it is one to choose from. Until then no wrong
// PIN counts against it.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { isPresent } from '../../../domain/steps'
import type { Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { proveBy, sendCodeOf } from '../details/holder-proof'
import { otherCertificates } from './other-certificates'

type Wanted = { credential: string }

/** Where one of several is chosen, and where it would sign. */
const where = ({ credential }: Wanted) =>
  ({
    at: ['saved_identity', 'sign'],
    already: ({ signer }: Journey) => signer.proven.includes(credential) && isPresent(signer),
  }) satisfies Guard

export async function sendOtherCode(context: Context, caller: SignerCaller, wanted: Wanted): Promise<void> {
  await sendCodeOf(context, caller, where(wanted), async (_, tx, journey) => {
    const other = (await otherCertificates(context, tx, journey)).find(({ row }) => row.id === wanted.credential)
    if (!other) throw new Problem('CREDENTIAL_LOCKED.unusable')
    return other
  })
}

export const proveOther = (context: Context, caller: SignerCaller, { code, ...wanted }: Wanted & { code: string }): Promise<void> =>
  proveBy(context, caller, where(wanted), code)
