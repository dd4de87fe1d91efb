// The wrapper of every route that answers in our own words: context, work, problems, the headers of every answer, and a line in the log.

import { contextFor } from '../../context'
import type { Context } from '../../operations/kernel/context'
import type { Language } from '../../wording/catalogue'
import { orProblem, type Answer } from './problem-response'
import { send } from './send'

/** `headers` go out with the answer, also with a refusal: the work adds to them what it learns on its way. */
export type Call = { context: Context; request: Request; headers: Record<string, string> }

type Wrapped = {
  /** What the line in the log is called, and what it says beside id, method, status and time. */
  log: { name: string; fields?: Record<string, string> }
  /** Headers of every answer of this route, beside the id of the request. */
  headers?: Record<string, string>
  /** In which refusals are said; the API speaks English. */
  language?: Language
  /** Made here unless the caller has one. */
  context?: Context
}

/** Nothing is cached unless the answer itself says so; a problem never does. */
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
