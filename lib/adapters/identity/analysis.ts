// The identity analysis, as operations ask for it: the worker pool reads frames, and lib/identity judges the readings.

import { randomBytes } from 'node:crypto'
import { builtFile } from '../../config'
import { Problem } from '../../domain/problem'
import { AnalysisBusy, AnalysisPool } from '../../identity/analysis-pool'
import { decide, judgeSide } from '../../identity/check'
import { documentFrames } from '../../identity/document/film'
import { planMovement } from '../../identity/document/movement-challenge'
import { chainFrames, chainStart } from '../../identity/frame'
import { planChallenges } from '../../identity/liveness/challenge'
import { judgeSelfie } from '../../identity/liveness/judge'
import { selfieFilm, type SelfieFrames, type SelfieStepReading } from '../../identity/liveness/step'
import { POLICY } from '../../identity/policy'
import { specimenReading } from '../../identity/specimen/document-reading'
import { specimenPicture } from '../../identity/specimen/pictures'
import { specimenStep } from '../../identity/specimen/selfie-reading'
import type { IdentityAnalysis } from '../../operations/kernel/identity-analysis'

export type OpenIdentityAnalysis = IdentityAnalysis & { close(): void }

export function openIdentityAnalysis(): OpenIdentityAnalysis {
  const pool = new AnalysisPool({ workerFile: builtFile('identity-worker.mjs') })
  const readStep = stepReader(pool)
  return {
    planMovement: () => planMovement(randomBytes),
    planChallenges({ camera } = { camera: true }) {
      // Loads the models while the signer fetches their document. An error is ignored here, because the first frames would meet it again.
      if (camera) void pool.warm().catch(() => undefined)
      return planChallenges(randomBytes)
    },
    async readSide({ script, ...input }) {
      const reading = script
        ? specimenReading(script, { ...input, picture: specimenPicture(input.side) })
        : await answered(pool.analyseDocumentFrames(documentFrames(input, POLICY)))
      return judgeSide(reading, input, POLICY)
    },
    warmSelfieStep(verification, challenge, frames) {
      void readStep(verification, selfieFilm(challenge, frames)).catch(() => undefined)
    },
    async readSelfie({ verification, challenges, frames, earlierFrameHashes, script }) {
      const films = challenges.map((challenge) => selfieFilm(challenge, frames))
      const steps = await Promise.all(
        films.map((film, index) => (script ? specimenStep(script, film, index) : readStep(verification, film))),
      )
      return judgeSelfie({ challenges, steps, earlierFrameHashes }, POLICY)
    },
    decide: (input) => decide(input, POLICY),
    close: () => pool.close(),
  }
}

type StepReader = (verification: string, film: SelfieFrames) => Promise<SelfieStepReading>

/** A step is read while the signer makes the next movement. The reading is kept for the verdict, under the digest of its frames. */
function stepReader(pool: AnalysisPool): StepReader {
  const begun = new Map<string, Promise<SelfieStepReading>>()
  return (verification, film) => {
    const key = `${verification} ${chainFrames(chainStart(film.nonce), film.frames)}`
    const known = begun.get(key)
    if (known) return known
    const reading = answered(pool.analyseSelfieStep(film))
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
    throw error
  }
}
