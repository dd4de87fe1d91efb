// The mail to the requester: a signature that somebody had authorised cannot be made, why, and what helps.

import type { Mode, SignatureFailure } from '../../domain/event'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { text, written } from './layout'
import type { Written } from './letter'

type Told = {
  requester: { name: string; color: string | null }
  requestId: string
  signerId: string
  mode: Mode
  qualified: boolean
  reason: SignatureFailure
  baseUrl: string
}

/** Written in the default language: accounts have none of their own. It names nobody: the contact may be a list. */
export function notSignedMail({ requester, requestId, signerId, mode, qualified, reason, baseUrl }: Told): Written {
  const language = DEFAULT_LANGUAGE
  const say = wording(language, 'mails')
  return written(
    { language, qualified, requester, baseUrl, requestId },
    {
      subject: say('notSigned.subject', { request: requestId }),
      heading: say('notSigned.heading'),
      blocks: [text(say('notSigned.text', { request: requestId, signer: signerId, mode })), text(say(`notSigned.${reason}`))],
      reason: say('reason.contact'),
    },
  )
}
