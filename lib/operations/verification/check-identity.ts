// Job and immediate act: reads the selfie, decides, compares the name, and records the verdict with every finding. Safe to repeat.

import { requireWhole } from '../kernel/bound-rows'
import { JOB } from '../../domain/caller'
import type { Fact, Finding } from '../../domain/event'
import type { StagedBlob } from '../../domain/ports'
import { matchName, type NameMatch } from '../../domain/name-match'
import { attemptsLeft } from '../../domain/signer-state'
import type { Verdict } from '../../identity/check'
import type { Verification } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { nameFindingOf } from './name-finding'
import { NAME_MISMATCH } from './reason-words'
import { purgeAt } from './retention'
import { digestOfShown } from './decision/shown-evidence'
import { tellReferred, tellVerdict } from './tell-verdict'
import { filmOf, framesOf, removeUnlessNamed } from './frame-store'
import { keepIdentity, knownElsewhere } from './known-identities'
import { readerOf } from './reader'
import { keepClip, stageClip } from './selfie-clip'
import { keepTrace, tracesBefore } from './selfie-traces'
import { isSeenMeanwhile, type Compared } from './seen-meanwhile'
import { openPlan, openResult, sealResult, type VerificationResult } from './verification-store'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { saltedDigest } from '../kernel/profile'
import { captureOf } from '../kernel/signer-script'
import { sharedWork } from '../kernel/shared-work'
import { countUseOfRequest } from '../usage/count-use'

/** Called by the job and by the request that submitted the selfie. */
export function checkIdentity(context: Context, { verification }: { verification: string }): Promise<void> {
  return sharedWork(verification, () => decide(context, verification))
}

async function decide(context: Context, verificationId: string): Promise<void> {
  const row = await context.db.verification.findUnique({ where: { id: verificationId } })
  if (!row || row.status !== 'checking' || !row.key) return
  requireWhole(context, 'verification', row)
  for (let left = MOST_ROUNDS; left > 0; left--) if (await round(context, row, left === 1)) return
}

/** Two checks at the same time are rare, and a third one within the second round hardly happens. */
const MOST_ROUNDS = 3

/** Analyses and records. False: another check was recorded meanwhile that tells against this one. `last`: recorded all the same. */
async function round(context: Context, row: Verification, last: boolean): Promise<boolean> {
  const journey = await standing(context, context.db, row.signerId)
  if (!isStillChecking(journey, row)) return true
  const result = await analysed(context, row, journey)
  // Nothing was filmed of a test document.
  const clip = captureOf(journey.mode, journey.row, row.id) ? null : await stageClip(context, row, openPlan(context, row))
  try {
    const recorded = await context.db.$transaction((tx) => record(context, tx, row, result, { clip, last }))
    if (!recorded && clip) await removeUnlessNamed(context, row, clip.sha256)
    return recorded
  } catch (error) {
    if (clip) await removeUnlessNamed(context, row, clip.sha256)
    throw error
  } finally {
    await clip?.discard()
  }
}

const isStillChecking = ({ signer }: Journey, { id }: Verification) =>
  signer.verification?.id === id && signer.verification.status === 'checking'

type Decided = Omit<VerificationResult, 'names'> & {
  compared: Compared
  trace: Uint8Array<ArrayBuffer>
  verdict: Verdict
  names: NameMatch | null
  outcome: Verdict['outcome']
  /** Why it failed. */
  reason: string | null
  findings: readonly Finding[]
}

