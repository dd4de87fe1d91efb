// One side of the document was captured: the server reads the pictures and either keeps the side or says what to do better.

import type { DocumentSide } from '../../../domain/capture'
import type { Fact } from '../../../domain/event'
import { attemptsLeft } from '../../../domain/signer-state'
import { Problem } from '../../../domain/problem'
import type { StagedBlob } from '../../../domain/ports'
import type { JudgedSide, SideReading } from '../../../identity/check'
import type { OtherSide } from '../../../identity/document/judge'
import { canBeRetaken } from '../../../identity/reasons'
import type { SignerCaller } from '../../../domain/caller'
import type { Frame, Verification } from '../../../generated/prisma/client'
import type { Context, Tx } from '../../kernel/context'
import { actAt, arriveAt, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { requireWithinLimit } from '../../kernel/limits'
import { captureOf } from '../../kernel/signer-script'
import { chainOf, filmOf, forgetFrames, framesOf, removeUnlessNamed } from '../../verification/frame-store'
import { keepPicture, stagePicture } from '../../verification/picture-store'
import { keepTrace, tracesBefore } from '../../verification/film-traces'
import { minimumAgeFor } from '../../verification/minimum-age'
import { readerOf } from '../../verification/reader'
import { purgeAt } from '../../verification/retention'
import { isFilmedMeanwhile, sinceThen } from '../../verification/seen-meanwhile'
import { tellVerdict } from '../../verification/tell-verdict'
import {
  checkRow,
  newSidePlan,
  openPlan,
  openResult,
  sealPlan,
  sealResult,
  type SidePlan,
  type VerificationPlan,
} from '../../verification/verification-store'

export const SHOTS_PER_SIDE = 3
const READINGS = { name: 'submit-side', count: 60, windowMs: 600_000 }

export async function submitSide(context: Context, caller: SignerCaller, input: { side: DocumentSide; nonce: string }): Promise<void> {
  const guard: Guard = { at: ['document'], already: ({ signer }) => signer.verification?.captured.includes(input.side) === true }
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived || !arrived.signer.verification) return
  if (arrived.signer.verification.captured.includes(input.side)) return
  const row = await checkRow(context, context.db, arrived.signer.verification.id)
  const plan = sidePlan(openPlan(context, row), input)
  if (context.identity.othersBefore(readerOf(arrived, row.id)) !== null) throw new Problem('READING_IN_PROGRESS.pictures')
  // Reading pictures is our most expensive work: limited, so that one person who repeats the act does not keep others waiting.
  await requireWithinLimit(context, caller.sessionId, READINGS)
  const frames = await framesOf(context.db, row, [input.nonce])
  if (frames.length === 0) throw new Problem('CHALLENGE_EXPIRED.no_pictures')
  const frames_sha256 = await chainOf(context, row, input.nonce, frames)
  for (let left = MOST_ROUNDS; left > 0; left--) {
    const at = context.machineNow()
    const reading = await readSide(context, arrived, row, plan, frames)
    const picture = reading.problem === null && reading.picture ? await stagePicture(context, row, input.side, reading.picture) : null
    let recorded = true
    try {
      await actAt(context, caller, guard, async (journey, tx) => {
        const facts = await settle(context, tx, journey, input, { reading, picture, frames, frames_sha256, at, last: left === 1 })
        recorded = facts !== 'seen_meanwhile'
        return facts === 'seen_meanwhile' ? [] : facts
      })
      if (recorded) return
      if (picture) await removeUnlessNamed(context, row, picture.sha256)
    } catch (error) {
      if (picture) await removeUnlessNamed(context, row, picture.sha256)
      throw error
    } finally {
      await picture?.discard()
    }
  }
}

/** Two films at the same time that show the same are rare, and a third one within the second round hardly happens. */
const MOST_ROUNDS = 3

function readSide(context: Context, journey: Journey, row: Verification, plan: SidePlan, frames: readonly Frame[]) {
  const { mode, row: signer, request } = journey
  const { side, movement } = plan
  return context.identity.readSide({
    reader: readerOf(journey, row.id),
    film: filmOf(context, row, frames),
    earlier: tracesBefore(context, { mode, stage: side }),
    side,
    documentType: row.documentType,
    country: row.country,
    movement,
    shownAt: plan.shownAt ?? null,
    givenAt: plan.givenAt ?? row.startedAt.getTime(),
    now: context.now(),
    specimens: mode === 'test',
    minimumAge: minimumAgeFor(request.tenant),
    script: captureOf(mode, signer, row.id),
    otherSide: otherSideOf(openResult(context, row)?.sides, side),
  })
}

