// Completes a test signer without a browser, to the end or to a named step, with the outcome that a developer asks for.
// The signature is a real one of the test CA.

import type { Step } from '../../domain/journey'
import { Problem } from '../../domain/problem'
import { signerStatusOf, type SignerStatus } from '../../domain/request'
import type { ApiCaller, Context } from '../context'
import { reasonWords } from '../identity/reason-words'
import { placeName, standing } from '../journey/standing'
import { refuseDeleted } from '../request/refuse-deleted'
import { atTimeOf } from '../request-clock'
import { go } from './walk/go'
import { refuseOutsideSandbox } from './refuse-outside-sandbox'
import { isWalked, type FailureToShow, type TestDocumentNumber } from './signer-script'
import { testPinFor } from './walk/walk'

export type Completion = {
  signerId: string
  document?: TestDocumentNumber | undefined
  failWith?: FailureToShow | undefined
  stopAt?: Step | undefined
  outcome?: 'sign' | 'refuse' | undefined
}

export type SandboxSigner = {
  id: string
  requestId: string
  status: SignerStatus
  /** The step where the signer stands, what is waited for, or how it ended. */
  at: string
  failure: { code: string; message: string; advice: string } | null
  attempts: { used: number; allowed: number }
  signedAt: string | null
  /** To go on in a browser where the machine stopped; null while no machine chose one. */
  testPin: string | null
}

/**
 * Idempotent and resumable: a walk that was cut off goes on, one that is done stays done. What a person did in a browser is not done
 * again.
 */
export async function completeSandboxSigner(context: Context, caller: ApiCaller, input: Completion): Promise<SandboxSigner> {
  refuseOutsideSandbox(caller)
  const { signerId } = input
  const where = { id: signerId, request: { tenantId: caller.tenantId, mode: 'test' } }
  const row = await context.db.signer.findFirst({ where, select: { request: { select: { id: true, deletedAt: true } } } })
  if (!row) throw new Problem('NOT_FOUND', `There is no signer ${signerId} in this account and mode.`)
  refuseDeleted(row.request)
  const at = await atTimeOf(context, context.db, { signer: signerId })
  await go(at, signerId, {
    document: input.document ?? 'AZE123456', failWith: input.failWith ?? null, stopAt: input.stopAt ?? null,
    outcome: input.outcome ?? 'sign',
  })
  return sandboxSigner(at, signerId)
}

async function sandboxSigner(context: Context, signerId: string): Promise<SandboxSigner> {
  const { request, mode, row, profile, state, signer, place } = await standing(context, context.db, signerId)
  const reason = signer.verification?.status === 'failed' ? signer.verification.reason : undefined
  return {
    id: signerId, requestId: request.id, status: signerStatusOf(state, signer, context.now()), at: placeName(place),
    failure: reason === undefined ? null : { code: reason, ...reasonWords(context, reason) },
    attempts: { used: signer.attempts, allowed: signer.attemptsAllowed }, signedAt: signer.signedAt ?? null,
    testPin: isWalked(mode, row) && signer.pin !== undefined ? testPinFor(profile.phone) : null,
  }
}
