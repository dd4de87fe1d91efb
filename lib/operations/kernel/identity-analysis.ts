// The port of identity analysis as operations use it, in the words of lib/identity, which reads and judges in a pool of worker threads.

import type { SideReading, Verdict, WholeCheck } from '../../identity/check'
import type { SideFilm } from '../../identity/document/film'
import type { Movement } from '../../identity/document/movement-challenge'
import type { CameraFrame } from '../../identity/frame'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { CaptureScript } from '../../identity/specimen/script'

/** Test mode: what the camera would have seen of a test document, read in place of the frames. Judged like any reading. */
type Scripted = { script: CaptureScript | null }

export type IdentityAnalysis = {
  planMovement(): Movement
  /** `camera`: false when a test document will be used: then no models are made ready. */
  planChallenges(expect?: { camera: boolean }): readonly PlannedChallenge[]
  /** `zoneOnOtherSide`: the side before already showed a machine-readable zone (cards of format TD2 have it on the front). */
  readSide(input: SideFilm & Scripted & { country: string; zoneOnOtherSide: boolean }): Promise<SideReading>
  /** Called for each selfie step as soon as its frames are there, so that the verdict is quick; results are cached by verification. */
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
