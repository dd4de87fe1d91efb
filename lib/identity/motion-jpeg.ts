// A film out of JPEG frames that players open: Motion JPEG in AVI (Microsoft's RIFF, OpenDML not needed below 1 GB), frames as they arrived.

type FilmedFrame = { readonly capturedAt: number; readonly jpeg: Uint8Array }

const SLOT_MS = 50
// A pause longer than this is shown no longer.
const LONGEST_PAUSE_MS = 2_000
// A clip holds no more, however large the frames are: then every second one is left out, and so on.
const MOST_BYTES = 24 * 1024 * 1024

const fourCc = (text: string) => Buffer.from(text, 'latin1')
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, at) => bytes.writeUInt32LE(value >>> 0, at * 4))
  return bytes
}
const u16 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, at) => bytes.writeUInt16LE(value, at * 2))
  return bytes
}

function chunk(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([fourCc(name), u32(body.length), body, Buffer.alloc(body.length % 2)])
}

const list = (name: string, ...parts: readonly Uint8Array[]) => chunk('LIST', fourCc(name), ...parts)

function thinned(frames: readonly FilmedFrame[]): readonly FilmedFrame[] {
  const bytes = frames.reduce((sum, { jpeg }) => sum + jpeg.length, 0)
  return bytes <= MOST_BYTES || frames.length < 2 ? frames : thinned(frames.filter((_, at) => at % 2 === 0))
}

// The place of each frame on an even beat: a slot without a frame of its own shows the one before.
function slotsOf(frames: readonly FilmedFrame[]): number[] {
  let [slot, elapsed, before] = [-1, 0, frames[0]?.capturedAt ?? 0]
  return frames.map(({ capturedAt }) => {
    elapsed += Math.min(LONGEST_PAUSE_MS, Math.max(0, capturedAt - before))
    before = capturedAt
    slot = Math.max(slot + 1, Math.round(elapsed / SLOT_MS))
    return slot
  })
}

const SHOWN_AGAIN = new Uint8Array()

// `width` and `height` are those of the first frame.
export function motionJpeg(all: readonly FilmedFrame[], { width, height }: { width: number; height: number }): Uint8Array {
  const frames = thinned(all)
  const slots = slotsOf(frames)
  const beats: Uint8Array[] = Array.from({ length: (slots.at(-1) ?? -1) + 1 }, () => SHOWN_AGAIN)
  slots.forEach((slot, at) => (beats[slot] = frames[at]?.jpeg ?? SHOWN_AGAIN))
  const chunks = beats.map((jpeg) => chunk('00dc', jpeg))
  const largest = Math.max(0, ...beats.map(({ length }) => length))
  const rate = Math.round((largest * 1000) / SLOT_MS)
  const HAS_INDEX = 0x10
  const main = chunk('avih', u32(SLOT_MS * 1000, rate, 0, HAS_INDEX, beats.length, 0, 1, largest, width, height, 0, 0, 0, 0))
  const stream = chunk(
    'strh',
    fourCc('vids'),
    fourCc('MJPG'),
    u32(0, 0, 0, SLOT_MS, 1000, 0, beats.length, largest, 0xffffffff, 0),
    u16(0, 0, width, height),
  )
  const format = chunk('strf', u32(40, width, height), u16(1, 24), fourCc('MJPG'), u32(width * height * 3, 0, 0, 0, 0))
  let offset = 4
  const KEY_FRAME = 0x10
  const index = chunks.map((one, at) => {
    const entry = Buffer.concat([fourCc('00dc'), u32(KEY_FRAME, offset, beats[at]?.length ?? 0)])
    offset += one.length
    return entry
  })
  return chunk('RIFF', fourCc('AVI '), list('hdrl', main, list('strl', stream, format)), list('movi', ...chunks), chunk('idx1', ...index))
}
