// One step of a video selfie as the analysis would have read it from the uploaded frames, by the script.
import { frameDigest, type CameraFrame } from '../frame'
import type { Embedding } from '../face/embedding'
import type { FaceMeasures } from '../face/measures'
import type { SelfieFrames, SelfieStepReading, Look } from '../liveness/step'
import { SCREEN_LIGHT_MS, SELFIE_ACTIONS, type SelfieAction } from '../../domain/capture'
import { tintOfLight } from '../liveness/screen-light'
import { holderFace, OTHER_FACE } from './faces'
import type { CaptureScript } from './script'

const AT_REST: FaceMeasures = {
  nose: 0.5,
  mouth: 0.2,
  smile: 0.58,
  nod: 0.5,
  eyes: 90,
  roll: 0,
  centre: [0.5, 0.5],
  light: 150,
  sharpness: 120,
  eyeLight: 0.8,
  confidence: 0.97,
}

// Clearly past what counts as done; an unmirrored picture has the person's own left on its right.
const DOING: Readonly<Record<SelfieAction, Partial<FaceMeasures>>> = {
  turn_left: { nose: 0.74 },
  turn_right: { nose: 0.26 },
  open_mouth: { mouth: 0.55 },
  smile: { smile: 0.76 },
}

const STANDS_OUT = { turn: 0.2, ahead: 0.07 }

// Part of the step's frames that lie before the action begins and after it ends.
const RISE = 0.25
const FALL = 0.75
// Until here the movement is half done.
const ON_ITS_WAY = 0.35

// `index`: the challenge's place in the run.
export function specimenStep(script: CaptureScript, film: SelfieFrames, index: number): SelfieStepReading {
  const { kind, nonce, shownAt, revealedAt, frames } = film
  const { fault } = script
  const me = holderFace(script.matchScore)
  const later = kind !== 'neutral'
  const who: Embedding = fault === 'FACE_CHANGED' && later ? OTHER_FACE : me
  return {
    nonce,
    shownAt,
    revealedAt,
    lights: film.lights,
    clock: clockOf(script, frames, revealedAt),
    unreadableFrames: 0,
    looks: frames.map((frame, at) => ({
      ...lookAt(script, frame, at, frames.length, done(script, kind, index)),
      tint: tintAt(film, frame.capturedAt),
      print: null,
    })),
    digests: frames.map((frame) => digestOf(script, frame)),
    neutral: (later ? frames.slice(0, 1) : frames.slice(0, 3)).map(({ seq }) => ({ seq, embedding: who })),
    moving: later ? [who] : [],
    relief: kind === 'turn_left' || kind === 'turn_right' ? [STANDS_OUT] : [],
  }
}

// Each frame arrives a moment after it was captured, as from a camera; two minutes later where the script says so.
function clockOf({ fault }: CaptureScript, frames: readonly CameraFrame[], revealedAt: number): SelfieStepReading['clock'] {
  const late = fault === 'LIVENESS_TIMING' ? 120_000 : 120
  const from = frames[0]?.capturedAt ?? 0
  return frames.map(({ capturedAt }) => ({ captured: capturedAt, received: revealedAt + capturedAt - from + late }))
}

// The action that the face makes in this step.
function done({ fault }: CaptureScript, kind: SelfieFrames['kind'], index: number): SelfieAction | null {
  if (kind === 'neutral' || fault === 'LIVENESS_NO_MOVEMENT') return null
  // The first movement is left out, or another is made.
  if (index === 1 && fault === 'LIVENESS_CHALLENGE_MISSED') return null
  if (index === 1 && fault === 'LIVENESS_CHALLENGE_MISMATCH') return SELFIE_ACTIONS.find((other) => other !== kind) ?? null
  return kind
}

function lookAt(
  { fault }: CaptureScript,
  { seq, capturedAt }: CameraFrame,
  at: number,
  count: number,
  action: SelfieAction | null,
): Omit<Look, 'tint' | 'print'> {
  // The face is missing in every second frame. It is there in the first, because without a resting face nothing could be judged.
  if (fault === 'FACE_NOT_FOUND' && at % 2 === 1) return { seq, at: capturedAt, faces: 0, second: 0, face: null }
  const part = count < 2 ? 0 : at / (count - 1)
  const moving = action !== null && (part > RISE || fault === 'LIVENESS_TOO_EARLY') && part < FALL
  const onItsWay = part > RISE && part < ON_ITS_WAY
  const face = {
    ...AT_REST,
    ...(moving ? (onItsWay ? halfDone(action) : DOING[action]) : {}),
    ...(fault === 'FACE_TOO_FAR' ? { eyes: 18 } : {}),
    ...(fault === 'FACE_TOO_DARK' ? { light: 22 } : {}),
    ...(fault === 'FACE_COVERED' ? { eyeLight: 0.2 } : {}),
  }
  return fault === 'FACE_MULTIPLE'
    ? { seq, at: capturedAt, faces: 2, second: 0.9, face }
    : { seq, at: capturedAt, faces: 1, second: 0, face }
}

const halfDone = (action: SelfieAction): Partial<FaceMeasures> =>
  Object.fromEntries(Object.entries(DOING[action]).map(([measure, most]) => [measure, (AT_REST[measure as 'nose'] + (most as number)) / 2]))

// A fifth of what the screen shines is seen on the face, less at its sides and beside it.
function tintAt({ lights, shownAt }: SelfieFrames, at: number): Look['tint'] {
  const light = lights?.[Math.floor((at - shownAt) / SCREEN_LIGHT_MS)]
  if (!light) return { skin: [0, 0], sides: [0, 0], beside: [0, 0] }
  const [red, blue] = tintOfLight(light)
  return { skin: [red / 5, blue / 5], sides: [red / 8, blue / 8], beside: [red / 12, blue / 12] }
}

// A recording shows the same frame again and again.
const digestOf = ({ fault }: CaptureScript, { jpeg }: CameraFrame): string =>
  frameDigest(fault === 'LIVENESS_REPLAY' ? Buffer.alloc(0) : jpeg).slice(0, 16)
