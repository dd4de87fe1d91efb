// What all mails to signers have alike: subject and heading from the words of the mail, the sentence that says why it came, and the links.

import type { Messages } from '../../wording/catalogue'
import { moment } from '../../wording/time'
import { wording, type Wording } from '../../wording/wording'
import { button, quiet, titles, written, type Block } from './layout'
import type { Letter, Written } from './letter'

type Words = Messages['mails']
type Name = Exclude<{ [K in keyof Words]: Words[K] extends { heading: string } ? K : never }[keyof Words], 'webhookDisabled' | 'notSigned'>
type Say = Wording<'mails'>
/** What most sentences name. */
type About = { requester: string; documents: string; name: string }

type Parts = {
  reason: keyof Words['reason']
  /** How many the heading speaks of. */
  attempts?: number
  blocks: (say: Say, about: About) => readonly Block[]
}

/** `name` says where the words of the mail stand. */
export function toSigner(letter: Letter, name: Name, { reason, attempts = 0, blocks }: Parts): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter), name: letter.name }
  return written(letter, {
    subject: say(`${name}.subject`, about),
    heading: say(`${name}.heading`, { ...about, attempts }),
    blocks: blocks(say, about),
    reason: say(`reason.${reason}`, about),
  })
}

/** The way to the documents: until when it leads there, and that it is for nobody else. */
export function personalLink(say: Say, letter: Letter, label: 'open' | 'continue'): Block[] {
  return [...link(say, letter, label), quiet(say('personal'))]
}

export function link(say: Say, letter: Letter, label: 'open' | 'continue'): Block[] {
  return [button(say(label), letter.url), quiet(say('deadline', { date: moment(letter.expiresAt, letter.locale, letter.zone) }))]
}
