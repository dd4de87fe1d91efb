// Reads one step of the video selfie: what the face did on the frames that decide, who it was, and what each frame looked like.
import { createHmac } from 'node:crypto'
import type { ScreenLight, SelfieChallenge } from '../../domain/capture'
import { decodedAhead } from '../engine/ahead'
import type { RgbImage } from '../engine/image'
import type { CameraFrame } from '../frame'
import { embedFace, embedFaceOnce, type Embedding } from '../face/embedding'
import { findFaces, type Face } from '../face/landmarks'
import { measureFace, type FaceMeasures } from '../face/measures'
import { measureRelief, type Relief } from './relief'
import { pixelDigest, scenePrint } from './scene-print'
import { measureTint, type Tint } from './tint'
import type { PlannedChallenge } from './challenge'

export type SelfieFrames = {
  readonly kind: SelfieChallenge
  readonly nonce: string
  // When the browser showed the action, on the frames' capture clock; for neutral the beginning of the step.
  readonly shownAt: number
  // When the server gave the action out, on its own clock.
  readonly revealedAt: number
  // The colours of the screen from showing the action on; null for a person whom changing light hurts.
  readonly lights: readonly ScreenLight[] | null
  // Of the installation: fingerprints and digests of scenes are made under it.
  readonly sceneKey: string
  readonly frames: readonly CameraFrame[]
}

// The film of one challenge, out of the frames of a run.
export function selfieFilm(
  { kind, nonce, shownAt, revealedAt, lights }: PlannedChallenge,
  run: readonly CameraFrame[],
  sceneKey: string,
): SelfieFrames {
  const frames = run.filter((frame) => frame.nonce === nonce)
  // The page films from the moment it shows what to do; a slow camera's first picture comes later than that.
  return {
    kind,
    nonce,
    frames,
    sceneKey,
    lights: lights ?? null,
    shownAt: shownAt ?? frames[0]?.capturedAt ?? 0,
    revealedAt: revealedAt ?? 0,
  }
}

export type Look = {
  readonly seq: number
  readonly at: number
  // Faces in the frame; `second` is the size of the second against the first.
  readonly faces: number
  readonly second: number
  readonly face: FaceMeasures | null
  readonly tint: Tint | null
  // The fingerprint of the scene around the face.
  readonly print: string | null
}

export type SelfieStepReading = {
  readonly nonce: string
  readonly shownAt: number
  readonly revealedAt: number
  readonly lights: readonly ScreenLight[] | null
  // When each frame was captured and when it arrived, in order.
  readonly clock: readonly { readonly captured: number; readonly received: number }[]
  readonly unreadableFrames: number
  readonly looks: readonly Look[]
  // Keyed digests of the pixels of each frame: bytes may be appended to a file, and comments changed.
  readonly digests: readonly string[]
  // Faces looking straight at the camera, at rest, best first; and faces of the whole step, most of them in movement.
  readonly neutral: readonly { readonly seq: number; readonly embedding: Embedding }[]
  readonly moving: readonly Embedding[]
  // Of a step that asks for a turn: how far the nose stands out.
  readonly relief: readonly Relief[]
}

const LOOK_SIDE = 640
// How many frames are looked at, because landmarks take 50 to 75 ms a frame; how many of these are from before the action was shown; and how
// many more where the face changed most between two looks, so that the way of a movement is seen and not only its ends.
const LOOKS = 15
const LOOKS_BEFORE = 3
const LOOKS_BETWEEN = 6
// How many faces of a step are compared, because an embedding takes 40 ms, or twice as long with its mirror image: at rest in the first step and
// in each other; of the other looks that are well into the movement that was asked for; and of all others.
const [RESTING_FIRST, RESTING] = [3, 2]
const [WELL_INTO_IT, ANYWHERE] = [2, 1]

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, at) => items[Math.round((at * (items.length - 1)) / (count - 1))]).filter(
    (item) => item !== undefined,
  )
}

type Picture = { readonly frame: CameraFrame; readonly image: RgbImage }

function decidingPictures(pictures: readonly Picture[], shownAt: number): Picture[] {
  const before = spread(
    pictures.filter(({ frame }) => frame.capturedAt < shownAt),
    LOOKS_BEFORE,
  )
  const after = pictures.filter(({ frame }) => frame.capturedAt >= shownAt)
  return [...before, ...spread(after, LOOKS - before.length)]
}

// The unseen picture in the middle of the two looks between which the face changed most; null when every change was seen.
function betweenLooks(pictures: readonly Picture[], seen: readonly Seen[]): Picture | null {
  const gaps = seen.slice(1).flatMap(({ look }, at) => {
    const before = seen[at]?.look
    const unseen = before ? pictures.filter(({ frame: { seq } }) => seq > before.seq && seq < look.seq) : []
    const middle = unseen[unseen.length >> 1]
    return before?.face && look.face && middle ? [{ middle, change: changeBetween(before.face, look.face) }] : []
  })
  return gaps.sort((a, b) => b.change - a.change)[0]?.middle ?? null
}

const changeBetween = (a: FaceMeasures, b: FaceMeasures): number =>
  Math.abs(a.nose - b.nose) * 4 + Math.abs(a.mouth - b.mouth) + Math.abs(a.smile - b.smile) * 3

type Seen = { readonly look: Look; readonly image: RgbImage; readonly face: Face | null }

