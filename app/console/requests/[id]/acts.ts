'use server'
// What the console can do to a request. The browser's origin is checked by the framework, the session here, the state by the operation.

import { getLocale, getTranslations } from 'next-intl/server'
import { requirePermission } from '@/lib/domain/permissions'
import { Problem } from '@/lib/domain/problem'
import { problemOf, problemWords } from '@/lib/http/answer/problem-response'
import { consoleCaller, type ConsoleCaller } from '@/lib/http/console/session'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { cancelSignatureRequest } from '@/lib/operations/requests/cancel-signature-request'
import { grantVerificationAttempts } from '@/lib/operations/verification/grant-verification-attempts'

export async function grantTries(requestId: string, signerId: string): Promise<string | null> {
  return outcome(async ({ context, caller }) =>
    grantVerificationAttempts(await atTimeOf(context, context.db, { request: text(requestId, 64) }), caller, {
      requestId: text(requestId, 64),
      signerId: text(signerId, 64),
    }),
  )
}

export async function cancelRequest(requestId: string, reason: string): Promise<string | null> {
  return outcome(async ({ context, caller }) => {
    const words = text(reason, 1000).trim()
    const at = await atTimeOf(context, context.db, { request: text(requestId, 64) })
    return cancelSignatureRequest(at, caller, { requestId: text(requestId, 64), ...(words === '' ? {} : { reason: words }) })
  })
}

/** Arguments of a server action come from the browser, and may be anything whatever their types say. */
function text(value: unknown, longest: number): string {
  if (typeof value !== 'string' || value.length > longest) throw new Problem('MALFORMED_REQUEST.unexpected')
  return value
}

/** Null when the act was done; else the words of the refusal. */
async function outcome(act: (signedIn: ConsoleCaller) => Promise<unknown>): Promise<string | null> {
  const signedIn = await consoleCaller()
  const t = await getTranslations('console.detail')
  if (!signedIn) return t('signedOut')
  try {
    requirePermission(signedIn.caller, 'requests:write')
    await act(signedIn)
    return null
  } catch (error) {
    const problem = problemOf(signedIn.context, error)
    if (problem.code === 'INTERNAL_ERROR') return t('failed', { id: signedIn.context.requestId })
    return problemWords(await getLocale(), problem).message
  }
}
