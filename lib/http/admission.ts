// Who is calling and what is left of their quota: decided before anything else, and told in the headers of every answer.

import { Problem } from '../domain/problem'
import type { Context } from '../operations/context'
import { identify, keyOf, type Admitted } from './authenticate'
import { anonymousSubject, countRequest, publicSubject, quotaHeaders, quotaOf, refusalWhenExceeded, windowAt, type Quota } from './rate-limit'

/** `caller` is the refusal where there is one; the headers are for that answer too. */
export type Admission = { caller: Admitted | Problem; headers: Record<string, string> }

/** A key has a quota of its own; whoever has no valid key is counted by address, and still learns the limits. */
export async function admit(context: Context, request: Request): Promise<Admission> {
  const now = context.machineNow()
  const { caller, quota } = await counted(context, request, now)
  return { caller: refusalWhenExceeded(quota, now) ?? caller, headers: quotaHeaders(quota, now) }
}

/** For addresses that need no key, such as links to files: counted by address, apart from those who guess keys. */
export async function admitAnybody(context: Context, request: Request): Promise<{ refusal: Problem | null; headers: Record<string, string> }> {
  const now = context.machineNow()
  const quota = await countRequest(context, publicSubject(request.headers), 'public')
  return { refusal: refusalWhenExceeded(quota, now), headers: quotaHeaders(quota, now) }
}

async function counted(context: Context, request: Request, now: Date): Promise<{ caller: Admitted | Problem; quota: Quota }> {
  try {
    const { caller, used, agreed } = await identify(context, keyOf(request.headers), windowAt(now))
    return { caller, quota: quotaOf(caller.plan, agreed, used, now) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { caller: error, quota: await countRequest(context, anonymousSubject(request.headers), 'anonymous') }
  }
}
