// Takes JPEG pictures from a running video at a steady rate, unmirrored whatever the preview shows; no more than the server takes.
import { FRAME_LIMITS } from '@/lib/domain/capture'

export type CapturedFrame = {
  blob: Blob
  /** From 0, without gaps within one step. */
  seq: number
  /** Milliseconds of performance.now(). */
  capturedAt: number
}

type Grabbing = {
  framesPerSecond: number
  /** The picture's shorter side is reduced to this many pixels when it is longer. */
  shortSide: number
  quality: number
  onFrame: (frame: CapturedFrame) => void
}

/** The width and height in which a picture of the camera is taken: its own, unless it is larger than wanted or than the server takes. */
export function sizeOf(width: number, height: number, shortSide: number): { width: number; height: number } {
  const { pixels, longestSide } = FRAME_LIMITS
  // Less than the pixels by a longest side: rounding both sides may add that much.
  const area = Math.sqrt((pixels - longestSide) / (width * height))
  const scale = Math.min(1, shortSide / Math.min(width, height), longestSide / Math.max(width, height), area)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/**
 * Begins at once and goes on until the returned function is called or the step is full. A frame of too many bytes is left out, and the
 * next ones are compressed more.
 */
export function grabFrames(video: HTMLVideoElement, { framesPerSecond, shortSide, quality: wanted, onFrame }: Grabbing): () => void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false })
  let seq = 0
  let quality = wanted
  let encoding = false
  return onVideoFrames(video, framesPerSecond, (capturedAt) => {
    // A slow phone leaves frames out; it never queues them, or their times would be wrong.
    if (encoding || !context || seq === FRAME_LIMITS.perStep) return
    Object.assign(canvas, sizeOf(video.videoWidth, video.videoHeight, shortSide))
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    encoding = true
    canvas.toBlob(
      (blob) => {
        encoding = false
        if (!blob) return
        if (blob.size > FRAME_LIMITS.bytes) quality *= 0.85
        else onFrame({ blob, seq: seq++, capturedAt })
      },
      'image/jpeg',
      quality,
    )
  })
}

/** Calls back for new pictures of the video, at most so often per second; returns how to stop. */
export function onVideoFrames(video: HTMLVideoElement, framesPerSecond: number, callback: (now: number) => void): () => void {
  const interval = 1000 / framesPerSecond
  let stopped = false
  let last = Number.NEGATIVE_INFINITY
  const schedule = () => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(tick)
    else setTimeout(() => tick(performance.now()), interval)
  }
  const tick = (now: number) => {
    if (stopped) return
    // A camera's rate is not a multiple of ours: a tenth of tolerance keeps the average.
    if (now - last >= interval * 0.9 && video.readyState >= video.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      last = now
      callback(now)
    }
    schedule()
  }
  schedule()
  return () => {
    stopped = true
  }
}
