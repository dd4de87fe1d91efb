// Keeps the key that the sandbox makes for a test signer: later requests to the same address, in the same account, find the key and go
// from the terms to the documents. Works before and after the key is made.

import type { Context } from '../kernel/context'
import { holderAlone, holderKept, mergePerson } from '../credentials/person'
import { lockedStanding } from '../journey/act-at'
import { changeScript, scriptOf } from '../kernel/signer-script'

/** With the request locked, because `createPin` reads the script. */
export async function keepCredential(context: Context, signerId: string): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const { mode, row, profile } = await lockedStanding(context, tx, signerId)
    if (mode !== 'test' || scriptOf(mode, row)?.keeps) return
    await changeScript(context, tx, signerId, (script) => ({ ...script, keeps: true }))
    await mergePerson(context, tx, { mode, from: holderAlone(context, row), into: holderKept(context, row, profile) })
  })
}
