// Answers unsupported methods with a JSON 405 and Allow, unknown paths with a JSON 404, and OPTIONS with the methods of the path.

import { Problem } from '../../domain/problem'
import { answered } from '../answer/answered'
import { admit } from './admission'
import { isTrace } from '../node/trace'

/** In the order of the reference. */
export const METHODS = ['POST', 'GET', 'PATCH', 'PUT', 'DELETE'] as const
export type Method = (typeof METHODS)[number]
/** Every method that a route answers in its own words. */
export type Answered = Method | 'OPTIONS'
type Handler = (request: Request) => Promise<Response>

const LOG = { name: 'api' }

/** Handlers for every method that is not in `allowed`, for routes that are not endpoints of the API. */
export function notAllowed(...allowed: readonly Method[]): Record<Answered, Handler> {
  const refuse: Handler = (request) => refuseMethod(request, allowed)
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: (request) => tellMethods(request, allowed) }
}

export function refuseMethod(request: Request, allowed: readonly Method[], method: string = request.method): Promise<Response> {
  const possible = allowed.join(', ')
  const problem = new Problem('METHOD_NOT_ALLOWED.method', { method, possible })
  return refusal(request, problem, { allow: possible })
}

/** TRACE arrives here as OPTIONS: node/trace.ts. */
export function tellMethods(request: Request, allowed: readonly Method[]): Promise<Response> {
  if (isTrace(request)) return refuseMethod(request, allowed, 'TRACE')
  return answered(request, { log: LOG }, async (call) => {
    await admit(call)
    const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    return { status: 204, headers: { allow }, body: null }
  })
}

export const notFound: Handler = (request) =>
  refusal(request, new Problem('NOT_FOUND.no_path', { path: new URL(request.url).pathname }), {})

/** Refuses with the headers of the quota, which every answer has, with a key or without. */
function refusal(request: Request, problem: Problem, headers: Record<string, string>): Promise<Response> {
  return answered(request, { log: LOG, headers }, async (call) => {
    await admit(call)
    throw problem
  })
}
