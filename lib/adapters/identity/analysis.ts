// The identity analysis behind the operations' port: frames go to the worker pool, its readings are judged by the policy.

import { randomBytes } from 'node:crypto'
import { builtFile } from '../../config'
import { Problem } from '../../domain/problem'
import { AnalysisBusy, AnalysisPool } from '../../identity/analysis-pool'
import type { DocumentReading } from '../../identity/document/analyse'
import { judgeDocumentSide, requiredOfSide } from '../../identity/document/judge'
import { planDocumentMovement } from '../../identity/document/movement-challenge'
import { judgeFaceMatch } from '../../identity/face/match'
import type { Check, Finding } from '../../identity/finding'
import { chainFrames, chainStart } from '../../identity/frame'
import { planChallenges } from '../../identity/liveness/challenge'
import { judgeLiveness, REQUIRED_OF_SELFIE } from '../../identity/liveness/judge'
import type { SelfieFrames, SelfieStepReading } from '../../identity/liveness/step'
import { POLICY, type DocumentKind } from '../../identity/policy'
import { specimenReading } from '../../identity/specimen/document-reading'
import { specimenPicture } from '../../identity/specimen/pictures'
import { specimenStep } from '../../identity/specimen/selfie-reading'
import { verdictOf } from '../../identity/verdict'
import type { DocumentType } from '../../domain/event'
import type {
  CameraFrame,
  IdentityAnalysis,
  Movement,
  PlannedChallenge,
  SideReading,
  Verdict,
} from '../../operations/kernel/identity-analysis'
import {
  actionOf,
  askedMovement,
  findingOf,
  frameOf,
  kindOf,
  movementOf,
  mrzReading,
  stepOf,
  storedFinding,
  traceOf,
  traceText,
} from './translate'

export type OpenIdentityAnalysis = IdentityAnalysis & { close(): void }

const KINDS: Readonly<Record<DocumentType, DocumentKind>> = { passport: 'passport', national_id: 'identity_card' }

/** The page films the document flat for this long before it asks for the movement: assumed when it does not say when. Milliseconds. */
const FLAT_FILM = 700
/** Nobody moves sooner after being asked. */
const STILL_AFTER = POLICY.liveness.minReactionMs
const STILLS = 5

export function openIdentityAnalysis(): OpenIdentityAnalysis {
  const pool = new AnalysisPool({ workerFile: builtFile('identity-worker.mjs') })
  const steps = stepReader(pool)
  return {
    planMovement,
    planChallenges({ camera } = { camera: true }) {
      // A check begins: the models load while the signer fetches their document. Failing here would only repeat itself at the first frames.
      if (camera) void pool.warm().catch(() => undefined)
      return planChallenges(randomBytes).steps.map(({ nonce, action, holdMs, gapMs, deadlineMs }) => ({
        nonce,
        kind: kindOf(action),
        holdMs,
        gapMs,
        deadlineMs,
      }))
    },
    readSide: (input) => readSide(pool, input),
    warmSelfieStep: (verification, challenge, frames) => {
      void steps(verification, challenge, frames).catch(() => undefined)
    },
    async readSelfie({ verification, challenges, frames, earlierFrameHashes, script = null }) {
      const readings = await Promise.all(
        challenges.map((challenge, index) => {
          const ofStep = frames.filter(({ nonce }) => nonce === challenge.nonce)
          return script ? specimenStep(script, { ...filmOf(challenge, ofStep), index }) : steps(verification, challenge, ofStep)
        }),
      )
      const run = {
        plan: { steps: challenges.map(stepOf) },
        steps: readings.map((reading, index) => ({ ...reading, index })),
        earlier: earlierFrameHashes.map(traceOf),
      }
      const { findings, trace, faces } = judgeLiveness(run, POLICY)
      return { findings: findings.map(storedFinding), faces, frameHashes: [traceText(trace)] }
    },
    decide,
    close: () => pool.close(),
  }
}

function planMovement(): Movement {
  for (;;) {
    const movement = movementOf(planDocumentMovement(randomBytes).movement)
    if (movement) return movement
  }
}

type SideInput = Parameters<IdentityAnalysis['readSide']>[0]

async function readSide(pool: AnalysisPool, input: SideInput): Promise<SideReading> {
  const { side, country, documentType, now, zoneOnOtherSide = false, script = null } = input
  const kind = KINDS[documentType]
  const reading = script
    ? specimenReading(script, { side, kind, country, now, asked: askedMovement(input.movement), picture: specimenPicture(side) })
    : await filmedReading(pool, input, kind)
  const findings = judgeDocumentSide(reading, { declared: { kind, country }, now, zoneOnOtherSide }, POLICY)
  const verdict = verdictOf(findings, requiredOfSide(reading, zoneOnOtherSide), POLICY)
  return { ...shown(reading), findings: findings.map(storedFinding), problem: verdict.outcome === 'failed' ? verdict.reason : null }
}

