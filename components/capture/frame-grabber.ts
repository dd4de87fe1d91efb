// Takes JPEG pictures from a running video at a steady rate, unmirrored whatever the preview shows.

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
  /** A frame of more bytes is left out, and the next ones are compressed more. */
  largestBytes: number
  onFrame: (frame: CapturedFrame) => void
}

/** Begins at once and goes on until the returned function is called. */
export function grabFrames(
  video: HTMLVideoElement,
  { framesPerSecond, shortSide, quality: wanted, largestBytes, onFrame }: Grabbing,
): () => void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false })
  let seq = 0
  let quality = wanted
  let encoding = false
  return onVideoFrames(video, framesPerSecond, (capturedAt) => {
    // A slow phone leaves frames out; it never queues them, or their times would be wrong.
    if (encoding || !context) return
    const scale = Math.min(1, shortSide / Math.min(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    encoding = true
    canvas.toBlob(
      (blob) => {
        encoding = false
        if (!blob) return
        if (blob.size > largestBytes) quality *= 0.85
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
