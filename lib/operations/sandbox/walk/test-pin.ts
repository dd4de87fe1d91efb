// The PIN that the sandbox chooses for a test signer; not secret, because it opens test keys only.

import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { createPin } from '../../steps/pin/create-pin'

/** The second is for signers whose phone number or the like rules out the first. */
const TEST_PINS = ['490731', '618253'] as const

export async function chooseTestPin(context: Context, caller: SignerCaller): Promise<void> {
  const [usual, other] = TEST_PINS
  try {
    await createPin(context, caller, { pin: usual }, 'sandbox')
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'PIN_WEAK') throw error
    await createPin(context, caller, { pin: other }, 'sandbox')
  }
}

/** The PIN that `createPin` accepted: the first, unless the phone number contains it. */
export function testPinFor(phone: string): string {
  const [usual, other] = TEST_PINS
  return phone.replaceAll(/\D/g, '').includes(usual) ? other : usual
}
