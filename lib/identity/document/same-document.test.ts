// A document is known again tilted, shifted, dimmed and out of focus; with another name, portrait or line, it is another.
import { describe, expect, it } from 'vitest'
import { random } from '@/lib/testing/camera/image'
import { sameDocument } from './same-document'

const [width, height] = [720, 454]
// Lines of print on a card, as rows of strokes; each of its own seed.
const LINES = [
  { left: 40, top: 24, wide: 400, high: 22 },
  { left: 250, top: 90, wide: 200, high: 24 },
  { left: 250, top: 150, wide: 180, high: 24 },
  { left: 250, top: 210, wide: 160, high: 24 },
  { left: 250, top: 270, wide: 190, high: 24 },
  { left: 30, top: 90, wide: 180, high: 220 },
  { left: 40, top: 380, wide: 600, high: 30 },
] as const

type View = { right?: number; down?: number; light?: number; soft?: number }

// `seeds`: what each line says.
function card(seeds: readonly number[], { right = 0, down = 0, light = 1, soft = 0 }: View = {}) {
  const grey = new Float32Array(width * height).fill(210)
  for (const [at, { left, top, wide, high }] of LINES.entries()) {
    const chance = random(seeds[at] ?? 0)
    for (let y = top; y < top + high; y += 6) {
      for (let x = left; x < left + wide; x += 6) {
        if (chance() < 0.5) continue
        for (let v = y; v < y + 6; v++) for (let u = x; u < x + 6; u++) grey[v * width + u] = 40
      }
    }
  }
  const seen = (x: number, y: number) => {
    let sum = 0
    let count = 0
    for (let v = y - soft; v <= y + soft; v++) {
      for (let u = x - soft; u <= x + soft; u++) {
        sum += grey[Math.min(height - 1, Math.max(0, v + down)) * width + Math.min(width - 1, Math.max(0, u + right))] ?? 0
        count++
      }
    }
    return (sum / count) * light
  }
  const data = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at++) data.fill(seen(at % width, Math.floor(at / width)), 3 * at, 3 * at + 3)
  return { width, height, data }
}

const OWN = LINES.map((_, at) => at + 1)
const own = { flat: card(OWN) }
const isSame = async (flat: typeof own.flat) => (await sameDocument(own, [{ flat }])).length === 1

it.each<[string, View]>([
  ['as it is', {}],
  ['shifted', { right: 5, down: -4 }],
  ['in half of the light', { light: 0.5 }],
  ['out of focus', { soft: 2 }],
  ['shifted, dim and out of focus', { right: -3, down: 3, light: 0.7, soft: 1 }],
])('is the same %s', async (_, view) => {
  expect(await isSame(card(OWN, view))).toBe(true)
})

describe('another', () => {
  it.each(LINES.map((line, at) => [at, line] as const))('line %i makes it another document', async (at) => {
    const other = OWN.map((seed, place) => (place === at ? seed + 100 : seed))
    expect(await isSame(card(other))).toBe(false)
  })

  it.each(LINES.map((line, at) => [at, line] as const))('is one whose line %i is empty', async (at) => {
    const { left, top, wide, high } = LINES[at] ?? LINES[0]
    const covered = card(OWN)
    for (let y = top; y < top + high; y++) covered.data.fill(210, (y * width + left) * 3, (y * width + left + wide) * 3)
    expect(await isSame(covered)).toBe(false)
  })

  it('is an empty sheet', async () => {
    expect(await isSame({ width, height, data: new Uint8Array(width * height * 3).fill(210) })).toBe(false)
  })
})