async function analysed(context: Context, row: Verification, journey: Journey): Promise<Decided> {
  const plan = openPlan(context, row)
  const before = openResult(context, row)
  const sides = before?.sides ?? []
  const frames = await framesOf(
    context.db,
    row,
    plan.challenges.map(({ nonce }) => nonce),
  )
  const steps = plan.challenges.map((challenge) => ({
    challenge,
    film: filmOf(
      context,
      row,
      frames.filter(({ nonce }) => nonce === challenge.nonce),
    ),
  }))
  const script = captureOf(journey.mode, journey.row, row.id)
  const at = context.machineNow()
  const { trace, ...selfie } = await context.identity.readSelfie({
    reader: readerOf(journey, row.id),
    steps,
    earlier: tracesBefore(context, journey.mode),
    signals: plan.signals ?? [],
    script,
    accommodation: plan.accommodation ?? null,
  })
  const place = { tenantId: journey.row.tenantId, mode: journey.mode }
  // The faces of test documents are all the same.
  const elsewhere = script ? undefined : await knownElsewhere(context, row, place, { sides, chip: before?.chip ?? null, selfie })
  const nobodyDecides = script?.nobodyDecides === true
  // A person has approved this check before, and another session has made a selfie of its own since.
  const approved = before?.decided?.decision === 'approve' ? before.decided : null
  const verdict = context.identity.decide({
    documentType: row.documentType,
    sides,
    chip: before?.chip ?? null,
    script,
    selfie,
    nobodyDecides,
    ...(elsewhere ? { elsewhere } : {}),
    ...(approved ? { approvedFaces: approved.faces } : {}),
  })
  const names = verdict.mrz ? matchName(journey.profile.name, { ...verdict.mrz, truncated: verdict.mrz.namesTruncated }) : null
  const nameFinding = nameFindingOf(names)
  const reason = verdict.outcome === 'failed' ? (verdict.reason ?? 'CAPTURE_INCOMPLETE') : nameFinding.passed ? null : NAME_MISMATCH
  const outcome = reason === null ? verdict.outcome : 'failed'
  const carried = { ...(before?.chip ? { chip: before.chip } : {}), ...(approved ? { decided: approved } : {}) }
  const compared = { at, trace, elsewhere: elsewhere ?? null, sides, chip: before?.chip ?? null, selfie }
  return { compared, sides, selfie, trace, verdict, names, outcome, reason, findings: [...verdict.findings, nameFinding], ...carried }
}

type Kept = { clip: StagedBlob | null; last: boolean }

async function record(context: Context, tx: Tx, row: Verification, decided: Decided, { clip, last }: Kept): Promise<boolean> {
  const journey = await lockedStanding(context, tx, row.signerId)
  if (!isStillChecking(journey, row)) return true
  const place = { tenantId: journey.row.tenantId, mode: journey.mode }
  if ((await isSeenMeanwhile(context, tx, row, place, decided.compared)) && !last) return false
  await keep(context, tx, row, decided, { journey, clip })
  return true
}

async function keep(
  context: Context,
  tx: Tx,
  row: Verification,
  decided: Decided,
  { journey, clip }: { journey: Journey; clip: StagedBlob | null },
): Promise<void> {
  const { sides, selfie, trace, verdict, names, outcome, reason, findings, chip, decided: before } = decided
  const uncompared = openPlan(context, row).accommodation === 'no_comparison'
  const result: VerificationResult = {
    // Of a person who wants no comparison, no face is kept that could be compared.
    sides: uncompared ? sides.map((side) => ({ ...side, portrait: null })) : sides,
    verdict,
    ...(selfie ? { selfie } : {}),
    ...(names ? { names } : {}),
    ...(chip ? { chip: uncompared ? { ...chip, portrait: null } : chip } : {}),
    ...(before ? { decided: before } : {}),
  }
  await tx.verification.update({
    where: { id: row.id },
    data: {
      status: outcome,
      reason,
      matchScore: verdict.matchScore,
      decidedAt: outcome === 'referred' ? null : context.now(),
      purgeAt: purgeAt(context, outcome),
      result: sealResult(context, row, result),
    },
  })
  if (clip) await keepClip(context, tx, row, clip)
  const filmed = captureOf(journey.mode, journey.row, row.id) === null
  if (filmed && selfie && outcome !== 'failed')
    await keepIdentity(context, tx, row, { tenantId: journey.row.tenantId, mode: journey.mode }, { sides, chip: chip ?? null, selfie })
  await keepTrace(context, tx, journey.mode, trace)
  const about = { signer: row.signerId, verification: row.id, findings }
  if (outcome === 'referred') {
    const result_sha256 = await digestOfShown(tx, row, journey.profile, result)
    const fact: Fact = { type: 'verification_referred', ...about, referrals: verdict.referrals, result_sha256 }
    await append(context, tx, journey.request.id, [{ by: JOB, fact }])
    return tellReferred(context, tx, row.signerId)
  }
  const attempts_left = attemptsLeft(journey.signer)
  const fact: Fact =
    reason === null
      ? { type: 'verification_passed', ...about, result_sha256: saltedDigest(journey.profile, verdict.mrz) }
      : { type: 'verification_failed', ...about, reason, attempts_left }
  await append(context, tx, journey.request.id, [{ by: JOB, fact }])
  await tellVerdict(context, tx, row.signerId, { reason, attemptsLeft: attempts_left })
  await countUseOfRequest(context, tx, journey.request.id, 'verifications_completed')
}
