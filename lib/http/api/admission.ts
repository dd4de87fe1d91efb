// Finds the caller and what is left of their quota, before anything else; the headers of every answer say what is left.

import type { KeyCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import { windowAt } from '../../operations/kernel/limits'
import type { LoadedRequest } from '../../operations/requests/load-requests'
import type { Call } from '../answer/answered'
import { identify, keyOf, type Asking } from './authenticate'
import { countRequest, quotaHeaders, quotaOf, QUOTA_WINDOW_MS, refusalWhenExceeded, type Quota } from './rate-limit'

/** `caller`: the refusal where the key is invalid. `request`: the signature request that was read with the key. */
export type Admission = { caller: KeyCaller | Problem; request: LoadedRequest | null }

/** A key has a quota of its own; a request without a valid key is counted by address, and still learns the limits. */
export async function admit(call: Call, asking: Pick<Asking, 'request'> = {}): Promise<Admission> {
  const { quota, ...admission } = await counted(call, { ...asking, window: windowAt(call.context.machineNow(), QUOTA_WINDOW_MS) })
  const { caller } = admission
  if (!(caller instanceof Problem)) Object.assign(call.who, { tenant_id: caller.tenantId, key_id: caller.apiKeyId })
  requireQuota(call, quota)
  return admission
}

/** For paths that need no key, such as links to files: counted by the client's address, apart from those who guess keys. */
export async function admitAnybody(call: Call): Promise<void> {
  requireQuota(call, await countRequest(call.context, call.request.headers, 'public'))
}

/** The headers say what is left of the quota, also when the request is refused. */
function requireQuota({ context, headers }: Call, quota: Quota): void {
  const now = context.machineNow()
  Object.assign(headers, quotaHeaders(quota, now))
  const refusal = refusalWhenExceeded(quota, now)
  if (refusal) throw refusal
}

async function counted({ context, request: { headers } }: Call, asking: Asking & { window: Date }): Promise<Admission & { quota: Quota }> {
  try {
    const { caller, used, agreed, request } = await identify(context, keyOf(headers), asking)
    return { caller, quota: quotaOf(caller.plan, agreed, used, asking.window), request }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { caller: error, quota: await countRequest(context, headers, 'anonymous'), request: null }
  }
}
