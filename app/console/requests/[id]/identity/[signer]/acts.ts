'use server'
// The decision of the person at the console. The browser's origin is checked by the framework, the session here, the rest by the operation.

import { outcome, text } from '@/lib/http/console/outcome'
import { parse } from '@/lib/http/input/parse'
import { DecisionInput } from '@/lib/http/schemas/verification-decision'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { decideVerification } from '@/lib/operations/verification/decision/decide-verification'

/** `decision`: as POST /v1/…/verification/decision takes it. */
export async function decide(requestId: string, signerId: string, decision: unknown): Promise<string | null> {
  return outcome(async ({ context, caller }) => {
    const at = await atTimeOf(context, context.db, { request: text(requestId, 64) })
    const input = parse(DecisionInput, decision, 'body')
    return decideVerification(at, caller, { requestId: text(requestId, 64), signerId: text(signerId, 64), ...input })
  })
}
