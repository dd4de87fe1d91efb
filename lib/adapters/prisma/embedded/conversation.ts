// The messages between the thread that serves HTTP and the thread of the embedded database.

import { messages } from '@electric-sql/pglite'

/** `transaction`: the transaction of the statement, if any. */
export type Call =
  | { do: 'open'; directory: string }
  /** `asText`: the types whose values are sent as PostgreSQL writes them; the asking thread parses them, because parsers cannot be sent. */
  | { do: 'query'; sql: string; parameters: readonly unknown[]; asText: readonly number[]; transaction?: number | undefined }
  | { do: 'exec'; sql: string; transaction?: number | undefined }
  /** `text`: only with the first message about the statement of this name. */
  | { do: 'run'; name: string; text: string | undefined; values: readonly unknown[] }
  | { do: 'begin'; transaction: number }
  | { do: 'end'; transaction: number; commit: boolean }
  | { do: 'listen' | 'unlisten'; channel: string }
  | { do: 'close' }

export type Asked = { id: number; call: Call }
export type Answered = { id: number; value: unknown } | { id: number; failure: Failure } | { channel: string; payload: string }

/** An error as plain data: sent between threads, it would lose its class and members. */
export type Failure = {
  message: string
  stack: string | undefined
  database?: { length: number; name: messages.MessageName; members: Record<string, string> }
}

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (!(error instanceof messages.DatabaseError)) return { message, stack }
  // Only PostgreSQL's own fields: the statement and its values, which PGlite adds, are not sent.
  const members = Object.fromEntries(
    Object.entries(error).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'query' && entry[0] !== 'name',
    ),
  )
  return { message, stack, database: { length: error.length, name: error.name as messages.MessageName, members } }
}

export function errorOf({ message, stack, database }: Failure): Error {
  const error = database
    ? Object.assign(new messages.DatabaseError(message, database.length, database.name), database.members)
    : new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
