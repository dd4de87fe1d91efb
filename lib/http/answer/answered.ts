// The wrapper of every route of ours: makes the context, counts the request, does the work, answers problems, sets the common headers,
// writes a log line.

import { contextFor } from '../../context'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import type { Language } from '../../wording/catalogue'
import { clientDigest } from '../input/client-address'
import { requireRouteLimit } from '../input/route-limits'
import { orProblem, type Answer } from './problem-response'
import { send } from './send'

/** Who asks, by ids: a log holds no personal data (decisions/0022). */
type Who = { tenant_id?: string; key_id?: string; signer_id?: string; session_id?: string }
/** `headers` are sent with the answer or the refusal, `who` is logged; the work may add to both. */
export type Call = { context: Context; request: Request; headers: Record<string, string>; who: Who }

type Wrapped = {
  /** The message of the log line, and its fields beside id, method, status and time. */
  log: { name: string; fields?: Record<string, string> }
  /** Headers of every answer of this route, beside the id of the request. */
  headers?: Record<string, string>
  /** The language of refusals; English for the API. */
  language?: Language
  /** The context; made here unless given. */
  context?: Context
  /** The answer to an address that asks too often; the refusal in JSON unless given. */
  tooOften?: (refusal: Problem) => Answer
}

/** Answers are not cached unless they say so; problems never. */
export async function answered(request: Request, wrapped: Wrapped, work: (call: Call) => Promise<Answer>): Promise<Response> {
  const { log, context = await contextFor() } = wrapped
  const { requestId } = context
  const started = performance.now()
  const spoken = wrapped.language === undefined ? {} : { 'content-language': wrapped.language }
  const headers = { ...wrapped.headers, ...spoken, 'x-request-id': requestId }
  const who: Who = {}
  const counted = async (): Promise<Answer> => (await refusedByLimit(context, request, wrapped)) ?? work({ context, request, headers, who })
  const answer = await orProblem(context, counted, wrapped.language)
  const ms = Math.round(performance.now() - started)
  const client = clientDigest(context, request.headers)
  const refused = answer.refused === undefined ? {} : { refused: answer.refused }
  const { status } = answer
  context.log.info({ request_id: requestId, method: request.method, ...log.fields, ...who, client, status, ...refused, ms }, log.name)
  return send({ ...answer, headers: { 'cache-control': 'no-store', ...answer.headers, ...headers } })
}

async function refusedByLimit(context: Context, request: Request, { tooOften }: Wrapped): Promise<Answer | null> {
  try {
    await requireRouteLimit(context, request)
    return null
  } catch (error) {
    if (tooOften && error instanceof Problem) return tooOften(error)
    throw error
  }
}
