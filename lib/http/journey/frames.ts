// Reads an upload of camera frames: a multipart body with `meta` as JSON and the JPEG files in the same order, never larger than allowed, and
// never more of all uploads together than this process has room for.

import { Problem } from '../../domain/problem'
import { FRAME_LIMITS } from '../../domain/capture'
import type { FrameUpload } from '../../operations/steps/document/receive-frames'
import { HeldUploads, type Held } from '../input/held-uploads'
import { parseJson } from '../input/json'
import { memorySink, readParts, type Sink } from '../input/multipart'
import { parse } from '../input/parse'
import { FramesMeta } from '../schemas/journey'

const { bytes: FRAME_BYTES, perUpload: FRAMES_PER_UPLOAD } = FRAME_LIMITS
/** Bytes: an entry for each frame has under a hundred. */
const LARGEST_META = 8 * 1024
const LARGEST_BODY = FRAMES_PER_UPLOAD * (FRAME_BYTES + 1024) + 65_536

const tooMuch = (): Problem => new Problem('VALIDATION_FAILED.too_many_frames', { frames: FRAMES_PER_UPLOAD })
const MOST = { parts: 2 * FRAMES_PER_UPLOAD, bytes: LARGEST_BODY, refusal: tooMuch }
const tooLarge = (): Problem => new Problem('VALIDATION_FAILED.frame_form').at(['frames'], 'INVALID_FRAME')
const longMeta = (): Problem => new Problem('MALFORMED_REQUEST.multipart_part_long', { name: 'meta' })
const UNKNOWN: Sink = { write: () => undefined, end: () => undefined }

/** Bytes of pictures that arrive or are being kept: some hundred pages at once, which send one upload after the other, each of half a megabyte. */
const MOST_HELD = 128 * 1024 * 1024
const held = new HeldUploads(MOST_HELD)

/** What `work` answers to the upload, whose pictures are in memory until it has ended. `signer`: who sends it. */
export async function withFrames<T>(
  request: Request,
  signer: string,
  work: (upload: FrameUpload) => Promise<T>,
  uploads: HeldUploads = held,
): Promise<T> {
  const holding = uploads.begin(signer)
  try {
    const upload = await Promise.race([readFrames(request, holding), holding.gone])
    holding.arrived()
    return await work(upload)
  } finally {
    holding.end()
  }
}

async function readFrames(request: Request, holding: Held): Promise<FrameUpload> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) throw new Problem('UNSUPPORTED_MEDIA_TYPE.frames_multipart')
  let sent: unknown = null
  const jpegs: Uint8Array[] = []
  // Its client may never send the rest.
  holding.gone.catch(() => (jpegs.length = 0))
  await readParts(request, MOST, ({ name, fileName }) => {
    if (name === 'meta') return memorySink(LARGEST_META, longMeta, (bytes) => void (sent = metaOf(bytes)))
    if (name === 'frame' && fileName !== null) return heldSink(holding, (bytes) => void jpegs.push(bytes))
    return UNKNOWN
  })
  const meta = parse(FramesMeta, sent, 'body')
  if (jpegs.length !== meta.frames.length) throw new Problem('VALIDATION_FAILED.frame_per_entry')
  return {
    stage: meta.stage,
    nonce: meta.nonce,
    revealedAt: meta.revealedAt ?? null,
    frames: meta.frames.map(({ seq, capturedAt }, index) => ({ seq, capturedAt, jpeg: jpegs[index] ?? new Uint8Array() })),
  }
}

function heldSink({ take }: Held, keep: (jpeg: Uint8Array) => void): Sink {
  const sink = memorySink(FRAME_BYTES, tooLarge, keep)
  return {
    write(chunk) {
      take(chunk.length)
      return sink.write(chunk)
    },
    end: () => sink.end(),
  }
}

function metaOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes)
  } catch {
    throw new Problem('MALFORMED_REQUEST.meta_not_json')
  }
}
