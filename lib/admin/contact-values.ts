// What the options of an organisation's contact mean, as an operator types them.

import type { ContactChange } from '../operations/administration/organisation-contact'
import { NOTICES, USUAL_NOTICES, type Notice } from '../operations/kernel/tenant-contact'
import type { Options } from './command'
import { DEFAULT, oneOf } from './values'

/** Takes away what is set. */
export const NONE = 'none'
export const ON_OR_OFF = ['on', 'off'] as const

export function contactChange({ email, phone, hours, notify, notices, conversation }: Options): ContactChange {
  return {
    ...(email === undefined ? {} : { email: unlessNone(email) }),
    ...(phone === undefined ? {} : { phone: unlessNone(phone) }),
    ...(hours === undefined ? {} : { hours: unlessNone(hours) }),
    ...(notify === undefined ? {} : { notify: notify === DEFAULT ? null : listOf(notify) }),
    ...(notices === undefined ? {} : { notices: noticesOf(notices) }),
    ...(conversation === undefined ? {} : { conversation: oneOf('--conversation', conversation, ON_OR_OFF) === 'on' }),
  }
}

const unlessNone = (given: string): string | null => (given === NONE ? null : given)
const listOf = (given: string): string[] => given.split(',').map((one) => one.trim())

function noticesOf(given: string): readonly Notice[] {
  if (given === NONE) return []
  if (given === DEFAULT) return USUAL_NOTICES
  return listOf(given).map((one) => oneOf<Notice>('each of --notices', one, NOTICES))
}
