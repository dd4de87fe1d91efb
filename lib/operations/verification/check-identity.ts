// Job and immediate act: reads the selfie, decides, compares the name, and records the verdict with every finding. Safe to repeat. The selfie of
// a step-up is compared with the portrait that was kept of an earlier check, and with nothing else.

import { requireWhole } from '../kernel/bound-rows'
import { JOB } from '../../domain/caller'
import type { Fact, Finding } from '../../domain/event'
import type { StagedBlob } from '../../domain/ports'
import { matchName, type NameMatch } from '../../domain/name-match'
import type { Verification as VerificationState } from '../../domain/signer-state'
import { checkNamed, isStepUp, type StepUp } from '../../domain/step-up'
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
import { keptFace } from './kept-face'
import { readerOf } from './reader'
import { keepClip, stageClip } from './selfie-clip'
import { keepTrace, tracesBefore } from './film-traces'
import { isSeenMeanwhile, type Compared } from './seen-meanwhile'
import { countVerdict, isStuckAfter, verdictFact } from './verdict-fact'
import { openPlan, openResult, sealResult, type VerificationResult } from './verification-store'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { captureOf } from '../kernel/signer-script'
import { sharedWork } from '../kernel/shared-work'

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
  const check = checking(journey, row)
  if (!check) return true
  const result = await analysed(context, row, journey, check)
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

/** Undefined once it is decided, or no longer the signer's. */
function checking({ signer }: Journey, { id }: Verification): StepUp | VerificationState | undefined {
  const check = checkNamed(signer, id)
  return check?.status === 'checking' ? check : undefined
}

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

async function analysed(context: Context, row: Verification, journey: Journey, check: StepUp | VerificationState): Promise<Decided> {
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
    earlier: tracesBefore(context, { mode: journey.mode, stage: 'selfie' }),
    signals: plan.signals ?? [],
    script,
    accommodation: plan.accommodation ?? null,
  })
  const place = { tenantId: journey.row.tenantId, mode: journey.mode }
  const kept = isStepUp(check) ? { kept: await keptFace(context, context.db, check.credential) } : {}
  // The faces of test documents are all the same. A step-up has no name and no document that could be another one's.
  const elsewhere =
    script || isStepUp(check) ? undefined : await knownElsewhere(context, row, place, { sides, chip: before?.chip ?? null, selfie })
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
    ...kept,
    ...(elsewhere ? { elsewhere } : {}),
    ...(approved ? { approvedFaces: approved.faces } : {}),
  })
  const names = verdict.mrz ? matchName(journey.profile.name, { ...verdict.mrz, truncated: verdict.mrz.namesTruncated }) : null
  // No document, no name on it.
  const compareNames = isStepUp(check) ? [] : [nameFindingOf(names)]
  const isNamed = compareNames.every(({ passed }) => passed)
  const reason = verdict.outcome === 'failed' ? (verdict.reason ?? 'CAPTURE_INCOMPLETE') : isNamed ? null : NAME_MISMATCH
  const outcome = reason === null ? verdict.outcome : 'failed'
  const carried = { ...(before?.chip ? { chip: before.chip } : {}), ...(approved ? { decided: approved } : {}) }
  const compared = { at, trace, elsewhere: elsewhere ?? null, sides, chip: before?.chip ?? null, selfie }
  return { compared, sides, selfie, trace, verdict, names, outcome, reason, findings: [...verdict.findings, ...compareNames], ...carried }
}

type Kept = { clip: StagedBlob | null; last: boolean }

async function record(context: Context, tx: Tx, row: Verification, decided: Decided, { clip, last }: Kept): Promise<boolean> {
  const journey = await lockedStanding(context, tx, row.signerId)
  const check = checking(journey, row)
  if (!check) return true
  const place = { tenantId: journey.row.tenantId, mode: journey.mode }
  if ((await isSeenMeanwhile(context, tx, row, place, decided.compared)) && !last) return false
  await keep(context, tx, row, decided, { journey, check, clip })
  return true
}

async function keep(
  context: Context,
  tx: Tx,
  row: Verification,
  decided: Decided,
  { journey, check, clip }: { journey: Journey; check: StepUp | VerificationState; clip: StagedBlob | null },
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
  await keepTrace(context, tx, { mode: journey.mode, stage: 'selfie' }, trace)
  if (outcome === 'referred') return refer(context, tx, row, result, { journey, check, findings, referrals: verdict.referrals })
  const fact = verdictFact({ journey, check }, { reason, findings, mrz: verdict.mrz })
  await append(context, tx, journey.request.id, [{ by: JOB, fact }])
  await tellVerdict(context, tx, row.signerId, { reason, isStuck: isStuckAfter({ journey, check }) })
  await countVerdict(context, tx, journey.request.id, { check })
}

async function refer(
  context: Context,
  tx: Tx,
  row: Verification,
  result: VerificationResult,
  {
    journey,
    check,
    ...found
  }: { journey: Journey; check: StepUp | VerificationState; findings: readonly Finding[]; referrals: readonly string[] },
): Promise<void> {
  const type = isStepUp(check) ? 'step_up_referred' : 'verification_referred'
  const result_sha256 = await digestOfShown(tx, row, journey.profile, result)
  const fact: Fact = { type, signer: row.signerId, verification: row.id, ...found, result_sha256 }
  await append(context, tx, journey.request.id, [{ by: JOB, fact }])
  await tellReferred(context, tx, row.signerId)
}
