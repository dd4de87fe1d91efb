// Why a command of the operator was not carried out; the message says what to do. Nothing was changed.

export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}
