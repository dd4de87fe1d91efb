'use server'
// What the console can do to a request. The browser's origin is checked by the framework, the session here, the state by the operation.

import { requirePermission } from '@/lib/domain/permissions'
import { outcome, text } from '@/lib/http/console/outcome'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { cancelSignatureRequest } from '@/lib/operations/requests/cancel-signature-request'
import { grantVerificationAttempts } from '@/lib/operations/verification/grant-verification-attempts'

export async function grantTries(requestId: string, signerId: string): Promise<string | null> {
  return outcome(async ({ context, caller }) => {
    requirePermission(caller, 'requests:write')
    const at = await atTimeOf(context, context.db, { request: text(requestId, 64) })
    return grantVerificationAttempts(at, caller, { requestId: text(requestId, 64), signerId: text(signerId, 64) })
  })
}

export async function cancelRequest(requestId: string, reason: string): Promise<string | null> {
  return outcome(async ({ context, caller }) => {
    requirePermission(caller, 'requests:write')
    const words = text(reason, 1000).trim()
    const at = await atTimeOf(context, context.db, { request: text(requestId, 64) })
    return cancelSignatureRequest(at, caller, { requestId: text(requestId, 64), ...(words === '' ? {} : { reason: words }) })
  })
}
