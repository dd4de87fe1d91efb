// Mails that bring a signer to their link: the invitation, the link after a correction, and a new link they asked for.

import type { Wording } from '../../wording/wording'
import { list, quiet, quote, text, type Block } from './layout'
import type { Letter, Written } from './letter'
import { link, personalLink, toSigner } from './signer-mail'

/** Sent to the first signer at once, and to each next one when the one before has signed. */
export function invitationMail(letter: Letter, { before }: { before: readonly string[] } = { before: [] }): Written {
  const { qualified, documents, signedBy } = letter
  const isQualified = qualified && signedBy === 'key'
  return toSigner(letter, 'invitation', {
    reason: 'named',
    blocks: (say, about) => [
      text(say(isQualified ? 'invitation.qualified' : 'invitation.unqualified', about)),
      ...(before.length === 0 ? [] : [text(say('invitation.before', { names: before.join(', ') }))]),
      ...(documents.length === 1 ? [] : [list(say('invitation.documents'), documents)]),
      ...whatIsNeeded(say, letter),
      ...personalLink(say, letter, 'open'),
    ],
  })
}

const NEEDS = { key: ['document', 'phone', 'before', 'time'], code: ['phone', 'noCheck'] } as const

/** A click needs nothing that one would have to bring. */
function whatIsNeeded(say: Wording<'mails'>, { signedBy }: Letter): Block[] {
  if (signedBy === 'click') return []
  const needs: readonly (typeof NEEDS)[keyof typeof NEEDS][number][] = NEEDS[signedBy]
  return [
    list(
      say('invitation.need.title'),
      needs.map((need) => say(`invitation.need.${need}`)),
    ),
  ]
}

/** The reminder that the requester asked for; `message` is shown as the requester's words. */
export function reminderMail(letter: Letter, { message }: { message: string | null }): Written {
  return toSigner(letter, 'reminder', {
    reason: 'reminded',
    blocks: (say, about) => [
      text(say('reminder.text', about)),
      ...(message === null ? [] : [quote(say('reminder.quote', about), message)]),
      ...personalLink(say, letter, 'open'),
    ],
  })
}

/** The new link after the signer corrected their data; the old one is dead. */
export function linkRenewedMail(letter: Letter): Written {
  return toSigner(letter, 'linkRenewed', {
    reason: 'signing',
    blocks: (say, about) => [text(say('linkRenewed.text', about)), text(say('linkRenewed.goOn')), ...personalLink(say, letter, 'continue')],
  })
}

/** Sent to the address on file only; anybody with an old link may ask for it. */
export function newLinkMail(letter: Letter): Written {
  return toSigner(letter, 'newLink', {
    reason: 'named',
    blocks: (say) => [text(say('newLink.text')), ...link(say, letter, 'continue'), quiet(say('newLink.notYou'))],
  })
}
