// Takes camera frames of the current step: checks size, nonce, order and time, then seals and keeps them for the server's reading.

import { sha256Hex } from '../../../crypto/algorithms'
import { newId } from '../../../domain/ids'
import { Problem } from '../../../domain/problem'
import type { CaptureStage, Verification } from '../../../generated/prisma/client'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { arriveAt } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { jpegSize } from '../../verification/jpeg-size'
import { openPlan, sealFrame, sealPlan, selfieOf, withSelfie, type VerificationPlan } from '../../verification/verification-store'

type UploadedFrame = { seq: number; capturedAt: number; jpeg: Uint8Array }
/** `revealedAt`: when the page showed the movement, on the frames' clock; null while it has not. */
export type FrameUpload = { stage: CaptureStage; nonce: string; revealedAt: number | null; frames: readonly UploadedFrame[] }

export const FRAMES_PER_UPLOAD = 24
export const FRAME_BYTES = 400_000
const FRAMES_PER_VERIFICATION = 600
/** Slow networks deliver late: this much is allowed here, and the analysis judges by the times of capture. */
const GRACE_MS = 10_000
const UPLOADS = { name: 'frames', count: 300, windowMs: 60_000 }

/** Answers how many frames of this upload are kept; a frame that was sent before counts, and is stored once. */
export async function receiveFrames(context: Context, caller: SignerCaller, upload: FrameUpload): Promise<{ accepted: number }> {
  const now = context.now()
  requireShape(upload)
  const journey = await arriveAt(context, caller, { at: upload.stage === 'selfie' ? ['selfie'] : ['document'] })
  const current = journey?.signer.verification
  if (!current) throw new Problem('STATE_CONFLICT.no_check')
  // The frames of a judged side never change.
  if (upload.stage !== 'selfie' && current.captured.includes(upload.stage)) throw new Problem('CHALLENGE_EXPIRED.side_taken')
  await requireWithinLimit(context, caller.signerId, UPLOADS)
  await context.db.$transaction((tx) => store(context, tx, current.id, upload, now), { timeout: 20_000 })
  return { accepted: upload.frames.length }
}

/** Locks the check: uploads come one after the other, and none after the selfie was submitted (its digest is evidence). */
async function store(context: Context, tx: Tx, verificationId: string, upload: FrameUpload, now: Date): Promise<void> {
  const verification = await lockVerification(tx, verificationId)
  const plan = openPlan(context, verification)
  requireCapturing(verification, plan)
  requireOpenStep(plan, upload, now)
  const stored = await tx.frame.findMany({
    where: { verificationId: verification.id },
    select: { nonce: true, seq: true, capturedAt: true, sha256: true },
  })
  const ofStep = stored.filter(({ nonce }) => nonce === upload.nonce)
  const anew = beginsAnew(upload, ofStep)
  const fresh = requireOrder(upload, anew ? [] : ofStep)
  if (anew) await tx.frame.deleteMany({ where: { verificationId: verification.id, nonce: upload.nonce } })
  const told = withReveal(plan, upload, anew)
  if (told !== plan) await tx.verification.update({ where: { id: verification.id }, data: { plan: sealPlan(context, verification, told) } })
  const planned = new Set(stepsOf(plan).map(({ nonce }) => nonce))
  if (stored.filter(({ nonce }) => planned.has(nonce)).length + fresh.length > FRAMES_PER_VERIFICATION) {
    throw new Problem('CHALLENGE_EXPIRED.too_many_pictures')
  }
  await tx.frame.createMany({
    data: fresh.map(({ seq, capturedAt, jpeg }) => ({
      id: newId('frm'),
      verificationId: verification.id,
      stage: upload.stage,
      nonce: upload.nonce,
      seq,
      capturedAt,
      receivedAt: now,
      sha256: sha256Hex(jpeg),
      image: sealFrame(context, verification, { nonce: upload.nonce, seq, jpeg }),
    })),
    skipDuplicates: true,
  })
}

