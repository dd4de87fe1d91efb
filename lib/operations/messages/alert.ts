// Mails that tell the person on file what somebody with their link has done. They bring no link: that somebody may read the mailbox too.

import { text } from './layout'
import type { Letter, Written } from './letter'
import { toSigner } from './signer-mail'

/** To the address of before. */
export const contactReplacedMail = (letter: Letter): Written => alert(letter, 'contactReplaced')

export const deviceTakenOverMail = (letter: Letter): Written => alert(letter, 'deviceTakenOver')

function alert(letter: Letter, name: 'contactReplaced' | 'deviceTakenOver'): Written {
  return toSigner(letter, name, {
    reason: 'signing',
    blocks: (say, about) => [text(say(`${name}.text`, about)), text(say('wasYou')), text(say(`${name}.notYou`, about))],
  })
}
