// Mails that bring a signer to their link: the invitation, the link after a correction, and a new link they asked for.

import { moment, wording } from '../../wording/wording'
import { quiet, text, titles, written, type Block } from './layout'
import type { Letter, Written } from './letter'

/** Sent to the first signer at once, and to each next one when the one before has signed. */
export function invitationMail(letter: Letter, { before }: { before: readonly string[] } = { before: [] }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('invitation.subject', about),
    heading: say('invitation.heading', { name: letter.name, requester: letter.requester.name }),
    blocks: [
      text(say(letter.qualified ? 'invitation.qualified' : 'invitation.unqualified', about)),
      ...(before.length === 0 ? [] : [text(say('invitation.before', { names: before.join(', ') }))]),
      ...(letter.documents.length === 1 ? [] : [{ kind: 'list' as const, title: say('invitation.documents'), items: letter.documents }]),
      {
        kind: 'list',
        title: say('invitation.need.title'),
        items: (['document', 'camera', 'phone', 'time'] as const).map((need) => say(`invitation.need.${need}`)),
      },
      { kind: 'button', label: say('open'), url: letter.url },
      deadline(letter),
      personal(letter),
    ],
    reason: say('reason.named', about),
  })
}

/** The reminder that the requester asked for; `message` is shown as the requester's words. */
export function reminderMail(letter: Letter, { message }: { message: string | null }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('reminder.subject', about),
    heading: say('reminder.heading', about),
    blocks: [
      text(say('reminder.text', about)),
      ...(message === null ? [] : [{ kind: 'quote' as const, title: say('reminder.quote', about), text: message }]),
      { kind: 'button', label: say('open'), url: letter.url },
      deadline(letter),
      personal(letter),
    ],
    reason: say('reason.reminded', about),
  })
}

/** The new link after the signer corrected their data; the old one is dead. */
export function linkRenewedMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('linkRenewed.subject', about),
    heading: say('linkRenewed.heading'),
    blocks: [
      text(say('linkRenewed.text', about)),
      text(say('linkRenewed.goOn')),
      { kind: 'button', label: say('continue'), url: letter.url },
      deadline(letter),
      personal(letter),
    ],
    reason: say('reason.signing', about),
  })
}

/** To the address of before, without the new link: who replaced it may be somebody else. */
export function contactReplacedMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('contactReplaced.subject', about),
    heading: say('contactReplaced.heading'),
    blocks: [text(say('contactReplaced.text', about)), text(say('contactReplaced.you')), text(say('contactReplaced.notYou', about))],
    reason: say('reason.signing', about),
  })
}

/** Without the link: the mailbox may be that of whoever took over. */
export function deviceTakenOverMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('deviceTakenOver.subject', about),
    heading: say('deviceTakenOver.heading'),
    blocks: [text(say('deviceTakenOver.text', about)), text(say('deviceTakenOver.you')), text(say('deviceTakenOver.notYou', about))],
    reason: say('reason.signing', about),
  })
}

/** Sent to the address on file only; anybody with an old link may ask for it. */
export function newLinkMail(letter: Letter): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('newLink.subject', about),
    heading: say('newLink.heading'),
    blocks: [
      text(say('newLink.text')),
      { kind: 'button', label: say('continue'), url: letter.url },
      deadline(letter),
      quiet(say('newLink.notYou')),
    ],
    reason: say('reason.named', about),
  })
}

function personal({ language }: Letter): Block {
  return quiet(wording(language, 'mails')('personal'))
}

function deadline({ language, expiresAt, locale }: Letter): Block {
  return quiet(wording(language, 'mails')('deadline', { date: moment(expiresAt, locale) }))
}
