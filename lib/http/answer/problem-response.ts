// Turns whatever was thrown into the error envelope of the API: a Problem as itself, anything else as a 500 whose cause is only logged.

import { Problem, type ProblemCode } from '../../domain/problem'
import { pointerOf } from './field-path'
import { DEFAULT_LANGUAGE, type Language } from '../../wording/catalogue'
import { longDay } from '../../wording/time'
import { wording } from '../../wording/wording'
import type { Context } from '../../operations/kernel/context'
import type { Sendable } from '../../operations/kernel/stored-bytes'

/** `body`: null for answers without one, such as redirects. `refused`: the code of a refusal, for the log. */
export type Answer = { status: number; headers: Record<string, string | readonly string[]>; body: Sendable | null; refused?: ProblemCode }

export function json(status: number, value: unknown, headers: Answer['headers'] = {}): Answer & { body: Uint8Array } {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: Buffer.from(JSON.stringify(value)) }
}

type Needs = Pick<Context, 'requestId' | 'baseUrl' | 'log'>

/** The answer of the work, or the refusal that it throws. `language`: of the page that asks; without one a program asks, in English. */
export async function orProblem<C extends Needs>(context: C, work: (context: C) => Promise<Answer>, language?: Language): Promise<Answer> {
  try {
    return await work(context)
  } catch (error) {
    return problemAnswer(context, error, language)
  }
}

/** A Problem as it is; any other error is logged, and becomes one that says nothing of its cause. */
export function problemOf({ requestId, log }: Pick<Context, 'requestId' | 'log'>, thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  log.error({ request_id: requestId, err: thrown }, 'a request failed for a reason nobody expected')
  return new Problem('INTERNAL_ERROR.unexpected')
}

/** Programs are given the days of the calendar as they are. */
const dayIn = (language: Language) => (iso: string) => longDay(iso, language)

type Said = { message: string; errors: { pointer: string; code: string; detail: string }[] }

/** The words of a problem in the reader's language. The parameters of each case are checked where the problem is made. */
export function problemWords(language: Language, { says, parameters, extra }: Problem, day: (iso: string) => string = (iso) => iso): Said {
  const say = wording(language, 'problems') as unknown as (says: string, parameters: Problem['parameters']) => string
  const field = wording(language, 'fields')
  const { day: iso } = parameters
  const text = say(says, typeof iso === 'string' ? { ...parameters, day: day(iso) } : parameters)
  const { errors = [], namesField = false } = extra
  const fields = errors.map(({ path, code, detail }) => ({
    pointer: pointerOf(path),
    code,
    detail: detail === undefined ? text : typeof detail === 'string' ? field(detail) : detail.text,
  }))
  const [first] = fields
  if (!namesField || !first) return { message: text, errors: fields }
  const begins = `${first.pointer || field('body')}: ${first.detail}`
  return { message: errors[0]?.detail === undefined ? begins : begins + text, errors: fields }
}

/** `{"error": {code, message, docs_url, request_id}}`, with `errors` where particular fields are at fault. */
function problemAnswer(context: Needs, thrown: unknown, language?: Language): Answer {
  const problem = problemOf(context, thrown)
  const { retryAfterSeconds } = problem.extra
  const { message, errors } =
    language === undefined ? problemWords(DEFAULT_LANGUAGE, problem) : problemWords(language, problem, dayIn(language))
  const error = {
    code: problem.code,
    message,
    docs_url: `${context.baseUrl}/docs/errors/${problem.code}`,
    request_id: context.requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
  const headers = {
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    // RFC 9110 11.6.1: a 401 says how to authenticate.
    ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="QSignHub"' } : {}),
  }
  return { ...json(problem.status, { error }, headers), refused: problem.code }
}
