// Uploads of camera frames: what a page sends is read in its order, and a refusal says what is wrong with anything else.

import { expect, it } from 'vitest'
import type { Problem } from '../../domain/problem'
import { FRAME_LIMITS } from '../../domain/capture'
import { readFrames } from './frames'

const ADDRESS = 'https://sign.example.com/api/journey/sgn_1/frames'
const META = { stage: 'selfie', nonce: 'n'.repeat(22), frames: [0, 1].map((seq) => ({ seq, capturedAt: 10 * seq })) }

function form(meta: string | null, frames: readonly (string | Uint8Array<ArrayBuffer>)[]): Request {
  const body = new FormData()
  if (meta !== null) body.append('meta', meta)
  for (const frame of frames) body.append('frame', new Blob([frame], { type: 'image/jpeg' }), 'frame.jpg')
  body.append('more', 'which nobody asked for')
  return new Request(ADDRESS, { method: 'POST', body })
}

const refusal = (request: Request): Promise<string> =>
  readFrames(request).then(
    () => 'read',
    ({ says }: Problem) => says as string,
  )

it('reads the frames in the order of their list', async () => {
  const { stage, revealedAt, frames } = await readFrames(form(JSON.stringify(META), ['first', 'second']))
  expect([stage, revealedAt]).toEqual(['selfie', null])
  expect(frames.map(({ seq, capturedAt, jpeg }) => [seq, capturedAt, Buffer.from(jpeg).toString()])).toEqual([
    [0, 0, 'first'],
    [1, 10, 'second'],
  ])
})

it('refuses a body that is no upload of frames', async () => {
  expect(await refusal(form(JSON.stringify(META), ['first']))).toBe('VALIDATION_FAILED.frame_per_entry')
  expect(await refusal(form(null, ['first']))).toMatch(/^VALIDATION_FAILED/)
  expect(await refusal(form('{', ['first']))).toMatch(/^MALFORMED_REQUEST/)
  expect(await refusal(new Request(ADDRESS, { method: 'POST', body: '{}' }))).toMatch(/^UNSUPPORTED_MEDIA_TYPE/)
  const headers = { 'content-type': 'multipart/form-data; boundary=abc' }
  expect(await refusal(new Request(ADDRESS, { method: 'POST', body: '--abc\r\nno form', headers }))).toMatch(/^MALFORMED_REQUEST/)
})

it('refuses more than fits into one upload, before all of it is there', async () => {
  const { perUpload, bytes } = FRAME_LIMITS
  const frames = Array.from({ length: perUpload + 2 }, () => new Uint8Array(bytes))
  expect(await refusal(form(JSON.stringify(META), frames))).toBe('VALIDATION_FAILED.too_many_frames')
  expect(await refusal(form(JSON.stringify(META), [new Uint8Array(bytes + 1)]))).toBe('VALIDATION_FAILED.frame_form')
})
