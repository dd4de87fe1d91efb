// Who is calling and what is left of their quota: decided before anything else, and told in the headers of every answer.

import { Problem } from '../domain/problem'
import type { ApiCaller, Context } from '../operations/context'
import { authenticate, keyOf } from './authenticate'
import { anonymousSubject, countRequest, quotaHeaders, refusalWhenExceeded } from './rate-limit'

export type Admitted = ApiCaller & { scopes: readonly string[] }
/** `caller` is the refusal where there is one; the headers are for that answer too. */
export type Admission = { caller: Admitted | Problem; headers: Record<string, string> }

/** A key has a quota of its own; whoever has no valid key is counted by address, and still learns the limits. */
export async function admit(context: Context, request: Request): Promise<Admission> {
  const caller = await authenticated(context, request)
  const quota = caller instanceof Problem
    ? await countRequest(context, anonymousSubject(request.headers), 'anonymous')
    : await countRequest(context, `key:${caller.apiKeyId}`, caller.plan)
  const now = context.now()
  return { caller: refusalWhenExceeded(quota, now) ?? caller, headers: quotaHeaders(quota, now) }
}

async function authenticated(context: Context, request: Request): Promise<Admitted | Problem> {
  try {
    return await authenticate(context, keyOf(request.headers))
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
