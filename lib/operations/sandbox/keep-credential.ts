// Keeps what a machine makes as the key of a test signer: later requests to the same address, in the same account, find it and go from the
// terms to the documents. Holds for a key that is there already and for one that is still to be made.

import type { Context } from '../kernel/context'
import { holderAlone, holderKept, mergePerson } from '../credentials/person'
import { lockedStanding } from '../journey/act-at'
import { changeScript, scriptOf } from '../kernel/signer-script'

/** Locked, because a PIN that is chosen at the same moment looks at the script. */
export async function keepCredential(context: Context, signerId: string): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const { mode, row, profile } = await lockedStanding(context, tx, signerId)
    if (mode !== 'test' || scriptOf(mode, row)?.keeps) return
    await changeScript(tx, signerId, (script) => ({ ...script, keeps: true }))
    await mergePerson(context, tx, mode, holderAlone(context, row), holderKept(context, row, profile))
  })
}
