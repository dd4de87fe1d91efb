// For tests: the frames of a video selfie as they are uploaded, of a person who follows the plan of challenges or of an attack.
import { SCREEN_LIGHT_MS, SCREEN_LIGHTS, type ScreenLight, type SelfieAction, type SelfieChallenge } from '../../domain/capture'
import sharp from 'sharp'
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { random, toJpeg, type Image } from '@/lib/testing/camera/image'
import type { Pose } from '@/lib/testing/camera/faces/pose'
import { faceRenderer } from '@/lib/testing/camera/faces/render-face'
import { holderPortrait, strangerPortrait, type Portrait } from '@/lib/testing/camera/portrait/portrait'
import type { CameraFrame } from '../../identity/frame'
import type { PlannedChallenge } from '../../identity/liveness/challenge'
import type { SelfieFrames } from '../../identity/liveness/step'
import { wearing, type Worn } from '@/lib/testing/camera/portrait/wearing'
import { litBy } from '@/lib/testing/camera/scenes/screen-light'
import { sensor, type Grain } from './grain'

const FRAME_MS = 160
const REACTION_MS = 450
const RISE_MS = 500
export const RELAXED = -0.9
const LEVELS = 8

// `kind` is what the screen asks for, and `since` for how many milliseconds, negative before it asks; `light` the colour in which it shines.
export type Moment = {
  readonly at: number
  readonly kind: SelfieChallenge
  readonly since: number
  readonly holdMs: number
  readonly light: ScreenLight | null
}

// What is before the camera. `begin` gives what is seen moment by moment, in their order, as JPEG.
export type Subject = {
  // The name under which its pictures are kept between runs, because drawing them takes long; null where nothing is drawn.
  readonly drawnAs: string | null
  readonly begin: () => Promise<(moment: Moment) => Promise<Uint8Array>>
}

// How a person sits and moves today: nobody sits in the same place twice, or turns as far.
type Habit = { readonly dx: number; readonly dy: number; readonly far: number }

function habitOf(seed: number): Habit {
  const next = random(seed * 31 + 7)
  return { dx: (next() - 0.5) * 36, dy: (next() - 0.5) * 20, far: 0.9 + next() * 0.25 }
}

const poseOf = (action: SelfieAction, done: number, { dx, dy, far }: Habit): Pose => {
  switch (action) {
    case 'turn_left':
      return { smile: RELAXED, dx, dy, yaw: 30 * far * done }
    case 'turn_right':
      return { smile: RELAXED, dx, dy, yaw: -30 * far * done }
    case 'open_mouth':
      return { smile: RELAXED, dx, dy, open: far * done }
    case 'smile':
      return { smile: RELAXED + 1.2 * far * done, dx, dy }
  }
}

// How far the movement is done, 0 to 1: it rises after the reaction, is held, and falls.
export function extent(since: number, holdMs: number): number {
  const into = since - REACTION_MS
  const out = REACTION_MS + RISE_MS + holdMs + 200 - since
  return Math.max(0, Math.min(1, into / RISE_MS, 1 + out / RISE_MS))
}

function renderer(portrait: Portrait, habit: Habit): (action: SelfieAction, level: number) => Image {
  const draw = faceRenderer(portrait)
  const drawn = new Map<string, Image>()
  return (action, level) => {
    const key = level === 0 ? 'rest' : `${action}:${level}`
    const image = drawn.get(key) ?? draw(poseOf(action, level / LEVELS, habit))
    drawn.set(key, image)
    return image
  }
}

