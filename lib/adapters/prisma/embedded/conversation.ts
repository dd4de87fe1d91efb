// What is said between the threads that serve and the one of the embedded database.

import { messages } from '@electric-sql/pglite'

/** `transaction`: the one that it belongs to; without it a statement of its own. */
export type Call =
  | { do: 'open'; directory: string }
  /** `asText`: the types whose values come as PostgreSQL writes them; the asking thread parses them, as functions cannot travel. */
  | { do: 'query'; sql: string; parameters: readonly unknown[]; asText: readonly number[]; transaction?: number | undefined }
  | { do: 'exec'; sql: string; transaction?: number | undefined }
  /** `text`: the first time that the thread hears of this statement. */
  | { do: 'run'; name: string; text: string | undefined; values: readonly unknown[] }
  | { do: 'begin'; transaction: number }
  | { do: 'end'; transaction: number; commit: boolean }
  | { do: 'listen' | 'unlisten'; channel: string }
  | { do: 'close' }

export type Asked = { id: number; call: Call }
export type Answered = { id: number; value: unknown } | { id: number; failure: Failure } | { channel: string; payload: string }

/** An error loses its class and its members when it travels. */
export type Failure = {
  message: string
  stack: string | undefined
  database?: { length: number; name: messages.MessageName; members: Record<string, string> }
}

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (!(error instanceof messages.DatabaseError)) return { message, stack }
  // Only what PostgreSQL says: the statement and its values, which PGlite adds, stay where they are.
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
