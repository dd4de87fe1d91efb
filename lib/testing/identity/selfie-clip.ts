// For tests: the frames of a video selfie as they are uploaded, of a person who follows the plan of challenges or of an attack.
import type { SelfieAction, SelfieChallenge } from '../../domain/capture'
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { random, toJpeg, type Image } from '@/lib/testing/camera/image'
import type { Pose } from '@/lib/testing/camera/faces/pose'
import { faceRenderer } from '@/lib/testing/camera/faces/render-face'
import { holderPortrait, strangerPortrait, type Portrait } from '@/lib/testing/camera/portrait/portrait'
import type { CameraFrame } from '../../identity/frame'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieFrames } from '../../identity/liveness/step'
import { sensor, type Grain } from './grain'

const FRAME_MS = 160
const REACTION_MS = 450
const RISE_MS = 500
const RELAXED = -0.9
const LEVELS = 8

// `kind` is what the screen asks for, and `since` for how many milliseconds; negative before it asks.
type Moment = {
  readonly at: number
  readonly kind: SelfieChallenge
  readonly since: number
  readonly holdMs: number
}

// What is before the camera. `begin` gives what is seen moment by moment, in their order, as JPEG.
export type Subject = {
  // The name under which its pictures are kept between runs, because drawing them takes long; null where nothing is drawn.
  readonly drawnAs: string | null
  readonly begin: () => Promise<(moment: Moment) => Promise<Uint8Array>>
}

const poseOf = (action: SelfieAction, done: number): Pose => {
  switch (action) {
    case 'turn_left':
      return { smile: RELAXED, yaw: 30 * done }
    case 'turn_right':
      return { smile: RELAXED, yaw: -30 * done }
    case 'open_mouth':
      return { smile: RELAXED, open: done }
    case 'smile':
      return { smile: RELAXED + 1.2 * done }
  }
}

// How far the movement is done, 0 to 1: it rises after the reaction, is held, and falls.
function extent(since: number, holdMs: number): number {
  const into = since - REACTION_MS
  const out = REACTION_MS + RISE_MS + holdMs + 200 - since
  return Math.max(0, Math.min(1, into / RISE_MS, 1 + out / RISE_MS))
}

function renderer(portrait: Portrait): (action: SelfieAction, level: number) => Image {
  const draw = faceRenderer(portrait)
  const drawn = new Map<string, Image>()
  return (action, level) => {
    const key = level === 0 ? 'rest' : `${action}:${level}`
    const image = drawn.get(key) ?? draw(poseOf(action, level / LEVELS))
    drawn.set(key, image)
    return image
  }
}

function moved(image: Image, dx: number, dy: number, grain: Grain): Image {
  const { width, height, channels, pixels } = image
  const out = new Uint8Array(pixels.length)
  const [right, down] = [Math.round(dx), Math.round(dy)]
  for (let y = 0; y < height; y++) {
    const row = Math.max(0, Math.min(height - 1, y - down)) * width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.max(0, Math.min(width - 1, x - right))) * channels
      const lighter = grain(y * width + x) * 14
      for (let channel = 0; channel < channels; channel++) {
        out[(y * width + x) * channels + channel] = Math.max(0, Math.min(255, (pixels[from + channel] ?? 0) + lighter))
      }
    }
  }
  return { ...image, pixels: out }
}

const portraits = { holder: holderPortrait, stranger: strangerPortrait }
const renderers = new Map<keyof typeof portraits, Promise<ReturnType<typeof renderer>>>()

// Draws each pose of a person once.
function rendererOf(who: keyof typeof portraits): Promise<ReturnType<typeof renderer>> {
  const found = renderers.get(who) ?? portraits[who]().then(renderer)
  renderers.set(who, found)
  return found
}

const photographed = (image: Image): Promise<Uint8Array> => toJpeg(image, 80)

// Follows what the screen asks, breathing and swaying a little; every seed sways differently.
export const livePerson = (who: 'holder' | 'stranger', seed: number): Subject => ({
  drawnAs: `${who} ${seed}`,
  begin: async () => {
    const draw = await rendererOf(who)
    const grain = sensor(seed)
    const phase = random(seed)() * 6
    return async ({ at, kind, since, holdMs }) => {
      const level = kind === 'neutral' ? 0 : Math.round(extent(since, holdMs) * LEVELS)
      const image = draw(kind === 'neutral' ? 'smile' : kind, level)
      return photographed(moved(image, 4 * Math.sin(at / 700 + phase), 3 * Math.sin(at / 900 + phase), grain()))
    }
  },
})

