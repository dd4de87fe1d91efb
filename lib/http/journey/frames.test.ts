// Uploads of camera frames: what a page sends is read in its order, and a refusal says what is wrong with anything else.

import { expect, it } from 'vitest'
import type { Problem } from '../../domain/problem'
import { FRAME_LIMITS } from '../../domain/capture'
import { HeldUploads } from '../input/held-uploads'
import { withFrames } from './frames'

const ADDRESS = 'https://sign.example.com/api/journey/sgn_1/frames'
const META = { stage: 'selfie', nonce: 'n'.repeat(22), frames: [0, 1].map((seq) => ({ seq, capturedAt: 10 * seq })) }

function form(meta: string | null, frames: readonly (string | Uint8Array<ArrayBuffer>)[]): Request {
  const body = new FormData()
  if (meta !== null) body.append('meta', meta)
  for (const frame of frames) body.append('frame', new Blob([frame], { type: 'image/jpeg' }), 'frame.jpg')
  body.append('more', 'which nobody asked for')
  return new Request(ADDRESS, { method: 'POST', body })
}

const readFrames = (request: Request) => withFrames(request, 'sgn_1', async (upload) => upload)

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

/** An upload that never ends, but for its last bytes. */
async function stalled(frames: number): Promise<Request> {
  const sent = form(
    JSON.stringify(META),
    Array.from({ length: frames }, () => new Uint8Array(1_000)),
  )
  const { headers } = sent
  const bytes = new Uint8Array(await sent.arrayBuffer())
  const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes.subarray(0, -9)) })
  return new Request(ADDRESS, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

it('holds no more of all uploads than there is room for: whoever holds most gives way', async () => {
  const uploads = new HeldUploads(10_000)
  const begun = (signer: string, request: Request) =>
    withFrames(request, signer, async ({ frames }) => `${frames.length} kept`, uploads).catch(
      ({ says, status }: Problem) => `${status} ${says}`,
    )
  const hoarding = Array.from({ length: 12 }, async () => begun('hoarder', await stalled(4)))
  const whole = form(JSON.stringify(META), [new Uint8Array(1_000), new Uint8Array(1_000)])
  expect(await begun('honest', whole)).toBe('2 kept')
  // Two of theirs find room, and stay where they are.
  const left = new Set(hoarding)
  const answers: string[] = []
  while (left.size > 2) answers.push(await Promise.race([...left].map((each) => each.then((answer) => (left.delete(each), answer)))))
  expect(new Set(answers)).toEqual(new Set(['503 UNAVAILABLE.checks_busy']))
})