function otherSideOf(sides: readonly SideReading[] = [], taken: DocumentSide): OtherSide | null {
  const other = sides.find(({ side }) => side !== taken)
  return other ? { mrz: other.mrz, print: other.print ?? [] } : null
}

/** Refuses when the frames changed while they were read: the evidence would hold frames that nobody judged. */
async function requireStillThere(tx: Tx, verificationId: string, frames: readonly Frame[]): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${verificationId} FOR UPDATE`
  if ((await tx.frame.count({ where: { id: { in: frames.map(({ id }) => id) } } })) === frames.length) return
  throw new Problem('STATE_CONFLICT.other_pictures')
}

function sidePlan(plan: VerificationPlan, { side, nonce }: { side: DocumentSide; nonce: string }) {
  const found = plan.sides.find((candidate) => candidate.side === side && candidate.nonce === nonce)
  if (!found) throw new Problem('CHALLENGE_EXPIRED.earlier_try')
  return found
}

type Read = {
  reading: Awaited<ReturnType<typeof readSide>>
  picture: StagedBlob | null
  frames: readonly Frame[]
  frames_sha256: string
  /** When its film began to be compared with those of before. */
  at: Date
  /** Recorded all the same, if another film shows the same. */
  last: boolean
}

async function settle(
  context: Context,
  tx: Tx,
  journey: Journey,
  input: { side: DocumentSide; nonce: string },
  { reading, picture, frames, frames_sha256, at, last }: Read,
): Promise<readonly Fact[] | 'seen_meanwhile'> {
  const { signer, row, mode } = journey
  const { verification } = signer
  if (!verification || verification.captured.includes(input.side)) return []
  const stored = await checkRow(context, tx, verification.id)
  const plan = openPlan(context, stored)
  // Judged twice at the same time: the first result stands.
  if (!plan.sides.some((side) => side.nonce === input.nonce)) return []
  const about = { signer: row.id, verification: verification.id }
  await requireStillThere(tx, stored.id, frames)
  // Nothing was filmed of a test document.
  if (captureOf(mode, row, stored.id) === null) {
    const filmed = { mode, stage: input.side }
    const since = await sinceThen(tx, mode, at)
    if (!last && isNew(reading) && (await isFilmedMeanwhile(context, tx, filmed, { trace: reading.trace, since }))) return 'seen_meanwhile'
    await keepTrace(context, tx, filmed, reading.trace)
  }
  if (!reading.problem) {
    const result = openResult(context, stored) ?? { sides: [] }
    const { picture: _, trace: __, ...kept } = reading
    const sides = [...result.sides.filter(({ side }) => side !== input.side), kept]
    if (picture) await keepPicture(tx, stored, input.side, picture)
    const data = {
      result: sealResult(context, stored, { ...result, sides }),
      plan: sealPlan(context, stored, withNextGiven(plan, input.side, context.now())),
    }
    await tx.verification.update({ where: { id: stored.id }, data })
    return [{ type: 'document_side_captured', ...about, side: input.side, frames: frames.length, frames_sha256 }]
  }
  const rejected: Fact = { type: 'document_shot_rejected', ...about, side: input.side, reason: reading.problem }
  if (!canBeRetaken(reading.problem) || (verification.rejected[input.side] ?? 0) + 1 >= SHOTS_PER_SIDE) {
    const now = context.now()
    await tx.verification.update({
      where: { id: stored.id },
      data: { status: 'failed', reason: reading.problem, decidedAt: now, purgeAt: purgeAt(context, 'failed') },
    })
    const attempts_left = attemptsLeft(signer)
    await tellVerdict(context, tx, row.id, { reason: reading.problem, isStuck: attempts_left === 0 })
    return [rejected, { type: 'verification_failed', ...about, reason: reading.problem, findings: reading.findings, attempts_left }]
  }
  await forgetFrames(context, tx, { verificationId: stored.id, nonce: input.nonce })
  const sides = plan.sides.map((side) => (side.side === input.side ? newSidePlan(context.identity, input.side, context.now()) : side))
  await tx.verification.update({ where: { id: stored.id }, data: { plan: sealPlan(context, stored, { ...plan, sides }) } })
  return [rejected]
}

/** From now on the page is told nonce and movement of the other side. */
const withNextGiven = (plan: VerificationPlan, taken: DocumentSide, now: Date): VerificationPlan => ({
  ...plan,
  sides: plan.sides.map((side) => (side.side === taken ? side : { ...side, givenAt: now.getTime() })),
})

const isNew = ({ findings }: JudgedSide): boolean => findings.every(({ check, passed }) => passed || check !== 'document_no_replay')
