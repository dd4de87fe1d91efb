// A phone number that can receive a code by text message, in E.164 form.

import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { asciiDigits } from '../../domain/digits'
import { Problem } from '../../domain/problem'

const NO_TEXTS: ReadonlySet<string | undefined> = new Set([
  'FIXED_LINE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
  'PAGER',
  'VOIP',
])

/** Throws PHONE_INVALID, of the field `phone`. Internet telephony is refused: its number is an account, not a device. */
export function mobilePhone(phone: string): string {
  const international = asciiDigits(phone).trim().replace(/^00/, '+')
  const parsed = international.startsWith('+') ? parsePhoneNumberFromString(international) : undefined
  if (!parsed?.isValid()) {
    throw new Problem('PHONE_INVALID.incomplete').at(['phone'])
  }
  if (NO_TEXTS.has(parsed.getType())) throw new Problem('PHONE_INVALID.no_texts').at(['phone'])
  return parsed.number
}
