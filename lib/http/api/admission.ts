// Who is calling and what is left of their quota: decided before anything else, and told in the headers of every answer.

import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import type { LoadedRequest } from '../../operations/requests/load-requests'
import { identify, keyOf, type Admitted, type Asking } from './authenticate'
import {
  anonymousSubject,
  countRequest,
  publicSubject,
  quotaHeaders,
  quotaOf,
  refusalWhenExceeded,
  windowAt,
  type Quota,
} from './rate-limit'

/** `caller` is the refusal where there is one; the headers are for that answer too. `request`: what was asked for along with the key. */
export type Admission = { caller: Admitted | Problem; headers: Record<string, string>; request: LoadedRequest | null }

/** A key has a quota of its own; whoever has no valid key is counted by address, and still learns the limits. */
export async function admit(context: Context, request: Request, asking: Pick<Asking, 'request'> = {}): Promise<Admission> {
  const now = context.machineNow()
  const { caller, quota, request: read } = await counted(context, request, { ...asking, window: windowAt(now) })
  return { caller: refusalWhenExceeded(quota, now) ?? caller, headers: quotaHeaders(quota, now), request: read }
}

/** For addresses that need no key, such as links to files: counted by address, apart from those who guess keys. */
export async function admitAnybody(
  context: Context,
  request: Request,
): Promise<{ refusal: Problem | null; headers: Record<string, string> }> {
  const now = context.machineNow()
  const quota = await countRequest(context, publicSubject(request.headers), 'public')
  return { refusal: refusalWhenExceeded(quota, now), headers: quotaHeaders(quota, now) }
}

type Counted = { caller: Admitted | Problem; quota: Quota; request: LoadedRequest | null }

async function counted(context: Context, { headers }: Request, asking: Asking & { window: Date }): Promise<Counted> {
  try {
    const { caller, used, agreed, request } = await identify(context, keyOf(headers), asking)
    return { caller, quota: quotaOf(caller.plan, agreed, used, asking.window), request }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { caller: error, quota: await countRequest(context, anonymousSubject(headers), 'anonymous'), request: null }
  }
}
