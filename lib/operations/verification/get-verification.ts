// Reads how far a signer's identity verification is and what it found.

import type { SignerState } from '../../domain/signer-state'
import { checksIdentity, defaultMethod, policyOf } from '../../domain/policy'
import { stepUpsLeft, type Check } from '../../domain/step-up'
import { requestFrom, signerOf } from '../../domain/request'
import type { Decision } from '../../domain/decision'
import type { EvidenceEvent, Finding } from '../../domain/event'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { moment } from '../kernel/moment'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { called } from '../../wording/wording'
import { reasonWords } from './reason-words'
import { requireSigner } from '../kernel/refuse-deleted'
import { verifiedIdentity, type VerifiedIdentity } from './verified-identity'

export const VERIFICATION_STATUSES = ['not_required', 'pending', 'in_progress', 'referred', 'verified', 'failed'] as const

export type VerificationView = {
  signerId: string
  status: (typeof VERIFICATION_STATUSES)[number]
  method: string | null
  verifiedAt: Date | null
  identity: VerifiedIdentity | null
  livenessCheck: boolean
  failure: { code: string; message: string; advice: string; matchScore: number | null } | null
  /** While a person is to decide. */
  referral: { verificationId: string; reasons: readonly { code: string; message: string }[]; findings: readonly Finding[] } | null
  /** The last decision of a person. */
  decision: { decision: Decision; decidedAt: Date; reasons: readonly string[]; decidedBy: string | null } | null
  attempts: { used: number; allowed: number }
  /** The selfie of a signer who signs with an identity of before, whose check is older than the organisation allows. */
  stepUp: { status: (typeof VERIFICATION_STATUSES)[number]; failure: string | null; triesLeft: number } | null
}

export async function getVerification(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<VerificationView> {
  await requireSigner(context, caller, { requestId, signerId })
  const events = await loadEvents(context, context.db, requestId)
  const state = requestFrom(events)
  const signer = signerOf(state, signerId)
  if (!checksIdentity(policyOf(state.signatureType))) return notRequired(signerId, defaultMethod(state.signatureType))
  const status = statusOf(signer)
  const failed = signer.verification?.status === 'failed' ? signer.verification.reason : undefined
  const { stepUp } = signer
  return {
    signerId,
    status,
    method: signer.attempts > 0 ? 'video_id' : null,
    verifiedAt: moment(signer.verifiedAt),
    identity: status === 'verified' ? await verifiedIdentity(context, signer) : null,
    livenessCheck: status === 'verified' && livenessPassed(events, signerId),
    failure:
      failed === undefined
        ? null
        : { code: failed, ...reasonWords(DEFAULT_LANGUAGE, failed), matchScore: await matchScoreOf(context, signer) },
    referral: status === 'referred' ? referralOf(events, signerId) : null,
    decision: decisionOf(events, signerId),
    attempts: { used: signer.attempts, allowed: signer.attemptsAllowed },
    stepUp: stepUp ? { status: STEP_UP_STATUS[stepUp.status], failure: stepUp.reason ?? null, triesLeft: stepUpsLeft(signer) } : null,
  }
}

const STEP_UP_STATUS = {
  capturing: 'in_progress',
  checking: 'in_progress',
  referred: 'referred',
  passed: 'verified',
  confirmed: 'verified',
  failed: 'failed',
} as const satisfies Record<Check['status'], VerificationView['status']>

/** At this level nobody checks who somebody is: the link, or a code to the phone of the request, is all that is asked for. */
function notRequired(signerId: string, method: string): VerificationView {
  return {
    signerId,
    status: 'not_required',
    method,
    verifiedAt: null,
    identity: null,
    livenessCheck: false,
    failure: null,
    referral: null,
    decision: null,
    attempts: { used: 0, allowed: 0 },
    stepUp: null,
  }
}

/** `failed` stays until the requester allows another try; while tries are left, a failed one counts as in progress. */
function statusOf(signer: SignerState): VerificationView['status'] {
  if (signer.verifiedAt || signer.verification?.status === 'passed' || signer.verification?.status === 'confirmed') return 'verified'
  if (signer.stepUp?.status === 'referred' || signer.verification?.status === 'referred') return 'referred'
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
function livenessPassed(events: readonly EvidenceEvent[], signerId: string): boolean {
  const passed = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.signer === signerId)?.fact
  if (passed?.type !== 'verification_passed') return false
  return passed.findings.filter(({ check }) => check.startsWith('liveness_')).every((finding) => finding.passed)
}

function referralOf(events: readonly EvidenceEvent[], signerId: string): VerificationView['referral'] {
  const referrals = events.flatMap(({ fact }) => (fact.type === 'verification_referred' || fact.type === 'step_up_referred' ? [fact] : []))
  const referred = referrals.findLast(({ signer }) => signer === signerId)
  if (!referred) return null
  const reasons = referred.referrals.map((code) => ({ code, message: called(DEFAULT_LANGUAGE, 'referral', code) }))
  return { verificationId: referred.verification, reasons, findings: referred.findings }
}

function decisionOf(events: readonly EvidenceEvent[], signerId: string): VerificationView['decision'] {
  const decided = events.findLast(({ fact }) => fact.type === 'verification_decided' && fact.signer === signerId)
  if (decided?.fact.type !== 'verification_decided') return null
  const { decision, reasons } = decided.fact
  return { decision, reasons, decidedAt: new Date(decided.at), decidedBy: decided.caller ?? null }
}
