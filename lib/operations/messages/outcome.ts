// Mails that tell a signer how a request ended: signed by all, cancelled, refused by somebody, or expired.

import { moment, wording } from '../../wording/wording'
import { LINK_AFTER_END_DAYS } from '../kernel/links'
import { quiet, text, titles, written } from './layout'
import type { Letter, Written } from './letter'

/** `attached` names the documents that are in this mail; larger ones are behind the link. */
export function completedMail(letter: Letter, { signers, attached }: { signers: readonly string[]; attached: boolean }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('completed.subject', about),
    heading: say('completed.heading'),
    blocks: [
      text(say('completed.text', { ...about, signers: signers.length })),
      ...(signers.length > 1 ? [{ kind: 'list' as const, title: say('completed.signedBy'), items: signers }] : []),
      text(attached ? say('completed.attached') : say('completed.linked', { days: LINK_AFTER_END_DAYS })),
      { kind: 'button', label: say('completed.button'), url: letter.url },
      quiet(say('completed.printed')),
    ],
    reason: say('reason.signed', about),
  })
}

export function cancelledMail(letter: Letter, { reason, signed }: { reason: string | null; signed: boolean }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('cancelled.subject', about),
    heading: say('cancelled.heading', about),
    blocks: [
      text(say('cancelled.text', about)),
      ...(reason === null ? [] : [{ kind: 'quote' as const, title: say('cancelled.quote', about), text: reason }]),
      ...(signed ? [text(say('cancelled.signed'))] : []),
      quiet(say('cancelled.pictures', about)),
    ],
    reason: say('reason.hadNamed', about),
  })
}

/** Sent to the other signers when one has refused; only the requester is told the reason. */
export function refusedByOtherMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('refusedByOther.subject', about),
    heading: say('refusedByOther.heading'),
    blocks: [text(say('refusedByOther.text', about)), quiet(say('refusedByOther.next', about))],
    reason: say('reason.hadNamed', about),
  })
}

export function expiredMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('expired.subject', about),
    heading: say('expired.heading'),
    blocks: [text(say('expired.text', { ...about, date: moment(letter.expiresAt, letter.locale) })), text(say('expired.next', about))],
    reason: say('reason.hadNamed', about),
  })
}
