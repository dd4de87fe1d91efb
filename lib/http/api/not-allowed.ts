// Answers for what a path does not do: other methods get a JSON 405 with Allow, unknown paths a JSON 404. OPTIONS says what it does.

import { contextFor } from '../../context'
import { newId } from '../../domain/ids'
import { Problem } from '../../domain/problem'
import { admit } from './admission'
import { problemAnswer } from '../answer/problem-response'
import { send } from '../answer/send'
import { isTrace } from '../node/trace'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** Every method that a route answers in its own words. */
export type Answered = Method | 'OPTIONS'
type Handler = (request: Request) => Promise<Response>

/** Handlers for every method that is not in `allowed`, for routes that are not endpoints of the API. */
export function notAllowed(...allowed: readonly Method[]): Record<Answered, Handler> {
  const refuse: Handler = (request) => refuseMethod(request, allowed)
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: (request) => tellMethods(request, allowed) }
}

export function refuseMethod(request: Request, allowed: readonly Method[], method: string = request.method): Promise<Response> {
  const possible = allowed.join(', ')
  const problem = new Problem('METHOD_NOT_ALLOWED', `${method} is not possible here. Possible: ${possible}.`)
  return refusal(request, problem, { allow: possible })
}

/** With what is left of the quota, like every answer. TRACE comes here, too: trace.ts. */
export async function tellMethods(request: Request, allowed: readonly Method[]): Promise<Response> {
  if (isTrace(request)) return refuseMethod(request, allowed, 'TRACE')
  const context = await contextFor(newId('req'))
  const { caller, headers } = await admit(context, request)
  const more = { ...headers, 'x-request-id': context.requestId, 'cache-control': 'no-store' }
  if (caller instanceof Problem && caller.code === 'RATE_LIMITED') return send(problemAnswer(context, caller), more)
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return new Response(null, { status: 204, headers: { ...more, allow } })
}

export const notFound: Handler = (request) =>
  refusal(
    request,
    new Problem('NOT_FOUND', `There is nothing at ${new URL(request.url).pathname}. Check the path against the reference.`),
    {},
  )

async function refusal(request: Request, problem: Problem, headers: Record<string, string>): Promise<Response> {
  const context = await contextFor(newId('req'))
  const { caller, headers: quota } = await admit(context, request)
  const limited = caller instanceof Problem && caller.code === 'RATE_LIMITED' ? caller : null
  return send(problemAnswer(context, limited ?? problem), {
    ...headers,
    ...quota,
    'x-request-id': context.requestId,
    'cache-control': 'no-store',
  })
}
