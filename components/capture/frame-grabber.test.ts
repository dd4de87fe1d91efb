// The pictures that the page takes are within what the server accepts, whatever the camera gives.
import { describe, expect, it } from 'vitest'
import { FRAME_LIMITS } from '@/lib/domain/capture'
import { sizeOf } from './frame-grabber'

const DOCUMENT = 1080

describe('the size of a frame', () => {
  it.each([
    ['what most cameras give', 1280, 720, 1280, 720],
    ['a camera of 1080p', 1920, 1080, 1920, 1080],
    ['a phone held upright', 1080, 1920, 1080, 1920],
    ['a camera of 4K', 3840, 2160, 1920, 1080],
    ['a picture of 4:3', 4032, 3024, 1440, 1080],
  ])('is as before for %s', (_, width, height, takenWidth, takenHeight) => {
    expect(sizeOf(width, height, DOCUMENT)).toEqual({ width: takenWidth, height: takenHeight })
  })

  it('is never more than the server takes', () => {
    for (let width = 300; width <= 8_000; width += 97) {
      for (let height = Math.ceil(width / 4); height <= width * 4; height += 131) {
        const taken = sizeOf(width, height, DOCUMENT)
        expect(taken.width * taken.height, `${width} x ${height}`).toBeLessThanOrEqual(FRAME_LIMITS.pixels)
        expect(Math.max(taken.width, taken.height)).toBeLessThanOrEqual(FRAME_LIMITS.longestSide)
      }
    }
  })
})