async function lookAt({ frame, image }: Picture, sceneKey: string): Promise<Seen> {
  const faces = (await findFaces(image)).filter(({ confidence }) => confidence >= 0.4)
  const [face = null, other] = faces
  const second = face && other ? other.box.height / face.box.height : 0
  const look = {
    seq: frame.seq,
    at: frame.capturedAt,
    faces: faces.length,
    second,
    face: face && measureFace(image, face),
    tint: face && measureTint(image, face),
    print: face && scenePrint(image, face.landmarks, sceneKey),
  }
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

// How far a face is into the movement that is asked for, on a scale of its own: 0 where it looks straight ahead, mouth shut.
function extentOf(kind: SelfieChallenge, { look: { face } }: Seen): number {
  if (face === null) return -Infinity
  if (kind === 'turn_left' || kind === 'turn_right') return (face.nose - 0.5) * (kind === 'turn_left' ? 1 : -1)
  return kind === 'open_mouth' ? face.mouth : kind === 'smile' ? face.smile : 0
}

// The looks in an order that nobody knows who has not the installation's key: were the compared faces chosen by how they look alone, a film could
// show the holder in the few pictures that are chosen, and somebody else in all others.
function inKeyedOrder(seen: readonly Seen[], { sceneKey, nonce }: SelfieFrames): Seen[] {
  const placed = seen.map((each) => ({ each, place: createHmac('sha256', sceneKey).update(`${nonce} ${each.look.seq}`).digest('hex') }))
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ each }) => each)
}

// The faces of a step that are compared beside those at rest: the one that moved most, the one furthest into what was asked for, and a few that
// nobody can foresee, from the movement and from the whole step.
function movingLooks(seen: readonly Seen[], resting: readonly Seen[], film: SelfieFrames): Seen[] {
  const extent = (each: Seen) => extentOf(film.kind, each)
  const faces = seen.filter(({ look }) => look.face !== null && look.at >= film.shownAt)
  const [most, furthest] = [activity, extent].map((measure) => [...faces].sort((a, b) => measure(b) - measure(a))[0])
  const taken = new Set([most, furthest].flatMap((each) => each ?? []))
  const extents = faces.map(extent)
  const half = (Math.max(...extents) + Math.min(...extents)) / 2
  const others = inKeyedOrder(faces, film).filter((each) => !taken.has(each) && !resting.includes(each))
  for (const each of others.filter((other) => extent(other) >= half).slice(0, WELL_INTO_IT)) taken.add(each)
  for (const each of others.filter((other) => !taken.has(other)).slice(0, ANYWHERE)) taken.add(each)
  return [...taken]
}

// The looks at a face at rest. In a step with an action these are the ones until just after it was shown, and the last two.
function restingLooks(seen: readonly Seen[], { kind, shownAt }: SelfieFrames): Seen[] {
  const calm = kind === 'neutral' ? seen : seen.filter(({ look }, at) => look.at < shownAt + 300 || at >= seen.length - 2)
  const straight = calm.filter(({ look: { face } }) => face !== null && Math.abs(face.nose - 0.5) < 0.14 && face.mouth < 0.4)
  return straight.sort((a, b) => frontality(b) - frontality(a))
}

// The straightest of them, which the document is compared with best, and others that nobody can foresee.
function comparedAtRest(seen: readonly Seen[], film: SelfieFrames): Seen[] {
  const [best, ...others] = restingLooks(seen, film)
  const count = film.kind === 'neutral' ? RESTING_FIRST : RESTING
  return best ? [best, ...inKeyedOrder(others, film).slice(0, count - 1)] : []
}

const asTurned = ({ image, face, look }: Seen) => (face && look.face ? [{ image, landmarks: face.landmarks, nose: look.face.nose }] : [])

function reliefOf(seen: readonly Seen[], rest: Seen | undefined): Relief[] {
  const [ahead] = rest ? asTurned(rest) : []
  return ahead ? measureRelief(ahead, seen.flatMap(asTurned)) : []
}

async function pictured(frames: readonly CameraFrame[]): Promise<Picture[]> {
  const pictures: Picture[] = []
  for await (const { frame, image } of decodedAhead(frames, LOOK_SIDE)) if (image) pictures.push({ frame, image })
  return pictures
}

export async function analyseSelfieStep(input: SelfieFrames): Promise<SelfieStepReading> {
  const { kind, nonce, shownAt, revealedAt, lights, sceneKey, frames } = input
  const readable = await pictured(frames)
  const seen: Seen[] = []
  for (const picture of decidingPictures(readable, shownAt)) seen.push(await lookAt(picture, sceneKey))
  for (let more = kind === 'neutral' ? 0 : LOOKS_BETWEEN; more > 0; more--) {
    const picture = betweenLooks(readable, seen)
    if (!picture) break
    seen.push(await lookAt(picture, sceneKey))
    seen.sort((a, b) => a.look.seq - b.look.seq)
  }
  const resting = comparedAtRest(seen, input)
  const neutral: { seq: number; embedding: Embedding }[] = []
  for (const { look, image, face } of resting) {
    if (face) neutral.push({ seq: look.seq, embedding: await embedFace(image, face.landmarks) })
  }
  const moving: Embedding[] = []
  for (const { image, face } of kind === 'neutral' ? [] : movingLooks(seen, resting, input)) {
    if (face) moving.push(await embedFaceOnce(image, face.landmarks))
  }
  return {
    nonce,
    shownAt,
    revealedAt,
    lights,
    clock: frames.map(({ capturedAt, receivedAt }) => ({ captured: capturedAt, received: receivedAt })),
    unreadableFrames: frames.length - readable.length,
    looks: seen.map(({ look }) => look),
    digests: readable.map(({ image }) => pixelDigest(image, sceneKey)),
    neutral,
    moving,
    relief: kind === 'turn_left' || kind === 'turn_right' ? reliefOf(seen, resting[0]) : [],
  }
}
