// Reads an upload of camera frames: a multipart body with `meta` as JSON and the JPEG files in the same order, never larger than allowed.

import { Problem } from '../../domain/problem'
import { FRAME_BYTES, FRAMES_PER_UPLOAD, type FrameUpload } from '../../operations/steps/document/receive-frames'
import { wholeBody } from '../input/body-pieces'
import { parse } from '../input/parse'
import { FramesMeta } from '../schemas/journey'

const LARGEST_BODY = FRAMES_PER_UPLOAD * (FRAME_BYTES + 1024) + 65_536

export async function readFrames(request: Request): Promise<FrameUpload> {
  const form = await formOf(request)
  const meta = parse(FramesMeta, jsonOf(form.get('meta')), 'body')
  const files = form.getAll('frame').filter((part) => part instanceof Blob)
  if (files.length !== meta.frames.length) throw new Problem('VALIDATION_FAILED', 'Send one frame for each entry of meta.frames.')
  const jpegs = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())))
  return {
    stage: meta.stage,
    nonce: meta.nonce,
    revealedAt: meta.revealed_at ?? null,
    frames: meta.frames.map(({ seq, captured_at }, index) => ({ seq, capturedAt: captured_at, jpeg: jpegs[index] ?? new Uint8Array() })),
  }
}

async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send frames as multipart/form-data.')
  const bytes = await wholeBody(
    request,
    LARGEST_BODY,
    () => new Problem('VALIDATION_FAILED', `Send at most ${FRAMES_PER_UPLOAD} frames of 400 kB at a time.`),
  )
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The multipart body cannot be read.')
  }
}

function jsonOf(part: FormDataEntryValue | null): unknown {
  try {
    return typeof part === 'string' ? (JSON.parse(part) as unknown) : null
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The part "meta" is not valid JSON.')
  }
}
