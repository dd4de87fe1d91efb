// The port of identity analysis. Its types are those of lib/identity, which reads and judges frames in a pool of worker threads.

import type { JudgedSide, Verdict, WholeCheck } from '../../identity/check'
import type { OtherSide } from '../../identity/document/judge'
import type { RulesOfCheck } from '../../identity/document/rules'
import type { SideFilm } from '../../identity/document/film'
import type { Accommodation, CaptureStage, Movement } from '../../domain/capture'
import type { Reader } from '../../identity/analysis-pool'
import type { ChipContext, JudgedChip, ReadChip } from '../../identity/chip/judge'
import type { Embedding } from '../../identity/face/embedding'
import type { Film } from '../../identity/frame'
import type { CaptureSignal } from '../../identity/liveness/capture-signals'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { CaptureScript } from '../../identity/specimen/script'

/** Test mode: what a camera would have seen of a test document. Read in place of the frames, and judged like any reading. */
type Scripted = { script: CaptureScript | null }

export type IdentityAnalysis = {
  planMovement(): Movement
  /** `camera`: false when a test document will be shown; then no models are loaded. `still`: no movements are asked for. */
  planChallenges(expect?: { camera: boolean; still?: boolean }): readonly PlannedChallenge[]
  /** How many readings of other signers come before the next of this check; null when none of its readings goes on or waits. */
  othersBefore(reader: Reader): number | null
  /**
   * One reading of a check at a time: others are refused with READING_IN_PROGRESS. `otherSide`: what was read on it,
   * where it was shown before; front and back must belong together. `specimens`: they are taken, as in test mode. `minimumAge`: in years.
   */
  readSide(
    input: Omit<SideFilm, 'frames'> &
      Scripted & { reader: Reader; film: Film; country: string; otherSide: OtherSide | null } & Pick<
        RulesOfCheck,
        'specimens' | 'minimumAge'
      > & {
        /** Traces of earlier films of this side, of whomever, to recognise a replay. */
        earlier: AsyncIterable<readonly Uint8Array[]>
      },
  ): Promise<JudgedSide & { trace: Uint8Array<ArrayBuffer> }>
  /** Reads a selfie step as soon as its frames are there, so that the verdict is quick; the reading is kept for `readSelfie`. */
  warmSelfieStep(reader: Reader, challenge: PlannedChallenge, film: Film): void
  readSelfie(
    input: Scripted & {
      reader: Reader
      steps: readonly { challenge: PlannedChallenge; film: Film }[]
      /** Traces of earlier runs, of whomever, to recognise a replay. */
      earlier: AsyncIterable<readonly Uint8Array[]>
      /** `no_comparison`: then no picture is read. */
      accommodation: Accommodation | null
      signals: readonly CaptureSignal[]
    },
  ): Promise<SelfieReading & { trace: Uint8Array<ArrayBuffer> }>
  /** Whether one of these films shows scenes of this one again, by their traces. */
  comesNear(stage: CaptureStage, trace: Uint8Array, others: readonly Uint8Array[]): boolean
  /** The face in a chip's portrait, a JPEG; null where there is none. */
  readPortrait(reader: Reader, jpeg: Uint8Array): Promise<Embedding | null>
  judgeChip(chip: ReadChip, context: ChipContext): JudgedChip
  decide(input: WholeCheck & Partial<Scripted>): Verdict
}
