// Takes camera frames of the current step: checks size, number, nonce, order and time, then seals and keeps them for the server's reading.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { sha256Hex } from '../../../crypto/algorithms'
import { FRAME_LIMITS } from '../../../domain/capture'
import { newId } from '../../../domain/ids'
import { Problem } from '../../../domain/problem'
import type { CaptureStage, Verification } from '../../../generated/prisma/client'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { closesAt } from '../../../identity/liveness/challenge'
import { arriveAt } from '../../journey/act-at'
import { MAKING, selfieAt } from '../selfie/selfie-at'
import { requireWithinLimit } from '../../kernel/limits'
import { forgetFrames, removeUnlessNamed, stageFrames, type StagedFrames } from '../../verification/frame-store'
import { hasBytesAfterEnd, jpegSize } from '../../verification/jpeg-size'
import {
  checkRow,
  openPlan,
  openResult,
  sealPlan,
  selfieOf,
  withSelfie,
  type VerificationPlan,
  type VerificationResult,
} from '../../verification/verification-store'

type UploadedFrame = { seq: number; capturedAt: number; jpeg: Uint8Array }
/** `revealedAt`: when the page showed the movement, on the frames' clock; null while it has not. */
export type FrameUpload = { stage: CaptureStage; nonce: string; revealedAt: number | null; frames: readonly UploadedFrame[] }

/** Slow networks deliver late: this much is allowed here, and the analysis judges by the times of capture. */
const GRACE_MS = 10_000
/** The page sends two in a second while it films. */
const UPLOADS = { name: 'frames', count: 180, windowMs: 60_000 }
/** How often the camera may be opened again in the middle of a side: each time the film of before was kept for nothing. */
const FILMS_ANEW = { name: 'films-anew', count: 20, windowMs: 600_000 }

/** Answers how many frames of this upload are kept; a frame that was sent before counts, and is stored once. */
export async function receiveFrames(context: Context, caller: SignerCaller, upload: FrameUpload): Promise<{ accepted: number }> {
  const now = context.now()
  const arrived = await inShape(upload, caller.sessionId)
  const journey = await arriveAt(context, caller, upload.stage === 'selfie' ? MAKING : { at: ['document'] })
  const current = journey && (upload.stage === 'selfie' ? selfieAt(journey) : journey.signer.verification)
  if (!current) throw new Problem('STATE_CONFLICT.no_check')
  await requireWithinLimit(context, caller.sessionId, UPLOADS)
  const verification = await checkRow(context, context.db, current.id)
  // Refused before anything is written, and once more when nobody else can write.
  const { anew, fresh } = await freshOf(context, context.db, verification, arrived, now)
  if (fresh.length === 0) return { accepted: upload.frames.length }
  if (anew) await requireWithinLimit(context, caller.sessionId, FILMS_ANEW)
  const staged = await stageFrames(context, verification, { nonce: upload.nonce, receivedAt: now, frames: arrived.frames })
  try {
    await context.db.$transaction((tx) => store(context, tx, verification.id, arrived, staged, now), { timeout: 20_000 })
  } catch (error) {
    await removeUnlessNamed(context, verification, staged.staged.sha256)
    throw error
  } finally {
    await staged.staged.discard()
  }
  return { accepted: upload.frames.length }
}

type ArrivedFrame = UploadedFrame & { sha256: string }
type Arrived = Omit<FrameUpload, 'frames'> & { session: string; frames: readonly ArrivedFrame[] }

/** With their digests. Between two frames others are served: a hostile file may take its time. */
async function inShape(upload: FrameUpload, session: string): Promise<Arrived> {
  const { perUpload } = FRAME_LIMITS
  if (upload.frames.length === 0 || upload.frames.length > perUpload)
    throw new Problem('VALIDATION_FAILED.frames_at_a_time', { frames: perUpload }).at(['frames'], 'INVALID_FRAME')
  const frames: ArrivedFrame[] = []
  for (const frame of upload.frames) {
    await yieldToEventLoop()
    if (!isFrame(frame)) throw new Problem('VALIDATION_FAILED.frame_form').at(['frames'], 'INVALID_FRAME')
    frames.push({ ...frame, sha256: sha256Hex(frame.jpeg) })
  }
  return { ...upload, session, frames }
}

/** By the size that its header says, before anything is decoded. */
function isFrame({ jpeg, capturedAt }: UploadedFrame): boolean {
  const { bytes, shortestSide, longestSide, pixels } = FRAME_LIMITS
  const size = jpeg.length <= bytes ? jpegSize(jpeg) : null
  if (size === null || !Number.isFinite(capturedAt) || hasBytesAfterEnd(jpeg)) return false
  const { width, height } = size
  return Math.min(width, height) >= shortestSide && Math.max(width, height) <= longestSide && width * height <= pixels
}

/** Locks the check: uploads come one after the other, and none after the selfie was submitted (its digest is evidence). */
async function store(context: Context, tx: Tx, id: string, upload: Arrived, { staged, places }: StagedFrames, now: Date): Promise<void> {
  const verification = await lockVerification(context, tx, id)
  const { plan, anew, fresh } = await freshOf(context, tx, verification, upload, now)
  if (anew) await forgetFrames(context, tx, { verificationId: id, nonce: upload.nonce })
  const told = withReveal(plan, upload, anew)
  if (told !== plan) await tx.verification.update({ where: { id }, data: { plan: sealPlan(context, verification, told) } })
  if (fresh.length === 0) return
  await tx.frame.createMany({
    data: fresh.map(({ seq, capturedAt, sha256 }) => ({
      id: newId('frm'),
      verificationId: id,
      stage: upload.stage,
      nonce: upload.nonce,
      seq,
      capturedAt,
      receivedAt: now,
      sha256,
      blob: staged.sha256,
      ...(places.get(seq) ?? { offset: 0, size: 0 }),
    })),
    skipDuplicates: true,
  })
  await staged.keep()
}

