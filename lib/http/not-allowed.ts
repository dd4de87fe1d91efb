// Answers for what a path does not do: other methods get a JSON 405 with Allow, unknown paths a JSON 404.

import { contextFor } from '../context'
import { newId } from '../domain/ids'
import { Problem } from '../domain/problem'
import { problemAnswer } from './problem-response'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]
type Handler = (request: Request) => Promise<Response>

/** Handlers for every method that is not in `allowed`; a route file exports them beside its own. */
export function notAllowed(...allowed: readonly Method[]): Record<Method, Handler> {
  const refuse: Handler = (request) => refusal(
    new Problem('METHOD_NOT_ALLOWED', `${request.method} is not possible here. Possible: ${allowed.join(', ')}.`), { allow: allowed.join(', ') },
  )
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse }
}

export const notFound: Handler = (request) => refusal(
  new Problem('NOT_FOUND', `There is nothing at ${new URL(request.url).pathname}. Check the path against the reference.`), {},
)

async function refusal(problem: Problem, headers: Record<string, string>): Promise<Response> {
  const context = await contextFor(newId('req'))
  const answer = problemAnswer(context, problem)
  return new Response(new Uint8Array(answer.body), {
    status: answer.status, headers: { ...answer.headers, ...headers, 'x-request-id': context.requestId, 'cache-control': 'no-store' },
  })
}
