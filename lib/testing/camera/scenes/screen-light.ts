// The screen's light on what is before the camera: it adds to the light of the room, most in the
// middle of the face, less at its sides, which turn away from the screen, and little on what is far behind.
import { SCREEN_LIGHTS, type ScreenLight } from '../../../domain/capture'
import type { Image } from '../image'

/** The brightest of the screen's light on the face, against the light of the room: a lit room in the evening. Full sun has a hundredth. */
export const INDOORS = 0.25
const BEHIND = 0.15
/** Where the light has fallen by two thirds, in heights of the picture: the outer cheeks face away from the screen by sixty degrees and more. */
export const REACH = { x: 0.235, y: 0.34 }

/** How much of the screen's light arrives so far from the middle of the face, 1 being where `REACH` ends. */
export const reachAt = (away: number): number => BEHIND + (1 - BEHIND) * Math.exp(-(away ** 4))

/** How much of the screen's light arrives at each place of a picture with the face in its middle, in steps of a thirty-second part. */
function reach(width: number, height: number): Uint8Array {
  const steps = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.hypot((x - width / 2) / (height * REACH.x), (y - height / 2) / (height * REACH.y))
      steps[y * width + x] = Math.round(32 * reachAt(away))
    }
  }
  return steps
}

const reaches = new Map<string, Uint8Array>()

/** `strength`: against that of a lit room. */
export function litBy(light: ScreenLight | null, image: Image, strength = 1): Image {
  if (light === null || strength === 0) return image
  const { width, height, channels, pixels } = image
  const size = `${width} ${height}`
  const steps = reaches.get(size) ?? reach(width, height)
  reaches.set(size, steps)
  // Light adds up linearly, and a camera writes about its 2.2th root.
  const factors = SCREEN_LIGHTS[light].map((value) =>
    Float32Array.from({ length: 33 }, (_, step) => {
      const most = INDOORS * strength * (step / 32)
      return ((1 + most * (value / 255) ** 2.2) / (1 + most * 0.6)) ** (1 / 2.2)
    }),
  )
  const out = new Uint8Array(pixels.length)
  for (let at = 0; at < steps.length; at++) {
    for (let channel = 0; channel < channels; channel++) {
      const place = at * channels + channel
      out[place] = Math.min(255, (pixels[place] ?? 0) * (factors[channel]?.[steps[at] ?? 0] ?? 1))
    }
  }
  return { ...image, pixels: out }
}
