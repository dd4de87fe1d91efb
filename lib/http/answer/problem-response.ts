// Turns whatever was thrown into the error envelope of the API: a Problem as itself, anything else as an opaque, logged 500.

import { PROBLEMS, Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import type { Sendable } from '../../operations/kernel/stored-bytes'

export type Answer = { status: number; headers: Record<string, string>; body: Sendable }

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer & { body: Uint8Array } {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: Buffer.from(JSON.stringify(value)) }
}

/** `{"error": {code, message, docs_url, request_id}}`, with `errors` where particular fields are at fault. */
export function problemAnswer(context: Pick<Context, 'requestId' | 'baseUrl' | 'log'>, thrown: unknown): Answer & { body: Uint8Array } {
  if (!(thrown instanceof Problem)) {
    context.log.error({ request_id: context.requestId, err: thrown }, 'a request failed for a reason nobody expected')
  }
  const problem = thrown instanceof Problem ? thrown : new Problem('INTERNAL_ERROR', PROBLEMS.INTERNAL_ERROR.advice)
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
