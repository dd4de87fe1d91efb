// What a signer and the requester may write to each other: how long a message is, and which characters it may hold.

import { isPlainText } from './plain-text'
import type { RequestState } from './request'
import type { SignerState } from './signer-state'

export const SIDES = ['signer', 'requester'] as const
export type Side = (typeof SIDES)[number]

export const otherSide = (side: Side): Side => (side === 'signer' ? 'requester' : 'signer')

/** As people count: a letter with its accents, or a picture of several code points, is one. */
export const MESSAGE_CHARACTERS = 2_000
/** Code units. A text of that many characters has far fewer, unless it was made to be large. */
export const MESSAGE_LENGTH = 16_000
/** Marks on one letter. More are heaped up to cover the lines around it. */
const HEAPED = /\p{M}{9}/u

/** After so long without a look at the page, a side is away, and is told by mail. */
export const AWAY_MS = 2 * 60_000

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

export function countCharacters(text: string): number {
  let count = 0
  for (const _ of characters.segment(text)) count++
  return count
}

/** The text as it is kept, or what is wrong with it. */
export function messageOf(typed: string): { text: string } | { wrong: 'empty' | 'long' | 'signs' } {
  if (typed.length > MESSAGE_LENGTH) return { wrong: 'long' }
  const text = typed.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
  if (text === '') return { wrong: 'empty' }
  if (!isPlainText(text) || HEAPED.test(text)) return { wrong: 'signs' }
  return countCharacters(text) > MESSAGE_CHARACTERS ? { wrong: 'long' } : { text }
}

/** What the requester wished for this request, or else has for all of its own. */
export const isOn = (request: Pick<RequestState, 'conversation'>, organisation: { conversation: boolean }): boolean =>
  request.conversation ?? organisation.conversation

/** Open until the signer has signed; whatever else ended the request, both may still ask why. */
export function isOpen({ signedAt, authorised }: Pick<SignerState, 'signedAt' | 'authorised'>): boolean {
  return signedAt === undefined && authorised === undefined
}