export function moved(image: Image, dx: number, dy: number, grain: Grain): Image {
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
const renderers = new Map<string, Promise<ReturnType<typeof renderer>>>()

// Draws each pose of a person, as they sit in this run, once.
function rendererOf(who: keyof typeof portraits, seed: number, worn: Worn): Promise<ReturnType<typeof renderer>> {
  const key = `${who} ${seed} ${worn}`
  const found = renderers.get(key) ?? portraits[who]().then((portrait) => renderer(wearing(portrait, worn), habitOf(seed)))
  renderers.set(key, found)
  return found
}

export const photographed = (image: Image): Promise<Uint8Array> => toJpeg(image, 80)

// The light in which a person is seen, moment by moment; `strength` is that of the screen against a lit room.
export type Lit = { readonly by: (moment: Moment) => ScreenLight | null; readonly strength: number; readonly name: string }

const BY_THE_SCREEN: Lit = { by: ({ light }) => light, strength: 1, name: 'screen' }

// A person as they are dressed and lit: `shade` darkens the picture that was drawn.
type Look = {
  readonly lit?: Lit
  readonly steps?: number
  readonly worn?: Worn
  readonly shade?: (x: number) => number
  readonly name?: string
}

function shaded(image: Image, shade: (x: number) => number): Image {
  const { width, channels } = image
  return { ...image, pixels: image.pixels.map((value, at) => Math.min(255, value * shade((Math.floor(at / channels) % width) / width))) }
}

// Follows what the screen asks, breathing and swaying a little; every seed sits, sways and moves differently. `steps`: how many stages of a
// movement are seen.
export const livePerson = (
  who: 'holder' | 'stranger',
  seed: number,
  { lit = BY_THE_SCREEN, steps = LEVELS, worn = 'plain', shade, name = '' }: Look = {},
): Subject => ({
  drawnAs: `${who} ${seed} ${lit.name} ${lit.strength} ${steps} ${worn} ${name}`,
  begin: async () => {
    const draw = await rendererOf(who, seed, worn)
    const grain = sensor(seed)
    const phase = random(seed)() * 6
    return async (moment) => {
      const { at, kind, since, holdMs } = moment
      const level = kind === 'neutral' ? 0 : (Math.round(extent(since, holdMs) * steps) * LEVELS) / steps
      const image = draw(kind === 'neutral' ? 'smile' : kind, level)
      const swaying = moved(image, 4 * Math.sin(at / 700 + phase), 3 * Math.sin(at / 900 + phase), grain())
      const seen = litBy(lit.by(moment), swaying, lit.strength)
      return photographed(shade ? shaded(seen, shade) : seen)
    }
  },
})

export function altered({ drawnAs, begin }: Subject, name: string, alter: (jpeg: Uint8Array) => Promise<Uint8Array>): Subject {
  return {
    drawnAs: `${drawnAs} ${name}`,
    begin: async () => {
      const see = await begin()
      return async (moment) => alter(await see(moment))
    },
  }
}

const [WIDE, HIGH] = [640, 480]
const NEARER = 1.2

// Before a phone that is held upright and near: less is seen to both sides.
export const beforePhone = (subject: Subject): Subject =>
  altered(subject, `upright ${NEARER}`, (jpeg) => {
    const height = HIGH / NEARER
    const width = (HIGH / WIDE) * height
    return sharp(jpeg)
      .extract({ left: (WIDE - width) / 2, top: (HIGH - height) / 2, width, height })
      .resize(HIGH, WIDE)
      .jpeg({ quality: 80 })
      .toBuffer()
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

const LIGHTS = Object.keys(SCREEN_LIGHTS) as ScreenLight[]

// Colours of one step of a plan; `seed` says which.
export function lightsOf(seed: number): ScreenLight[] {
  const next = random(seed * 17 + 3)
  const lights: ScreenLight[] = []
  while (lights.length < 12) {
    const others = LIGHTS.filter((light) => light !== lights.at(-1))
    lights.push(others[Math.floor(next() * others.length)] ?? 'sky')
  }
  return lights
}

// A short plan: straight ahead, then these.
export const planOf = (...actions: SelfieAction[]): readonly PlannedChallenge[] => [
  { kind: 'neutral', nonce: 'nonce-0', gapMs: 0, holdMs: 1_000, deadlineMs: 6_000, lights: lightsOf(actions.length) },
  ...actions.map((kind, at) => ({
    kind,
    nonce: `nonce-${at + 1}`,
    gapMs: 600 + at * 70,
    holdMs: 700,
    deadlineMs: 6_000,
    lights: lightsOf(10 * actions.length + at),
  })),
]

export type Clip = readonly SelfieFrames[]

export type ClipTiming = {
  // The browser's clock at the first frame, and by how much the server's clock is ahead of it.
  readonly start: number
  readonly apart: number
}

const LATENCY_MS = 90
const SCREEN_LATENCY_MS = 70

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
  for (const { kind, nonce, gapMs, holdMs, lights = [] } of plan) {
    const shownAt = now + gapMs
    // A screen shows a colour a moment after it was told to.
    const light = () => lights[Math.floor((now - shownAt - SCREEN_LATENCY_MS) / SCREEN_LIGHT_MS)] ?? null
    const end = kind === 'neutral' ? now + 1_200 : shownAt + REACTION_MS + 2 * RISE_MS + holdMs + 300
    const frames: Omit<CameraFrame, 'jpeg'>[] = []
    while (now < end) {
      moments.push({ at: now, kind, since: now - shownAt, holdMs, light: light() })
      frames.push({ seq: frames.length, capturedAt: now, receivedAt: now + apart + LATENCY_MS + jitter() * 30, nonce })
      now += FRAME_MS + (jitter() - 0.5) * 20
    }
    steps.push({ kind, nonce, shownAt, revealedAt: shownAt + apart - 40, lights, sceneKey: 'scenes', frames })
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
