// The identity analysis, as operations ask for it: the worker pool reads frames, and lib/identity judges the readings.

import { randomBytes } from 'node:crypto'
import { builtFile } from '../../config'
import { Problem } from '../../domain/problem'
import { AnalysisBusy, AnalysisGoing, AnalysisPool, AnalysisSpent, type Reader } from '../../identity/analysis-pool'
import { judgeChip } from '../../identity/chip/judge'
import { decide, judgeSide } from '../../identity/check'
import { documentFrames } from '../../identity/document/film'
import { tracedFromFilm } from '../../identity/document/film-judge'
import { planMovement } from '../../identity/document/movement-challenge'
import { Analyst } from '../../identity/engine/analyst'
import type { Film } from '../../identity/frame'
import { withoutComparison, withoutMovement } from '../../identity/liveness/accommodation'
import { planChallenges, type PlannedChallenge } from '../../identity/liveness/challenge'
import { judgeSelfie, tracedFrom } from '../../identity/liveness/judge'
import { findReplay, NO_REPLAY, traceBytes, traceOf, worseOf, type ReplayReading, type RunTrace } from '../../identity/liveness/replay'
import { selfieFilm, type SelfieStepReading } from '../../identity/liveness/step'
import { POLICY } from '../../identity/policy'
import { specimenReading } from '../../identity/specimen/document-reading'
import { PORTRAIT } from '../../identity/specimen/faces'
import { specimenPicture } from '../../identity/specimen/pictures'
import { specimenStep } from '../../identity/specimen/selfie-reading'
import type { IdentityAnalysis } from '../../operations/kernel/identity-analysis'

export type OpenIdentityAnalysis = IdentityAnalysis & { close(): void }

const newPool = () => new AnalysisPool({ analysts: [new Analyst(builtFile('identity-worker.mjs'))] })

/** `sceneKey`: fingerprints of scenes are made under it, and those of one installation compare with no other's. */
export function openIdentityAnalysis({ sceneKey, pool = newPool() }: { sceneKey: string; pool?: AnalysisPool }): OpenIdentityAnalysis {
  const readStep = stepReader(pool, sceneKey)
  return {
    planMovement: () => planMovement(randomBytes),
    planChallenges({ camera, still = false } = { camera: true }) {
      // Loads the models while the signer fetches their document. An error is ignored here, because the first frames would meet it again.
      if (camera) void pool.warm().catch(() => undefined)
      const planned = planChallenges(randomBytes)
      return still ? planned.filter(({ kind }) => kind === 'neutral') : planned
    },
    othersBefore: (reader) => pool.othersBefore(reader),
    async readSide({ script, reader, film, earlier, ...input }) {
      const frames = async () => documentFrames({ ...input, frames: await film.read() }, sceneKey, POLICY)
      const reading = script
        ? specimenReading(script, { ...input, picture: specimenPicture(input.side) })
        : await answered(pool.analyseDocumentFrames(reader, frames))
      const trace = tracedFromFilm(reading)
      // A test document that is to fail as a specimen is judged as in live mode.
      const specimens = input.specimens && script?.fault !== 'DOCUMENT_SPECIMEN'
      return { ...judgeSide(reading, await replayOf(trace, earlier), { ...input, specimens }, POLICY), trace: traceBytes(trace) }
    },
    warmSelfieStep(reader, challenge, film) {
      void readStep(reader, challenge, film).catch(() => undefined)
    },
    async readSelfie({ reader, steps, earlier, signals, script, accommodation }) {
      if (accommodation === 'no_comparison') return { ...withoutComparison(), trace: new Uint8Array() }
      const readings = await Promise.all(
        steps.map(async ({ challenge, film }, index) =>
          script ? specimenStep(script, selfieFilm(challenge, await film.read(), sceneKey), index) : readStep(reader, challenge, film),
        ),
      )
      const trace = tracedFrom(readings, POLICY)
      const replay = await replayOf(trace, earlier)
      const judged = judgeSelfie({ challenges: steps.map(({ challenge }) => challenge), steps: readings, replay, signals }, POLICY)
      const reading = accommodation === 'no_movement' ? withoutMovement(judged) : judged
      return { ...reading, trace: traceBytes(trace) }
    },
    comesNear: (stage, trace, others) => {
      const { exact, alike } = findReplay(traceOf(trace), others.map(traceOf))
      return exact >= 2 || alike > (stage === 'selfie' ? POLICY.liveness : POLICY.document).maxAlike
    },
    readPortrait: (reader, jpeg) => answered(pool.readPortrait(reader, async () => ({ jpeg: Uint8Array.from(jpeg) }))),
    judgeChip: (chip, context) => judgeChip(chip, context, POLICY),
    // Who shows a test document in place of a camera has its face, whatever portrait the test chip has.
    // The holder of a test document has one face, whatever portrait a chip or an earlier check had.
    decide: ({ script, chip = null, kept, ...input }) => {
      const portraits = {
        chip: chip?.mrz && script ? { ...chip, portrait: PORTRAIT } : chip,
        ...(kept === undefined ? {} : { kept: kept && script ? PORTRAIT : kept }),
      }
      return decide({ ...input, ...portraits }, POLICY)
    },
    close: () => pool.close(),
  }
}

type StepReader = (reader: Reader, challenge: PlannedChallenge, film: Film) => Promise<SelfieStepReading>

async function replayOf(trace: RunTrace, earlier: AsyncIterable<readonly Uint8Array[]>): Promise<ReplayReading> {
  let replay = NO_REPLAY
  for await (const runs of earlier) replay = worseOf(replay, findReplay(trace, runs.map(traceOf)))
  return replay
}

/** A step is read while the signer makes the next movement. The reading is kept for the verdict, under the digest of its frames. */
function stepReader(pool: AnalysisPool, sceneKey: string): StepReader {
  const begun = new Map<string, Promise<SelfieStepReading>>()
  return (reader, challenge, film) => {
    const key = `${reader.check} ${challenge.nonce} ${film.digest}`
    const known = begun.get(key)
    if (known) return known
    const reading = answered(pool.analyseSelfieStep(reader, async () => selfieFilm(challenge, await film.read(), sceneKey)))
    begun.set(key, reading)
    // A reading that failed is forgotten, so that it can be tried again. Of the others the last 200 are kept; they are small.
    reading.catch(() => begun.delete(key))
    for (const oldest of begun.keys()) if (begun.size > 200) begun.delete(oldest)
    return reading
  }
}

async function answered<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AnalysisBusy) throw new Problem('UNAVAILABLE.checks_busy')
    if (error instanceof AnalysisGoing) throw new Problem('READING_IN_PROGRESS.pictures')
    if (error instanceof AnalysisSpent) {
      const minutes = Math.ceil(error.waitMs / 60_000)
      throw new Problem('RATE_LIMITED.minutes', { minutes }, { retryAfterSeconds: minutes * 60 })
    }
    throw error
  }
}
