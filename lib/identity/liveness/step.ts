// Reads one step of the video selfie: what the face did on the frames that decide, who it was, and what each frame looked like.
import type { SelfieChallenge } from '../../domain/capture'
import { decodeFrame, UnreadableFrame, type RgbImage } from '../engine/image'
import { frameDigest, type CameraFrame } from '../frame'
import { embedFace, type Embedding } from '../face/embedding'
import { findFaces, type Face } from '../face/landmarks'
import { measureFace, type FaceMeasures } from '../face/measures'
import { fingerprint } from './fingerprint'
import type { PlannedChallenge } from './challenge'

export type SelfieFrames = {
  readonly kind: SelfieChallenge
  readonly nonce: string
  // When the browser showed the action, on the frames' capture clock; for neutral the beginning of the step.
  readonly shownAt: number
  // When the server gave the action out, on its own clock.
  readonly revealedAt: number
  readonly frames: readonly CameraFrame[]
}

// The film of one challenge, out of the frames of a run.
export function selfieFilm({ kind, nonce, shownAt, revealedAt }: PlannedChallenge, run: readonly CameraFrame[]): SelfieFrames {
  const frames = run.filter((frame) => frame.nonce === nonce)
  // The page films from the moment it shows what to do; a slow camera's first picture comes later than that.
  return { kind, nonce, frames, shownAt: shownAt ?? frames[0]?.capturedAt ?? 0, revealedAt: revealedAt ?? 0 }
}

export type Look = {
  readonly seq: number
  readonly at: number
  // Faces in the frame; `second` is the size of the second against the first.
  readonly faces: number
  readonly second: number
  readonly face: FaceMeasures | null
}

type FramePrint = { readonly seq: number; readonly at: number; readonly digest: string; readonly print: string }

export type SelfieStepReading = {
  readonly nonce: string
  readonly shownAt: number
  readonly revealedAt: number
  // When each frame was captured and when it arrived, in order.
  readonly clock: readonly { readonly captured: number; readonly received: number }[]
  readonly unreadableFrames: number
  readonly looks: readonly Look[]
  readonly prints: readonly FramePrint[]
  // Faces looking straight at the camera, at rest, best first; and the one furthest into the action.
  readonly neutral: readonly { readonly seq: number; readonly embedding: Embedding }[]
  readonly active: Embedding | null
}

const LOOK_SIDE = 640
// How many frames are looked at, because landmarks take 50 to 75 ms a frame; and how many of these are from before the action was shown.
const LOOKS = 15
const LOOKS_BEFORE = 3
const NEUTRAL_FIRST = 3

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, at) => items[Math.round((at * (items.length - 1)) / (count - 1))]).filter(
    (item) => item !== undefined,
  )
}

function decidingFrames(frames: readonly CameraFrame[], shownAt: number): CameraFrame[] {
  const before = spread(
    frames.filter(({ capturedAt }) => capturedAt < shownAt),
    LOOKS_BEFORE,
  )
  const after = frames.filter(({ capturedAt }) => capturedAt >= shownAt)
  return [...before, ...spread(after, LOOKS - before.length)]
}

type Seen = { readonly look: Look; readonly image: RgbImage; readonly face: Face | null }

async function lookAt(frame: CameraFrame): Promise<Seen> {
  const image = await decodeFrame(frame.jpeg, LOOK_SIDE)
  const faces = (await findFaces(image)).filter(({ confidence }) => confidence >= 0.4)
  const [face = null, other] = faces
  const second = face && other ? other.box.height / face.box.height : 0
  const look = { seq: frame.seq, at: frame.capturedAt, faces: faces.length, second, face: face && measureFace(image, face) }
  return { look, image, face }
}

// How well a face can be compared: straight, mouth shut, sharp. In measurements, grimaces made the largest distances between pictures of
// the same person.
const frontality = ({ look: { face } }: Seen): number =>
  face === null
    ? -Infinity
    : -Math.abs(face.nose - 0.5) * 10 - face.mouth * 2 - Math.abs(face.roll) / 20 + Math.min(1, face.sharpness / 200)

// How far a face is from looking straight ahead at rest, whichever way.
const activity = ({ look: { face } }: Seen): number => (face === null ? -Infinity : Math.abs(face.nose - 0.5) * 4 + face.mouth + face.smile)

// The looks at a face at rest. In a step with an action these are the ones until just after it was shown, and the last two.
function restingLooks(seen: readonly Seen[], { kind, shownAt }: SelfieFrames): Seen[] {
  const calm = kind === 'neutral' ? seen : seen.filter(({ look }, at) => look.at < shownAt + 300 || at >= seen.length - 2)
  const straight = calm.filter(({ look: { face } }) => face !== null && Math.abs(face.nose - 0.5) < 0.14 && face.mouth < 0.4)
  return straight.sort((a, b) => frontality(b) - frontality(a))
}

async function embed({ image, face }: Seen): Promise<Embedding | null> {
  return face && embedFace(image, face.landmarks)
}

async function printsOf(frames: readonly CameraFrame[]): Promise<{ prints: FramePrint[]; unreadable: number }> {
  const prints: FramePrint[] = []
  let unreadable = 0
  for (const frame of frames) {
    try {
      const print = await fingerprint(frame.jpeg)
      prints.push({ seq: frame.seq, at: frame.capturedAt, digest: frameDigest(frame.jpeg), print })
    } catch (error) {
      if (!(error instanceof UnreadableFrame)) throw error
      unreadable++
    }
  }
  return { prints, unreadable }
}

export async function analyseSelfieStep(input: SelfieFrames): Promise<SelfieStepReading> {
  const { kind, nonce, shownAt, revealedAt, frames } = input
  const { prints, unreadable } = await printsOf(frames)
  const readable = new Set(prints.map(({ seq }) => seq))
  const seen: Seen[] = []
  for (const frame of decidingFrames(
    frames.filter(({ seq }) => readable.has(seq)),
    shownAt,
  )) {
    seen.push(await lookAt(frame))
  }
  const wanted = restingLooks(seen, input).slice(0, kind === 'neutral' ? NEUTRAL_FIRST : 1)
  const neutral: { seq: number; embedding: Embedding }[] = []
  for (const each of wanted) {
    const embedding = await embed(each)
    if (embedding) neutral.push({ seq: each.look.seq, embedding })
  }
  const after = seen.filter(({ look }) => look.at >= shownAt)
  const [most] = kind === 'neutral' ? [] : [...after].sort((a, b) => activity(b) - activity(a))
  return {
    nonce,
    shownAt,
    revealedAt,
    clock: frames.map(({ capturedAt, receivedAt }) => ({ captured: capturedAt, received: receivedAt })),
    unreadableFrames: unreadable,
    looks: seen.map(({ look }) => look),
    prints,
    neutral,
    active: most ? await embed(most) : null,
  }
}
