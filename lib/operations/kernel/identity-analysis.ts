// The port of identity analysis. Its types are those of lib/identity, which reads and judges frames in a pool of worker threads.

import type { SideReading, Verdict, WholeCheck } from '../../identity/check'
import type { SideFilm } from '../../identity/document/film'
import type { Movement } from '../../domain/capture'
import type { CameraFrame } from '../../identity/frame'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { CaptureScript } from '../../identity/specimen/script'

/** Test mode: what a camera would have seen of a test document. Read in place of the frames, and judged like any reading. */
type Scripted = { script: CaptureScript | null }

export type IdentityAnalysis = {
  planMovement(): Movement
  /** `camera`: false when a test document will be shown; then no models are loaded. */
  planChallenges(expect?: { camera: boolean }): readonly PlannedChallenge[]
  /** `zoneOnOtherSide`: the other side had the machine-readable zone (cards of format TD2 have it on the front). */
  readSide(input: SideFilm & Scripted & { country: string; zoneOnOtherSide: boolean }): Promise<SideReading>
  /** Reads a selfie step as soon as its frames are there, so that the verdict is quick; results are cached by verification. */
  warmSelfieStep(verification: string, challenge: PlannedChallenge, frames: readonly CameraFrame[]): void
  readSelfie(
    input: Scripted & {
      verification: string
      challenges: readonly PlannedChallenge[]
      frames: readonly CameraFrame[]
      /** Of this person's earlier attempts, to recognise a replay. */
      earlierFrameHashes: readonly string[]
    },
  ): Promise<SelfieReading>
  decide(input: WholeCheck): Verdict
}
