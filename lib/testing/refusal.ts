// For tests: how work ended, in a word. What is no refusal is a bug of ours, and says so.

import { Problem } from '../domain/problem'

const ended = (work: Promise<unknown>, told: (refusal: Problem) => string): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? told(error) : `bug: ${String(error)}`),
  )

/** `done`, or the case of the refusal, such as `NOT_FOUND.document`. */
export const saysOf = (work: Promise<unknown>): Promise<string> => ended(work, ({ says }) => says)

/** `done`, or the code of the refusal, such as `NOT_FOUND`. */
export const codeOf = (work: Promise<unknown>): Promise<string> => ended(work, ({ code }) => code)
