// Mails that bring a signer to their link: the invitation, the link after a correction, and a new link they asked for.

import { moment, titles, written, type Block } from './layout'
import type { Letter, Written } from './letter'

/** To the first signer at once, to each next one when the one before has signed. */
export function invitationMail(letter: Letter, others: { before: readonly string[] } = { before: [] }): Written {
  const before = others.before.length === 0 ? [] : [text(`${others.before.join(', ')} signed before you. It is your turn now.`)]
  return written(letter, {
    subject: `${letter.requester.name} asks you to sign ${titles(letter.documents)}`,
    heading: `${letter.name}, ${letter.requester.name} asks you to sign`,
    blocks: [
      text(
        `${letter.requester.name} has sent you ${titles(letter.documents)} for ${
          letter.qualified
            ? 'a qualified electronic signature, the kind that stands for your signature by hand'
            : 'your electronic signature'
        }.`,
      ),
      ...before,
      ...(letter.documents.length === 1 ? [] : [{ kind: 'list' as const, title: 'The documents', items: letter.documents }]),
      {
        kind: 'list',
        title: 'What you need',
        items: [
          'Your passport or national identity card',
          'A phone or computer with a camera',
          'Your mobile phone, for a code by text message',
          'About five minutes; you may stop and come back at any time',
        ],
      },
      { kind: 'button', label: 'Open and sign', url: letter.url },
      deadline(letter),
      personal,
    ],
    reason: `You receive this mail because ${letter.requester.name} named you as a signer.`,
  })
}

/** When the requester asks us to remind; `message` is in their words, and shown as theirs. */
export function reminderMail(letter: Letter, { message }: { message: string | null }): Written {
  return written(letter, {
    subject: `Reminder: please sign ${titles(letter.documents)}`,
    heading: `${letter.requester.name} is waiting for your signature`,
    blocks: [
      text(`${titles(letter.documents)} is not signed yet. If you have begun, you continue where you stopped; nothing is lost.`),
      ...(message === null ? [] : [{ kind: 'quote' as const, title: `${letter.requester.name} writes`, text: message }]),
      { kind: 'button', label: 'Open and sign', url: letter.url },
      deadline(letter),
      personal,
    ],
    reason: `You receive this mail because ${letter.requester.name} named you as a signer and asked us to remind you.`,
  })
}

/** After the signer corrected their own data: the old link is dead, this is its successor. */
export function linkRenewedMail(letter: Letter): Written {
  return written(letter, {
    subject: `Your new link to sign ${titles(letter.documents)}`,
    heading: 'Your details were corrected',
    blocks: [
      text(
        `You corrected your details, so your personal link has changed. The earlier one does not work any more. ${letter.requester.name} sees the correction.`,
      ),
      text('You can go on where you are; use this link if you leave and come back.'),
      { kind: 'button', label: 'Continue signing', url: letter.url },
      deadline(letter),
      personal,
    ],
    reason: `You receive this mail because you are signing a document for ${letter.requester.name}.`,
  })
}

/** To the address on file only, whoever asked. */
export function newLinkMail(letter: Letter): Written {
  return written(letter, {
    subject: `The link you asked for: sign ${titles(letter.documents)}`,
    heading: 'Here is your new link',
    blocks: [
      text(
        `Somebody opened an old link to this request and asked for a new one. If it was you, continue here; what you did so far is kept.`,
      ),
      { kind: 'button', label: 'Continue signing', url: letter.url },
      deadline(letter),
      quiet('If it was not you, you need to do nothing: links are only ever sent to this address.'),
    ],
    reason: `You receive this mail because ${letter.requester.name} named you as a signer.`,
  })
}

const personal: Block = quiet('This link is yours alone. Please do not forward this mail.')

function deadline(letter: Letter): Block {
  return quiet(`Please sign before ${moment(letter.expiresAt, letter.locale)}. After that the link ends.`)
}

function text(value: string): Block {
  return { kind: 'text', text: value }
}

function quiet(value: string): Block {
  return { kind: 'quiet', text: value }
}
