// For tests: a person before a camera who follows a challenge plan, or something else that is held there, as uploaded frames.
import { random, toJpeg, type Image } from '@/e2e/camera/image'
import type { Pose } from '@/e2e/camera/faces/pose'
import { faceRenderer } from '@/e2e/camera/faces/render-face'
import { holderPortrait, strangerPortrait, type Portrait } from '@/e2e/camera/portrait/portrait'
import type { Frame } from '../frame'
import type { ChallengePlan, SelfieAction } from '../liveness/challenge'
import type { SelfieFrames } from '../liveness/step'

const FRAME_MS = 120
const REACTION_MS = 450
const RISE_MS = 500
const RELAXED = -0.9
const LEVELS = 8

// What the camera sees at a moment; `action` is what the screen asks for since `since` milliseconds (negative before).
export type Subject = (moment: { at: number; action: SelfieAction | 'look_straight'; since: number; holdMs: number }) => Promise<Image>

const poseOf = (action: SelfieAction, done: number): Pose => {
  switch (action) {
    case 'turn_left': return { smile: RELAXED, yaw: 30 * done }
    case 'turn_right': return { smile: RELAXED, yaw: -30 * done }
    case 'open_mouth': return { smile: RELAXED, open: done }
    case 'smile': return { smile: RELAXED + 1.2 * done }
  }
}

// Rises after the reaction, is held, and falls.
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

function moved(image: Image, dx: number, dy: number, noise: () => number): Image {
  const { width, height, channels, pixels } = image
  const out = new Uint8Array(pixels.length)
  const [right, down] = [Math.round(dx), Math.round(dy)]
  for (let y = 0; y < height; y++) {
    const row = Math.max(0, Math.min(height - 1, y - down)) * width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.max(0, Math.min(width - 1, x - right))) * channels
      const grain = (noise() - 0.5) * 14
      for (let channel = 0; channel < channels; channel++) {
        out[(y * width + x) * channels + channel] = Math.max(0, Math.min(255, (pixels[from + channel] ?? 0) + grain))
      }
    }
  }
  return { ...image, pixels: out }
}

// Follows what the screen asks, breathing and swaying a little; every seed sways differently.
export async function livePerson(who: 'holder' | 'stranger', seed: number): Promise<Subject> {
  const draw = renderer(await (who === 'holder' ? holderPortrait() : strangerPortrait()))
  const noise = random(seed)
  const phase = noise() * 6
  return async ({ at, action, since, holdMs }) => {
    const level = action === 'look_straight' ? 0 : Math.round(extent(since, holdMs) * LEVELS)
    const image = draw(action === 'look_straight' ? 'smile' : action, level)
    return moved(image, 4 * Math.sin(at / 700 + phase), 3 * Math.sin(at / 900 + phase), noise)
  }
}

// A photograph of the holder in a hand: it moves and trembles, and is looked at by a real sensor.
export async function heldPhotograph(seed: number): Promise<Subject> {
  const { photo } = await holderPortrait()
  const noise = random(seed)
  return async ({ at }) => moved(photo, 14 * Math.sin(at / 770), 9 * Math.sin(at / 590), noise)
}

// The same picture again and again, as an injected still gives it.
export async function frozenPicture(): Promise<Subject> {
  const { photo } = await holderPortrait()
  return async () => photo
}

export type Clip = readonly SelfieFrames[]

export type ClipTiming = {
  // Browser clock of the first frame, and how much later the server's clock reads.
  readonly start: number
  readonly apart: number
}

const LATENCY_MS = 90

// Plays the plan step by step. `film` may give the bytes of a frame itself (a replay) instead of the subject's picture.
export async function record(
  plan: ChallengePlan,
  subject: Subject,
  seed: number,
  { start, apart }: ClipTiming = { start: 5_000, apart: 1_700_000_000_000 },
  film?: (at: number) => Uint8Array,
): Promise<Clip> {
  const jitter = random(seed + 1000)
  const clip: SelfieFrames[] = []
  let now = start
  for (const { index, action, nonce, gapMs, holdMs } of plan.steps) {
    const revealedAt = now + gapMs
    const end = action === 'look_straight' ? now + 1_200 : revealedAt + REACTION_MS + 2 * RISE_MS + holdMs + 300
    const frames: Frame[] = []
    while (now < end) {
      const image = film ? null : await subject({ at: now, action, since: now - revealedAt, holdMs })
      const jpeg = image ? await toJpeg(image, 80) : (film?.(now) ?? new Uint8Array())
      frames.push({ seq: frames.length, capturedAt: now, receivedAt: now + apart + LATENCY_MS + jitter() * 30, nonce, jpeg })
      now += FRAME_MS + (jitter() - 0.5) * 20
    }
    clip.push({ index, action, nonce, revealedAt, servedAt: revealedAt + apart - 40, frames })
    now += 60
  }
  return clip
}

// The earlier clip's frames, shown again from its beginning: re-encoded, as a virtual camera would deliver them.
export function replayOf(clip: Clip, start: number, reencode: (jpeg: Uint8Array) => Uint8Array = (jpeg) => jpeg): (at: number) => Uint8Array {
  const frames = clip.flatMap((step) => step.frames)
  const [first] = frames
  return (at) => {
    const elapsed = at - start + (first?.capturedAt ?? 0)
    const shown = frames.findLast(({ capturedAt }) => capturedAt <= elapsed) ?? first
    return shown ? reencode(shown.jpeg) : new Uint8Array()
  }
}