/** The frames that are not stored yet. `anew`: the film of this side begins again, and those that are stored go. */
async function freshOf(context: Context, db: Tx, verification: Verification, upload: Arrived, now: Date) {
  const plan = openPlan(context, verification)
  requireCapturing(verification, plan)
  requireUnjudged(openResult(context, verification), upload)
  requireOpenStep(plan, upload, now)
  const stored = await db.frame.findMany({
    where: { verificationId: verification.id, nonce: upload.nonce },
    select: { seq: true, capturedAt: true, sha256: true },
  })
  const anew = beginsAnew(upload, stored)
  const kept = anew ? [] : stored
  const fresh = requireOrder(upload, kept)
  if (kept.length + fresh.length > FRAME_LIMITS.perStep)
    throw new Problem('CHALLENGE_EXPIRED.too_many_pictures', { frames: FRAME_LIMITS.perStep })
  return { plan, anew, fresh }
}

async function lockVerification(context: Context, tx: Tx, id: string): Promise<Verification> {
  await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${id} FOR UPDATE`
  return checkRow(context, tx, id)
}

function requireCapturing({ status }: Verification, { again }: VerificationPlan): void {
  if (status !== 'capturing' && again === undefined) throw new Problem('STATE_CONFLICT.no_more_pictures')
}

/** The frames of a judged side never change: the evidence has their digest. A side may be judged while an upload is on its way. */
function requireUnjudged(result: VerificationResult | null, { stage }: Arrived): void {
  if (result?.sides.some(({ side }) => side === stage)) throw new Problem('CHALLENGE_EXPIRED.side_taken')
}

/** Frames must carry the nonce of the current step: frames recorded before the nonce was known cannot. A selfie takes those of its session. */
function requireOpenStep(plan: VerificationPlan, { session, stage, nonce }: Arrived, now: Date): void {
  if (stage !== 'selfie') {
    if (plan.sides.some((side) => side.side === stage && side.nonce === nonce)) return
    throw new Problem('CHALLENGE_EXPIRED.earlier_try')
  }
  const { challenges, selfieBy = session } = selfieOf(plan)
  if (selfieBy !== session) throw new Problem('CHALLENGE_EXPIRED.earlier_movement')
  const revealed = challenges.filter((challenge) => challenge.revealedAt !== undefined)
  const challenge = revealed.find((candidate) => candidate.nonce === nonce)
  // The last frames of a movement may arrive just after the next one was shown.
  if (!challenge || revealed.indexOf(challenge) < revealed.length - 2) throw new Problem('CHALLENGE_EXPIRED.earlier_movement')
  if (now.getTime() > closesAt(challenge) + GRACE_MS) {
    throw new Problem('CHALLENGE_EXPIRED.movement_over')
  }
}

/** The first reported time of showing the movement is kept and later ones are ignored, unless the side is filmed anew. */
function withReveal(plan: VerificationPlan, { nonce, revealedAt }: Arrived, anew: boolean): VerificationPlan {
  const step = stepsOf(plan).find((one) => one.nonce === nonce)
  const shownAt = anew ? revealedAt : (step?.shownAt ?? revealedAt)
  if (!step || shownAt === (step.shownAt ?? null)) return plan
  const told = <T extends object>(one: T) => (one === step ? { ...one, shownAt } : one)
  const selfie = selfieOf(plan)
  return withSelfie({ ...plan, sides: plan.sides.map(told) }, { ...selfie, challenges: selfie.challenges.map(told) })
}

/** The sides, and the movements of the selfie that is being made. */
function stepsOf(plan: VerificationPlan) {
  return [...plan.sides, ...selfieOf(plan).challenges]
}

/** Whether the camera was opened again in the middle of a side: then its frames start again from the first. */
function beginsAnew({ stage, frames: [first] }: Arrived, stored: readonly StoredFrame[]): boolean {
  if (stage === 'selfie' || first?.seq !== 0) return false
  const before = stored.find(({ seq }) => seq === 0)
  return before !== undefined && before.sha256 !== first.sha256
}

type StoredFrame = { seq: number; capturedAt: number; sha256: string }

/** Answers the frames not yet stored. Numbers and times must rise; a repeated frame must be the same picture. */
function requireOrder({ frames }: Arrived, stored: readonly StoredFrame[]): readonly ArrivedFrame[] {
  const known = new Map(stored.map((frame) => [frame.seq, frame]))
  const last = stored.reduce<StoredFrame | null>((newest, frame) => (newest && newest.seq > frame.seq ? newest : frame), null)
  let previous = last ? { seq: last.seq, capturedAt: last.capturedAt } : { seq: -1, capturedAt: -Infinity }
  const fresh: ArrivedFrame[] = []
  for (const frame of frames) {
    const repeated = known.get(frame.seq)
    if (repeated) {
      if (repeated.sha256 !== frame.sha256) throw new Problem('VALIDATION_FAILED.frame_number_twice').at(['frames'], 'INVALID_FRAME')
      continue
    }
    if (frame.seq <= previous.seq || frame.capturedAt < previous.capturedAt)
      throw new Problem('VALIDATION_FAILED.frame_order').at(['frames'], 'INVALID_FRAME')
    previous = frame
    fresh.push(frame)
  }
  return fresh
}
