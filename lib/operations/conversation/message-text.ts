// What somebody wrote, as a message may hold it.

import { MESSAGE_CHARACTERS, messageOf } from '../../domain/conversation'
import { Problem } from '../../domain/problem'

/** Throws VALIDATION_FAILED, of the field `text`. */
export function requireMessage(typed: string): string {
  const message = messageOf(typed)
  if ('text' in message) return message.text
  if (message.wrong === 'long') throw new Problem('VALIDATION_FAILED.message_long', { most: MESSAGE_CHARACTERS }).at(['text'], 'TOO_LONG')
  throw new Problem(`VALIDATION_FAILED.message_${message.wrong}`).at(['text'], 'INVALID')
}
