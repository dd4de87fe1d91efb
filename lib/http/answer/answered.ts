// The wrapper of every route of ours: makes the context, does the work, answers problems, sets the common headers, writes a log line.

import { contextFor } from '../../context'
import type { Context } from '../../operations/kernel/context'
import type { Language } from '../../wording/catalogue'
import { orProblem, type Answer } from './problem-response'
import { send } from './send'

/** `headers` are sent with the answer or the refusal; the work may add to them. */
export type Call = { context: Context; request: Request; headers: Record<string, string> }

type Wrapped = {
  /** The message of the log line, and its fields beside id, method, status and time. */
  log: { name: string; fields?: Record<string, string> }
  /** Headers of every answer of this route, beside the id of the request. */
  headers?: Record<string, string>
  /** The language of refusals; English for the API. */
  language?: Language
  /** The context; made here unless given. */
  context?: Context
}

/** Answers are not cached unless they say so; problems never. */
export async function answered(request: Request, wrapped: Wrapped, work: (call: Call) => Promise<Answer>): Promise<Response> {
  const { log, context = await contextFor() } = wrapped
  const { requestId } = context
  const started = performance.now()
  const headers = { ...wrapped.headers, 'x-request-id': requestId }
  const answer = await orProblem(context, () => work({ context, request, headers }), wrapped.language)
  const ms = Math.round(performance.now() - started)
  context.log.info({ request_id: requestId, method: request.method, ...log.fields, status: answer.status, ms }, log.name)
  return send({ ...answer, headers: { 'cache-control': 'no-store', ...answer.headers, ...headers } })
}
