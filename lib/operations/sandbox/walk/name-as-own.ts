// Chooses the names and the phone number that the page suggests; the number is proven by the code in the outbox.

import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { TEST_PHONE } from '../../kernel/magic-address'
import type { Journey } from '../../journey/standing'
import { chooseNames } from '../../steps/names/choose-names'
import { viewedNames } from '../../steps/names/names-view'
import { sendPhoneCode } from '../../steps/names/phone-proof'
import { codeInOutbox } from './code-in-outbox'

export async function nameAsOwn(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const names = await viewedNames(context, journey)
  const chosen = names.ownSpelling ?? names
  const phone = journey.profile.phone ?? TEST_PHONE
  await sendPhoneCode(context, caller, { phone })
  await chooseNames(context, caller, {
    givenNames: chosen.givenNames,
    surname: chosen.surname,
    spelling: names.ownSpelling ? 'own' : 'document',
    phone,
    code: await codeInOutbox(context, caller.signerId, 'phone_code'),
  })
}
