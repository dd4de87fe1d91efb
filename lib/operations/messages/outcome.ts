// Mails that tell a signer how a request ended: signed by all, cancelled, refused by somebody, or expired.

import { moment } from '../../wording/time'
import { LINK_AFTER_END_DAYS } from '../kernel/links'
import { button, list, quiet, quote, text } from './layout'
import type { Letter, Written } from './letter'
import { toSigner } from './signer-mail'

/** `attached` names the documents that are in this mail; larger ones are behind the link. */
export function completedMail(letter: Letter, { signers, attached }: { signers: readonly string[]; attached: boolean }): Written {
  return toSigner(letter, 'completed', {
    reason: 'signed',
    blocks: (say, about) => [
      text(say('completed.text', { ...about, signers: signers.length })),
      ...(signers.length > 1 ? [list(say('completed.signedBy'), signers)] : []),
      text(attached ? say('completed.attached') : say('completed.linked', { days: LINK_AFTER_END_DAYS })),
      button(say('completed.button'), letter.url),
      quiet(say('completed.space', { address: letter.baseUrl })),
      quiet(say('completed.printed')),
    ],
  })
}

export function cancelledMail(letter: Letter, { reason, signed }: { reason: string | null; signed: boolean }): Written {
  return toSigner(letter, 'cancelled', {
    reason: 'hadNamed',
    blocks: (say, about) => [
      text(say('cancelled.text', about)),
      ...(reason === null ? [] : [quote(say('cancelled.quote', about), reason)]),
      ...(signed ? [text(say('cancelled.signed'))] : []),
      // Where no identity is checked there are none.
      ...(letter.signedBy !== 'key' ? [] : [quiet(say('cancelled.pictures', about))]),
    ],
  })
}

/** Sent to the other signers when one has refused; only the requester is told the reason. */
export function refusedByOtherMail(letter: Letter): Written {
  return toSigner(letter, 'refusedByOther', {
    reason: 'hadNamed',
    blocks: (say, about) => [text(say('refusedByOther.text', about)), quiet(say('refusedByOther.next', about))],
  })
}

export function expiredMail(letter: Letter): Written {
  return toSigner(letter, 'expired', {
    reason: 'hadNamed',
    blocks: (say, about) => [
      text(say('expired.text', { ...about, date: moment(letter.expiresAt, letter.locale, letter.zone) })),
      text(say('expired.next', about)),
    ],
  })
}
