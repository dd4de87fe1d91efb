// Why a command of the operator was not carried out; the message says what to do. Nothing was changed.

import { lineOf } from '../../domain/plain-text'

export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}

/** The name that the operator has typed. It goes into mails, pages and tables. */
export function requireName(what: string, typed: string, most: number): string {
  return lineOf(typed, most) ?? refuse(`${what} must have 1 to ${most} characters on one line, without invisible signs`)
}

function refuse(message: string): never {
  throw new CommandRefused(message)
}
