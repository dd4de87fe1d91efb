'use server'
// The decision of the person at the console. The browser's origin is checked by the framework, the session here, the rest by the operation.

import { outcome, text } from '@/lib/http/console/outcome'
import { parse } from '@/lib/http/input/parse'
import { DecisionInput } from '@/lib/http/schemas/verification-decision'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { decideVerification } from '@/lib/operations/verification/decision/decide-verification'

/** The words are the members of what POST /v1/…/verification/decision takes; an act takes words alone (lib/http/node/strange-acts.ts). */
export async function decide(
  requestId: string,
  signerId: string,
  verification_id: string,
  result_sha256: string,
  decision: string,
  note: string,
  ...reasons: string[]
): Promise<string | null> {
  return outcome(async ({ context, caller }) => {
    const at = await atTimeOf(context, context.db, { request: text(requestId, 64) })
    const sent = { verification_id, result_sha256, decision, reasons, ...(note === '' ? {} : { note }) }
    const input = parse(DecisionInput, sent, 'body')
    return decideVerification(at, caller, { requestId: text(requestId, 64), signerId: text(signerId, 64), ...input })
  })
}