// A photograph of the holder in a hand: it moves and trembles, and is looked at by a real sensor.
export const heldPhotograph = (seed: number): Subject => ({
  drawnAs: `photograph ${seed}`,
  begin: async () => {
    const { photo } = await holderPortrait()
    const grain = sensor(seed)
    return async ({ at }) => photographed(moved(photo, 14 * Math.sin(at / 770), 9 * Math.sin(at / 590), grain()))
  },
})

// The same picture again and again, as an injected still gives it.
export const frozenPicture = (): Subject => ({
  drawnAs: null,
  begin: async () => {
    const picture = await photographed((await holderPortrait()).photo)
    return async () => picture
  },
})

// The earlier clip's frames, shown again from its beginning: re-encoded, as a virtual camera would deliver them.
export function replayOf(clip: Clip, start: number, reencode: (jpeg: Uint8Array) => Promise<Uint8Array> = async (jpeg) => jpeg): Subject {
  const frames = clip.flatMap((step) => step.frames)
  const [first] = frames
  if (!first) throw new RangeError('a clip without frames')
  return {
    drawnAs: null,
    begin:
      async () =>
      async ({ at }) => {
        const elapsed = at - start + first.capturedAt
        return reencode((frames.findLast(({ capturedAt }) => capturedAt <= elapsed) ?? first).jpeg)
      },
  }
}

// A short plan: straight ahead, then these.
export const planOf = (...actions: SelfieAction[]): readonly PlannedChallenge[] => [
  { kind: 'neutral', nonce: 'nonce-0', gapMs: 0, holdMs: 1_000, deadlineMs: 6_000 },
  ...actions.map((kind, at) => ({ kind, nonce: `nonce-${at + 1}`, gapMs: 600 + at * 70, holdMs: 700, deadlineMs: 6_000 })),
]

export type Clip = readonly SelfieFrames[]

export type ClipTiming = {
  // The browser's clock at the first frame, and by how much the server's clock is ahead of it.
  readonly start: number
  readonly apart: number
}

const LATENCY_MS = 90

// Plays the plan step by step, however long the drawing takes: the clock of the clip is its own.
export async function record(
  plan: readonly PlannedChallenge[],
  subject: Subject,
  seed: number,
  { start, apart }: ClipTiming = { start: 5_000, apart: 1_700_000_000_000 },
): Promise<Clip> {
  const jitter = random(seed + 1000)
  const moments: Moment[] = []
  const steps: (Omit<SelfieFrames, 'frames'> & { frames: Omit<CameraFrame, 'jpeg'>[] })[] = []
  let now = start
  for (const { kind, nonce, gapMs, holdMs } of plan) {
    const shownAt = now + gapMs
    const end = kind === 'neutral' ? now + 1_200 : shownAt + REACTION_MS + 2 * RISE_MS + holdMs + 300
    const frames: Omit<CameraFrame, 'jpeg'>[] = []
    while (now < end) {
      moments.push({ at: now, kind, since: now - shownAt, holdMs })
      frames.push({ seq: frames.length, capturedAt: now, receivedAt: now + apart + LATENCY_MS + jitter() * 30, nonce })
      now += FRAME_MS + (jitter() - 0.5) * 20
    }
    steps.push({ kind, nonce, shownAt, revealedAt: shownAt + apart - 40, frames })
    now += 60
  }
  const pictures = (await seen(subject, moments)).values()
  return steps.map((step) => ({
    ...step,
    frames: step.frames.map((frame) => ({ ...frame, jpeg: pictures.next().value ?? new Uint8Array() })),
  }))
}

async function seen({ drawnAs, begin }: Subject, moments: readonly Moment[]): Promise<readonly Uint8Array[]> {
  const all = async () => {
    const see = await begin()
    const pictures: Uint8Array[] = []
    for (const moment of moments) pictures.push(await see(moment))
    return pictures
  }
  return drawnAs === null ? all() : keptFrames(['selfie', drawnAs, moments], async () => (await all()).map((jpeg) => Buffer.from(jpeg)))
}
