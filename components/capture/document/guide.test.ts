// How large a document is in what the camera takes, and where its outline is drawn, on phones and desks.
import { describe, expect, it } from 'vitest'
import { aspectOf, guideIn, idealFor, onPreview, previewAspectOf } from './guide'

const PHONE = { width: 390, height: 664 }
const DESK = { width: 1280, height: 800 }

/** A phone turns the picture of its sensor with itself. */
const streamOf = (screen: typeof PHONE) => {
  const { width, height } = idealFor(screen)
  return screen.height > screen.width ? { width: height, height: width } : { width, height }
}

describe.each([
  ['a phone held upright', PHONE],
  ['a desk', DESK],
])('%s', (_, screen) => {
  const picture = streamOf(screen)

  it.each(['national_id', 'passport'] as const)('takes a %s of 850 pixels and more', (type) => {
    expect(guideIn(picture, aspectOf[type]).width).toBeGreaterThan(screen === PHONE || type === 'national_id' ? 900 : 850)
  })

  it('draws the outline inside of what is shown, in the middle', () => {
    const { left, top, width, height } = onPreview(guideIn(picture, aspectOf.passport), picture)
    expect(left).toBeGreaterThan(0)
    expect(top).toBeGreaterThan(0)
    expect(2 * left + width).toBeCloseTo(1)
    expect(2 * top + height).toBeCloseTo(1)
  })
})

it('shows an upright picture as wide as the phone: square, in less than 62 % of its height', () => {
  expect(previewAspectOf(streamOf(PHONE))).toBe(1)
  expect(PHONE.width / 1).toBeLessThan(PHONE.height * 0.62)
})
