// The coach sees a drawn card as a person would: where it is, how it is tilted, and when the picture is good enough to take.
import { describe, expect, it } from 'vitest'
import { cardPose } from './card-edges'
import { coach, documentHint, isFilmed, isSteady, isTilted, startCoaching, type DocumentHint } from './document-coach'
import { brightness, glare, sharpness } from './frame-quality'
import type { GreyPicture } from './grey-picture'
import { aspectOf, guideIn } from './guide'

const size = { width: 320, height: 180 }
const guide = guideIn(size, aspectOf.national_id)

/** A light card on a dark table; `left` and `right` are the lengths of its upright edges, `wide` of its others, against the outline. */
function picture({ left = 0.95, right = 0.95, wide = 0.95, card = 190, table = 60 } = {}): GreyPicture {
  const data = new Uint8Array(size.width * size.height).fill(table)
  const middle = guide.top + guide.height / 2
  const beside = (guide.width * (1 - wide)) / 2
  for (let x = Math.ceil(guide.left + beside); x < guide.left + guide.width - beside; x++) {
    const along = (x - guide.left) / guide.width
    const half = ((left * (1 - along) + right * along) * guide.height) / 2
    // Draws print all over the card: without detail no picture counts as sharp.
    for (let y = Math.ceil(middle - half); y < middle + half; y++) data[y * size.width + x] = card - (((x >> 2) + (y >> 2)) % 3) * 25
  }
  return { ...size, data }
}

const hintFor = (grey: GreyPicture) =>
  documentHint({
    pose: cardPose(grey, guide),
    brightness: brightness(grey, guide),
    glare: glare(grey, guide),
    sharpness: sharpness(grey),
    movement: 1,
  })

describe('document coach', () => {
  it('is content with a card in the outline', () => expect(hintFor(picture())).toBe('good'))
  it('says when there is no card in the frame', () =>
    expect(hintFor({ ...size, data: new Uint8Array(size.width * size.height).fill(120) })).toBe('not_in_frame'))
  it('says when it is too dark', () => expect(hintFor(picture({ card: 60, table: 5 }))).toBe('too_dark'))
  it('sees a reflection', () => expect(hintFor(picture({ card: 255 }))).toBe('glare'))
  it('asks to come closer', () => expect(hintFor(picture({ left: 0.76, right: 0.76, wide: 0.8 }))).toBe('closer'))
  it('does not take a heading for the edge of a page that goes on above it, as an open passport does', () => {
    const page = picture({ left: 0.9, right: 0.9, wide: 0.9 })
    const middle = Math.round(guide.top + guide.height / 2)
    const heading = Math.round(guide.top + guide.height * 0.145)
    for (let y = 0; y < heading; y++)
      page.data.copyWithin(y * size.width, (middle + (y % 12)) * size.width, (middle + (y % 12) + 1) * size.width)
    const [left, right] = [Math.ceil(guide.left + guide.width * 0.08), Math.floor(guide.left + guide.width * 0.92)]
    for (let y = heading; y < heading + 4; y++) page.data.fill(40, y * size.width + left, y * size.width + right)
    expect(hintFor(page)).toBe('good')
  })

  it.each([
    ['tilt_left', 0.8, 0.95],
    ['tilt_right', 0.95, 0.8],
  ] as const)('recognises %s by the shorter edge', (movement, left, right) => {
    const rest = cardPose(picture(), guide)
    const tilted = cardPose(picture({ left, right }), guide)
    expect(isTilted(movement, rest, tilted)).toBe(true)
    expect(isTilted(movement === 'tilt_left' ? 'tilt_right' : 'tilt_left', rest, tilted)).toBe(false)
    expect(isTilted(movement, rest, rest)).toBe(false)
  })

  it('takes the picture only after it was good without a break, and does not flicker between hints', () => {
    const seen: [DocumentHint, number][] = [
      ['good', 1000],
      ['good', 1500],
      ['blurred', 1600],
      ['good', 1700],
      ['good', 2400],
      ['good', 2600],
    ]
    let coaching = startCoaching(0)
    const steady = seen.map(([hint, now]) => {
      coaching = coach(coaching, hint, now)
      return isSteady(coaching, now)
    })
    expect(steady).toEqual([false, false, false, false, false, true])
    expect(coach(startCoaching(0), 'too_dark', 300).hint).toBe('not_in_frame')
  })
})

describe('the film of a movement', () => {
  /** How long it is, before a camera that gives a frame every `everyMs`, where the tilt is seen from `tiltedAt` on, if ever. */
  function lasts(everyMs: number, tiltedAt = Infinity): number {
    const filmed: number[] = []
    for (let now = 0; now < 60_000; now += everyMs) {
      filmed.push(now)
      if (isFilmed({ revealedAt: 0, tiltedSince: now >= tiltedAt ? tiltedAt : null, filmed }, now)) return now
    }
    return Infinity
  }

  // A slow phone has frames enough of the tilt, and of the way there: the server refuses a film without them as one of no movement.
  it.each([
    ['a quick camera', 125, 2_000, 3_000],
    ['one of two frames a second', 500, 2_000, 3_000],
    ['one of a frame in a second and a half', 1_500, 3_000, 6_000],
  ])('is over when the tilt was seen long enough: %s', (_, everyMs, tiltedAt, at) => {
    expect(lasts(everyMs, tiltedAt)).toBeLessThanOrEqual(at)
    expect(lasts(everyMs, tiltedAt) - tiltedAt).toBeGreaterThanOrEqual(Math.max(900, 2 * everyMs))
  })

  it.each([
    [125, 7_000],
    [400, 9_200],
    [700, 16_100],
    [3_000, 21_000],
  ])('goes on where no tilt is seen, until there are frames enough for the server: one every %i ms', (everyMs, at) => {
    expect(lasts(everyMs)).toBe(at)
  })
})