function filmedReading(
  pool: AnalysisPool,
  { side, movement, shownAt, frames, now }: SideInput,
  kind: DocumentKind,
): Promise<DocumentReading> {
  const film = frames.map(frameOf)
  const revealedAt = shownAt ?? (film[0]?.capturedAt ?? 0) + FLAT_FILM
  // A slow camera's first picture may come when the movement has just been asked for.
  const stills = film.filter(({ capturedAt }, at) => at === 0 || capturedAt < revealedAt + STILL_AFTER).slice(0, STILLS)
  return answered(
    pool.analyseDocumentFrames({
      side,
      kind,
      now: now.getTime(),
      stills,
      movement: { asked: askedMovement(movement), revealedAt, frames: film },
    }),
  )
}

function shown({ side, zone, portrait, picture }: DocumentReading): Pick<SideReading, 'side' | 'mrz' | 'portrait' | 'image'> {
  return {
    side,
    mrz: zone ? mrzReading(zone.mrz) : null,
    portrait: portrait?.embedding ?? null,
    image: picture ? Buffer.from(picture).toString('base64') : null,
  }
}

type StepReader = (verification: string, challenge: PlannedChallenge, frames: readonly CameraFrame[]) => Promise<SelfieStepReading>

/** Readings begun while the signer makes the next movement are kept until the verdict; other frames make another reading. */
function stepReader(pool: AnalysisPool): StepReader {
  const begun = new Map<string, Promise<SelfieStepReading>>()
  return (verification, challenge, images) => {
    const frames = images.map(frameOf)
    const key = `${verification} ${chainFrames(chainStart(challenge.nonce), frames)}`
    const known = begun.get(key)
    if (known) return known
    const reading = answered(pool.analyseSelfieStep(filmOf(challenge, images)))
    begun.set(key, reading)
    // A failed reading may be tried again; the others are small, and the oldest make room.
    reading.catch(() => begun.delete(key))
    for (const oldest of begun.keys()) if (begun.size > 200) begun.delete(oldest)
    return reading
  }
}

function filmOf(challenge: PlannedChallenge, images: readonly CameraFrame[]): SelfieFrames {
  const frames = images.map(frameOf)
  return {
    index: 0,
    action: actionOf(challenge.kind),
    nonce: challenge.nonce,
    frames,
    // The page films from the moment it shows what to do; a slow camera's first picture comes later than that.
    revealedAt: challenge.shownAt ?? frames[0]?.capturedAt ?? 0,
    servedAt: challenge.revealedAt ?? 0,
  }
}

function decide({ documentType, sides, selfie }: Parameters<IdentityAnalysis['decide']>[0]): Verdict {
  const portrait = sides.find((side) => side.portrait !== null)?.portrait ?? null
  const match = portrait ? judgeFaceMatch(portrait, selfie.faces, POLICY) : null
  const findings: Finding[] = [...sides.flatMap((side) => side.findings), ...selfie.findings].map(findingOf).concat(match ?? [])
  const verdict = verdictOf(findings, required(documentType, sides), POLICY)
  return {
    // Whoever would need a person to look at it has not passed: nobody is waved through.
    outcome: verdict.outcome === 'passed' ? 'passed' : 'failed',
    reason: verdict.outcome === 'passed' ? null : verdict.reason,
    findings: [...sides.flatMap((side) => side.findings), ...selfie.findings, ...(match ? [storedFinding(match)] : [])],
    matchScore: match?.score ?? null,
    mrz: sides.find((side) => side.mrz !== null)?.mrz ?? null,
  }
}

/** A check that was not made counts as failed, so an analysis that stopped half-way passes nobody. */
function required(documentType: DocumentType, sides: readonly SideReading[]): Check[] {
  const zoneOnFront = sides.some((side) => side.side === 'front' && side.mrz !== null)
  const ofSides = sides.flatMap(({ side }) => requiredOfSide({ kind: KINDS[documentType], side }, side === 'back' && zoneOnFront))
  return [...new Set([...ofSides, ...REQUIRED_OF_SELFIE, 'face_match' as const])]
}

async function answered<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AnalysisBusy)
      throw new Problem('UNAVAILABLE', 'Many people are being checked at this moment. Try again in a minute.')
    throw error
  }
}
