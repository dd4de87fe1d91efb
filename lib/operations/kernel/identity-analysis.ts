// The port of identity analysis as operations use it; lib/identity implements it with a pool of worker threads.

import type { Finding, DocumentSide, DocumentType } from '../../domain/event'
import type { CaptureScript } from '../../identity/specimen/script'

/** One camera frame as uploaded: JPEG, unmirrored. Times in ms: the browser's clock and ours. */
export type CameraFrame = { image: Uint8Array; seq: number; capturedAt: number; receivedAt: number; nonce: string }

export type Movement = 'tilt_left' | 'tilt_right' | 'tilt_forward' | 'tilt_back'
export type SelfieChallengeKind = 'neutral' | 'turn_left' | 'turn_right' | 'open_mouth' | 'smile'
/** Made by the server, revealed one by one; `revealedAt` on the server's clock in ms, `shownAt` on the clock of its frames, as the browser says. */
export type PlannedChallenge = {
  nonce: string
  kind: SelfieChallengeKind
  holdMs: number
  gapMs: number
  deadlineMs: number
  revealedAt?: number
  shownAt?: number | null
}

/** What a machine-readable zone said, field by field; dates as YYYY-MM-DD, names in MRZ letters. */
export type MrzReading = {
  format: 'TD1' | 'TD2' | 'TD3'
  documentCode: string
  issuer: string
  surname: string
  givenNames: readonly string[]
  documentNumber: string
  nationality: string
  dateOfBirth: string | null
  sex: 'M' | 'F' | null
  expiry: string | null
  namesTruncated: boolean
  checkDigits: readonly { field: string; valid: boolean }[]
}

/** The reading of one side; plain data, sealed with the verification. `portrait` is a face embedding, never leaves the server. */
export type SideReading = {
  side: DocumentSide
  findings: readonly Finding[]
  /** Coded reason when this shot must be taken again. */
  problem: string | null
  mrz: MrzReading | null
  portrait: readonly number[] | null
  /** The rectified document as JPEG, base64, for the signer's own eyes and the identity proof. */
  image: string | null
}

/** `faces`: embeddings of neutral frontal frames, compared with the portrait; `frameHashes`: one text per run, by which a recording of it is recognised. */
export type SelfieReading = { findings: readonly Finding[]; faces: readonly (readonly number[])[]; frameHashes: readonly string[] }

export type Verdict = {
  outcome: 'passed' | 'failed'
  reason: string | null
  findings: readonly Finding[]
  matchScore: number | null
  mrz: MrzReading | null
}

export type IdentityAnalysis = {
  planMovement(): Movement
  /** `camera`: false when a test document will be used: then no models are made ready. */
  planChallenges(expect?: { camera: boolean }): readonly PlannedChallenge[]
  /**
   * `shownAt`: when the browser says it asked for the movement, on the frames' clock. `zoneOnOtherSide`: the side before already
   * showed a valid machine-readable zone (cards of format TD2 have it on the front).
   */
  readSide(input: {
    side: DocumentSide
    documentType: DocumentType
    country: string
    movement: Movement
    shownAt: number | null
    frames: readonly CameraFrame[]
    now: Date
    zoneOnOtherSide?: boolean
    /** Test mode: what the camera would have seen of a test document, read in place of the frames. Judged like any reading. */
    script?: CaptureScript | null
  }): Promise<SideReading>
  /** Called for each selfie step as soon as its frames are there, so that the verdict is quick; results are cached by verification. */
  warmSelfieStep(verification: string, challenge: PlannedChallenge, frames: readonly CameraFrame[]): void
  readSelfie(input: {
    verification: string
    challenges: readonly PlannedChallenge[]
    frames: readonly CameraFrame[]
    /** Perceptual hashes of frames of this person's earlier attempts, to recognise a replay. */
    earlierFrameHashes: readonly string[]
    script?: CaptureScript | null
  }): Promise<SelfieReading>
  decide(input: { documentType: DocumentType; country: string; sides: readonly SideReading[]; selfie: SelfieReading; now: Date }): Verdict
}
