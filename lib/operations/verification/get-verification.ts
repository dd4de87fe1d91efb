// Reads how far a signer's identity verification is and what it found.

import type { SignerState } from '../../domain/signer-state'
import { signerOf } from '../../domain/request'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { loadEvents, loadRequest } from '../kernel/evidence'
import { moment } from '../kernel/moment'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { reasonWords } from './reason-words'
import { requireSigner } from '../kernel/refuse-deleted'
import { verifiedIdentity, type VerifiedIdentity } from './verified-identity'

export const VERIFICATION_STATUSES = ['pending', 'in_progress', 'verified', 'failed'] as const

export type VerificationView = {
  signerId: string
  status: (typeof VERIFICATION_STATUSES)[number]
  method: string | null
  verifiedAt: Date | null
  identity: VerifiedIdentity | null
  livenessCheck: boolean
  failure: { code: string; message: string; advice: string; matchScore: number | null } | null
  attempts: { used: number; allowed: number }
}

export async function getVerification(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<VerificationView> {
  await requireSigner(context, caller, { requestId, signerId })
  const state = await loadRequest(context, context.db, requestId)
  const signer = signerOf(state, signerId)
  const status = statusOf(signer)
  const failed = signer.verification?.status === 'failed' ? signer.verification.reason : undefined
  return {
    signerId,
    status,
    method: signer.attempts > 0 ? 'video_id' : null,
    verifiedAt: moment(signer.verifiedAt),
    identity: status === 'verified' ? await verifiedIdentity(context, signerId) : null,
    livenessCheck: status === 'verified' && (await livenessPassed(context, requestId, signerId)),
    failure:
      failed === undefined
        ? null
        : { code: failed, ...reasonWords(DEFAULT_LANGUAGE, failed), matchScore: await matchScoreOf(context, signer) },
    attempts: { used: signer.attempts, allowed: signer.attemptsAllowed },
  }
}

/** `failed` stays until the requester allows another try; while tries are left, a failed one counts as in progress. */
function statusOf(signer: SignerState): VerificationView['status'] {
  if (signer.verifiedAt || signer.verification?.status === 'passed' || signer.verification?.status === 'confirmed') return 'verified'
  const running = signer.verification !== undefined && signer.verification.status !== 'failed'
  if (!running && signer.attempts >= signer.attemptsAllowed) return 'failed'
  return signer.attempts > 0 ? 'in_progress' : 'pending'
}

/** Null when the check ended before faces were compared. */
async function matchScoreOf(context: Context, { verification }: SignerState): Promise<number | null> {
  const row = verification && (await context.db.verification.findUnique({ where: { id: verification.id }, select: { matchScore: true } }))
  return row?.matchScore ?? null
}

/** Read from the findings in the evidence, which stay when the pictures are destroyed. */
async function livenessPassed(context: Context, requestId: string, signerId: string): Promise<boolean> {
  const events = await loadEvents(context, context.db, requestId)
  const passed = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.signer === signerId)?.fact
  if (passed?.type !== 'verification_passed') return false
  return passed.findings.filter(({ check }) => check.startsWith('liveness_')).every((finding) => finding.passed)
}