async function lockVerification(tx: Tx, id: string): Promise<Verification> {
  await tx.$queryRaw`SELECT "id" FROM "Verification" WHERE "id" = ${id} FOR UPDATE`
  return tx.verification.findUniqueOrThrow({ where: { id } })
}

function requireCapturing({ status }: Verification, { again }: VerificationPlan): void {
  if (status !== 'capturing' && again === undefined) throw new Problem('STATE_CONFLICT.no_more_pictures')
}

function requireShape({ frames }: FrameUpload): void {
  if (frames.length === 0 || frames.length > FRAMES_PER_UPLOAD)
    throw new Problem('VALIDATION_FAILED.frames_at_a_time', { frames: FRAMES_PER_UPLOAD }).at(['frames'], 'INVALID_FRAME')
  for (const { jpeg, capturedAt } of frames) {
    const size = jpeg.length <= FRAME_BYTES ? jpegSize(jpeg) : null
    const fits = size !== null && Math.min(size.width, size.height) >= 200 && Math.max(size.width, size.height) <= 4096
    if (!fits || !Number.isFinite(capturedAt)) throw new Problem('VALIDATION_FAILED.frame_form').at(['frames'], 'INVALID_FRAME')
  }
}

/** Frames must carry the nonce of the current step: frames recorded before the nonce was known cannot. */
function requireOpenStep(plan: VerificationPlan, { stage, nonce }: FrameUpload, now: Date): void {
  if (stage !== 'selfie') {
    if (plan.sides.some((side) => side.side === stage && side.nonce === nonce)) return
    throw new Problem('CHALLENGE_EXPIRED.earlier_try')
  }
  const revealed = selfieOf(plan).challenges.filter((challenge) => challenge.revealedAt !== undefined)
  const challenge = revealed.find((candidate) => candidate.nonce === nonce)
  // The last frames of a movement may arrive just after the next one was shown.
  if (!challenge || revealed.indexOf(challenge) < revealed.length - 2) throw new Problem('CHALLENGE_EXPIRED.earlier_movement')
  if (now.getTime() > (challenge.revealedAt ?? 0) + challenge.gapMs + challenge.deadlineMs + GRACE_MS) {
    throw new Problem('CHALLENGE_EXPIRED.movement_over')
  }
}

/** The first reported time of showing the movement is kept and later ones are ignored, unless the side is filmed anew. */
function withReveal(plan: VerificationPlan, { nonce, revealedAt }: FrameUpload, anew: boolean): VerificationPlan {
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
function beginsAnew({ stage, frames: [first] }: FrameUpload, stored: readonly StoredFrame[]): boolean {
  if (stage === 'selfie' || first?.seq !== 0) return false
  const before = stored.find(({ seq }) => seq === 0)
  return before !== undefined && before.sha256 !== sha256Hex(first.jpeg)
}

type StoredFrame = { seq: number; capturedAt: number; sha256: string }

/** Answers the frames not yet stored. Numbers and times must rise; a repeated frame must be the same picture. */
function requireOrder({ frames }: FrameUpload, stored: readonly StoredFrame[]): readonly UploadedFrame[] {
  const known = new Map(stored.map((frame) => [frame.seq, frame]))
  const last = stored.reduce<StoredFrame | null>((newest, frame) => (newest && newest.seq > frame.seq ? newest : frame), null)
  let previous = last ? { seq: last.seq, capturedAt: last.capturedAt } : { seq: -1, capturedAt: -Infinity }
  const fresh: UploadedFrame[] = []
  for (const frame of frames) {
    const repeated = known.get(frame.seq)
    if (repeated) {
      if (repeated.sha256 !== sha256Hex(frame.jpeg))
        throw new Problem('VALIDATION_FAILED.frame_number_twice').at(['frames'], 'INVALID_FRAME')
      continue
    }
    if (frame.seq <= previous.seq || frame.capturedAt < previous.capturedAt)
      throw new Problem('VALIDATION_FAILED.frame_order').at(['frames'], 'INVALID_FRAME')
    previous = frame
    fresh.push(frame)
  }
  return fresh
}
