// What can be seen where text is said to be: compares the text of a page with a picture of it. White letters on white, transparent ones, and
// such as lie under something else, leave no trace in the picture.

import type { Box, Run } from '../layout/run'

export type Picture = { data: Uint8ClampedArray; width: number; height: number }

/** How much, of 255, a trace differs from what is around it. Grey letters that somebody can barely read differ more. */
const TRACE = 16
/** Letters that are smaller, in points, nobody reads. */
const SMALLEST = 2
/** A stretch of a line without a trace, in sizes of its letters. Wider gaps between words end a piece of text. */
const BLANK = 2

/** Whether all of a piece of text can be seen. `scale`: pixels of the picture for a point of the page. */
export function isSeen(run: Run, picture: Picture, scale: number): boolean {
  if (run.size < SMALLEST) return false
  // Points and strokes are small, and lie where nothing is looked for.
  if (!/[\p{L}\p{N}]/u.test(run.text)) return true
  const area = areaOf(run.box, picture, scale)
  if (area === null) return false
  const lights = lightsOf(picture, area)
  const ground = usual(lights)
  const traces = Array.from(lights, (light) => Math.abs(light - ground) >= TRACE)
  if (!traces.includes(true)) return false
  const { width, height } = area
  const upright = run.angle % 180 === 0
  if (!run.fitted || (!upright && run.angle % 90 !== 0)) return true
  const [along, across] = upright ? [width, height] : [height, width]
  const inked = (at: number) => {
    for (let step = 0; step < across; step++) if (traces[upright ? step * width + at : at * width + step]) return true
    return false
  }
  let blank = 0
  for (let at = 0; at < along; at++) {
    blank = inked(at) ? 0 : blank + 1
    if (blank > BLANK * run.size * scale) return false
  }
  return true
}

/** Whether a page shows anything at all. */
export function showsAnything(picture: Picture): boolean {
  const lights = lightsOf(picture, { left: 0, top: 0, width: picture.width, height: picture.height })
  const ground = usual(lights)
  return lights.some((light) => Math.abs(light - ground) >= TRACE)
}

type Area = { left: number; top: number; width: number; height: number }

/** The part of a box that lies on the page; null if nothing of it does. */
function areaOf(box: Box, { width, height }: Picture, scale: number): Area | null {
  const within = (at: number, most: number) => Math.min(Math.max(0, at), most)
  const [left, top] = [within(Math.floor(box.left * scale), width), within(Math.floor(box.top * scale), height)]
  const [right, bottom] = [within(Math.ceil(box.right * scale), width), within(Math.ceil(box.bottom * scale), height)]
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null
}

function lightsOf({ data, width }: Picture, area: Area): Uint8Array {
  const lights = new Uint8Array(area.width * area.height)
  for (let row = 0; row < area.height; row++) {
    for (let column = 0; column < area.width; column++) {
      const at = 4 * ((area.top + row) * width + area.left + column)
      lights[row * area.width + column] = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0)
    }
  }
  return lights
}

/** The light that most of an area has: letters cover less than half of their line. */
function usual(lights: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const light of lights) counts[light] = (counts[light] ?? 0) + 1
  return counts.indexOf(Math.max(...counts))
}
