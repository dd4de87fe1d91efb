// Reads how far a signer's identity verification is and what it found (specs 003, section 06).

import type { SignerState } from '../../domain/signer-state'
import { Problem } from '../../domain/problem'
import type { ApiCaller, Context } from '../context'
import { loadEvents, loadRequest } from '../evidence'
import { reasonWords } from '../identity/reason-words'
import { verifiedIdentity, type VerifiedIdentity } from './verified-identity'

export type VerificationView = {
  signerId: string
  status: 'pending' | 'in_progress' | 'verified' | 'failed'
  method: string | null
  verifiedAt: string | null
  identity: VerifiedIdentity | null
  livenessCheck: boolean
  failure: { code: string; message: string; advice: string } | null
  attempts: { used: number; allowed: number }
}

export async function getVerification(
  context: Context, caller: ApiCaller, { requestId, signerId }: { requestId: string; signerId: string },
): Promise<VerificationView> {
  const { tenantId, mode } = caller
  const row = await context.db.signer.findFirst({ where: { id: signerId, requestId, request: { tenantId, mode } } })
  if (!row) throw new Problem('NOT_FOUND', `There is no signer ${signerId} in a request ${requestId} of this account and mode.`)
  const state = await loadRequest(context.db, requestId)
  const signer = state.signers.find(({ id }) => id === signerId)
  if (!signer) throw new Error('a signer row without a signer in the evidence')
  const status = statusOf(signer)
  const failed = signer.verification?.status === 'failed' ? signer.verification.reason : undefined
  return {
    signerId, status, method: signer.attempts > 0 ? 'video_id' : null, verifiedAt: signer.verifiedAt ?? null,
    identity: status === 'verified' ? await verifiedIdentity(context, signerId) : null,
    livenessCheck: status === 'verified' && (await livenessPassed(context, requestId, signerId)),
    failure: failed === undefined ? null : { code: failed, ...reasonWords(context, failed) },
    attempts: { used: signer.attempts, allowed: signer.attemptsAllowed },
  }
}

/** `failed` is final until another try is allowed; after a failed try with others left the signer is simply not done. */
function statusOf(signer: SignerState): VerificationView['status'] {
  if (signer.verifiedAt || signer.verification?.status === 'passed' || signer.verification?.status === 'confirmed') return 'verified'
  const running = signer.verification !== undefined && signer.verification.status !== 'failed'
  if (!running && signer.attempts >= signer.attemptsAllowed) return 'failed'
  return signer.attempts > 0 ? 'in_progress' : 'pending'
}

/** From the findings in the evidence: they outlive the pictures. */
async function livenessPassed(context: Context, requestId: string, signerId: string): Promise<boolean> {
  const events = await loadEvents(context.db, requestId)
  const passed = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.signer === signerId)?.fact
  if (passed?.type !== 'verification_passed') return false
  return passed.findings.filter(({ check }) => check.startsWith('liveness_')).every((finding) => finding.passed)
}
