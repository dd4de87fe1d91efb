// The mail to a requester without a conversation: what a signer wrote on the signing page, and that whoever has the link can write there.

import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { organisationFooter, quiet, quote, text, titles, written } from './layout'
import type { Letter, Written } from './letter'

/** Written in the default language: organisations have none of their own. */
export function writtenBySignerMail(letter: Letter, message: string): Written {
  const say = wording(DEFAULT_LANGUAGE, 'mails')
  const about = { name: letter.name, email: letter.to, documents: titles({ ...letter, language: DEFAULT_LANGUAGE }) }
  return written(
    { ...letter, language: DEFAULT_LANGUAGE },
    {
      subject: say('writtenBySigner.subject', about),
      heading: say('writtenBySigner.heading', about),
      blocks: [
        text(say('writtenBySigner.text', about)),
        quote(say('writtenBySigner.quote'), message),
        quiet(say('writtenBySigner.answer', about)),
      ],
      reason: say('reason.organisation', { requester: letter.requester.name }),
      footer: organisationFooter(letter),
    },
  )
}
