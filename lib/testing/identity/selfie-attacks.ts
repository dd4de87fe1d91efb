// For tests and bench: attacks on the video selfie, each by a subject before the camera or by what is done to a film on its way. Seeded.
import sharp from 'sharp'
import { SCREEN_LIGHT_MS, type SelfieChallenge } from '../../domain/capture'
import { faceRenderer } from '@/lib/testing/camera/faces/render-face'
import type { Image } from '@/lib/testing/camera/image'
import { holderPortrait } from '@/lib/testing/camera/portrait/portrait'
import { litBy } from '@/lib/testing/camera/scenes/screen-light'
import { sensor } from './grain'
import {
  altered,
  extent,
  lightsOf,
  livePerson,
  moved,
  photographed,
  RELAXED,
  type Clip,
  type Lit,
  type Moment,
  type Subject,
} from './selfie-clip'

const UNLIT: Lit = { by: () => null, strength: 0, name: 'unlit' }

/** One photograph, warped into every pose as it is asked for, and injected: no light of the screen falls on it. */
export const warpedPhotograph = (seed: number): Subject => livePerson('holder', seed, { lit: UNLIT })

/** Clips of a real person, one for each action, made in front of another screen and played as asked. */
export function clipBank(seed: number): Subject {
  const lights = Array.from({ length: 30 }, (_, at) => lightsOf(seed * 100 + at)).flat()
  return livePerson('holder', seed, {
    lit: { by: ({ at }) => lights[Math.floor(at / SCREEN_LIGHT_MS) % lights.length] ?? null, strength: 1, name: 'elsewhere' },
  })
}

/** Two stills of each action, rest and done, with the noise of a sensor. */
export const stills = (seed: number): Subject => livePerson('holder', seed, { lit: UNLIT, steps: 1 })

/** The warp of a photograph on another screen, filmed: its lines beat with those of the sensor. */
export const onAnotherScreen = (seed: number): Subject =>
  altered(livePerson('holder', seed, { lit: UNLIT, name: 'screen' }), `moire ${seed}`, moire)

async function moire(jpeg: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const pixels = Uint8Array.from(data, (value, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    return Math.min(255, value * (0.94 + 0.05 * Math.sin(x / 3.1 + y / 17) + 0.03 * Math.sin(y / 2.3)))
  })
  return photographed({ width, height, channels: 3, pixels })
}

/** A print, bent around a cylinder and turned as asked, with the attacker's own mouth behind a hole in it. The screen shines on paper too. */
export const bentPrint = (seed: number): Subject => ({
  drawnAs: `bent print ${seed}`,
  begin: async () => {
    const draw = faceRenderer(await holderPortrait())
    const grain = sensor(seed)
    const mouths = new Map<string, Image>()
    const mouthOf = (kind: SelfieChallenge, level: number): Image => {
      const still = level === 0 || kind === 'neutral' || kind.startsWith('turn')
      const key = still ? 'rest' : `${kind} ${level}`
      const drawn =
        mouths.get(key) ??
        draw(still ? { smile: RELAXED } : kind === 'smile' ? { smile: RELAXED + 1.2 * level } : { smile: RELAXED, open: level })
      mouths.set(key, drawn)
      return drawn
    }
    return async (moment: Moment) => {
      const { at, kind, since, holdMs, light } = moment
      const level = kind === 'neutral' ? 0 : Math.round(extent(since, holdMs) * 8) / 8
      const turn = kind === 'turn_left' ? level : kind === 'turn_right' ? -level : 0
      const bent = onCylinder(mouthOf(kind, level), (turn * 42 * Math.PI) / 180)
      return photographed(litBy(light, moved(bent, 4 * Math.sin(at / 770 + seed), 3 * Math.sin(at / 590), grain())))
    }
  },
})

const RADIUS = 190

/** `turned`: radians; a positive turn moves what is in the middle to the right. */
function onCylinder({ width, height, channels, pixels }: Image, turned: number): Image {
  const out = new Uint8Array(pixels.length).fill(120)
  for (let x = 0; x < width; x++) {
    const side = (x - width / 2) / RADIUS
    if (Math.abs(side) >= 0.999) continue
    const from = Math.round(width / 2 + (Math.asin(side) - turned) * RADIUS)
    if (from < 0 || from >= width) continue
    for (let y = 0; y < height; y++)
      for (let channel = 0; channel < channels; channel++)
        out[(y * width + x) * channels + channel] = pixels[(y * width + from) * channels + channel] ?? 0
  }
  return { width, height, channels, pixels: out }
}

/**
 * A stranger makes every movement before the screen. Two pictures of the holder, at rest and `turned` with an open mouth, stand in the film where
 * faces were once compared: before a movement, after it, and for two frames in its middle.
 */
export const twoPeople = (seed: number, turned = 30): Subject => ({
  drawnAs: `two people ${seed} ${turned}`,
  begin: async () => {
    const draw = faceRenderer(await holderPortrait())
    const [rest, turnedAndOpen] = [draw({ smile: RELAXED }), draw({ smile: RELAXED, open: 0.6, yaw: turned })]
    const stranger = await livePerson('stranger', seed).begin()
    const grain = sensor(seed)
    return async (moment: Moment) => {
      const { at, kind, since, holdMs } = moment
      const picture = kind === 'neutral' || extent(since, holdMs) === 0 ? rest : since > 1_000 && since < 1_320 ? turnedAndOpen : null
      return picture ? photographed(moved(picture, 2 * Math.sin(at / 160), 1, grain())) : stranger(moment)
    }
  },
})

/** The film of an earlier run, changed on its way: encoded anew, zoomed by this part out of a corner, and with pauses between its steps. */
export async function shownAgain(clip: Clip, { zoom, pauseMs }: { zoom: number; pauseMs: number }): Promise<Clip> {
  const again = async (jpeg: Uint8Array) => {
    const [width, height] = [Math.round(640 * (1 - zoom)), Math.round(480 * (1 - zoom))]
    return sharp(jpeg)
      .extract({ left: Math.round((640 - width) * 0.3), top: Math.round((480 - height) * 0.7), width, height })
      .resize(640, 480)
      .jpeg({ quality: 72 })
      .toBuffer()
  }
  return Promise.all(
    clip.map(async (step, index) => {
      const later = 3_000 + index * pauseMs
      const frames = await Promise.all(
        step.frames.map(async (frame) => ({
          ...frame,
          capturedAt: frame.capturedAt + later,
          receivedAt: frame.receivedAt + later,
          jpeg: await again(frame.jpeg),
        })),
      )
      return { ...step, shownAt: step.shownAt + later, revealedAt: step.revealedAt + later, frames }
    }),
  )
}

/** Each film arrives this long after its question, whatever it claims to have taken. */
export const hurried = (clip: Clip, afterMs: number): Clip =>
  clip.map((step) => ({ ...step, frames: step.frames.map((frame) => ({ ...frame, receivedAt: step.revealedAt + afterMs })) }))

/** Each film was made after its question, and claims not to have been. */
export const belated = (clip: Clip, lateMs: number): Clip =>
  clip.map((step) => ({ ...step, frames: step.frames.map((frame) => ({ ...frame, receivedAt: frame.receivedAt + lateMs })) }))
