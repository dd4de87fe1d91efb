// Turns whatever was thrown into the error envelope of the API: a Problem as itself, anything else as an opaque, logged 500.

import { PROBLEMS, Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import type { Sendable } from '../../operations/kernel/stored-bytes'

/** `body`: null where an answer has none, such as a redirect. */
export type Answer = { status: number; headers: Record<string, string>; body: Sendable | null }

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer & { body: Uint8Array } {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: Buffer.from(JSON.stringify(value)) }
}

type Needs = Pick<Context, 'requestId' | 'baseUrl' | 'log'>

/** The answer of the work, or of what it throws. */
export async function orProblem<C extends Needs>(context: C, work: (context: C) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(context)
  } catch (error) {
    return problemAnswer(context, error)
  }
}

/** An expected refusal as it is; anything else is logged, and nothing of it is told. */
export function problemOf({ requestId, log }: Pick<Context, 'requestId' | 'log'>, thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  log.error({ request_id: requestId, err: thrown }, 'a request failed for a reason nobody expected')
  return new Problem('INTERNAL_ERROR', PROBLEMS.INTERNAL_ERROR.advice)
}

/** `{"error": {code, message, docs_url, request_id}}`, with `errors` where particular fields are at fault. */
function problemAnswer(context: Needs, thrown: unknown): Answer {
  const problem = problemOf(context, thrown)
  const { errors, retryAfterSeconds } = problem.extra
  const error = {
    code: problem.code,
    message: problem.message,
    docs_url: `${context.baseUrl}/docs/errors/${problem.code}`,
    request_id: context.requestId,
    ...(errors && errors.length > 0 ? { errors } : {}),
  }
  return json(
    problem.status,
    { error },
    {
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
      // RFC 9110 11.6.1: a 401 says how to authenticate.
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="QSignHub"' } : {}),
    },
  )
}
