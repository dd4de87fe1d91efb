// The mail to a signer who is away: the requester wrote to them. It does not say what.

import { text } from './layout'
import type { Letter, Written } from './letter'
import { link, toSigner } from './signer-mail'

export function messageWaitingMail(letter: Letter): Written {
  return toSigner(letter, 'messageWaiting', {
    reason: 'named',
    blocks: (say, about) => [text(say('messageWaiting.text', about)), text(say('messageWaiting.answer')), ...link(say, letter, 'continue')],
  })
}
