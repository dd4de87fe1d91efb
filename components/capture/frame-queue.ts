// Hands frames on in small batches, one at a time and in order, while the next ones are taken; a batch that fails is sent again.
import type { CapturedFrame } from './frame-grabber'

export type FrameQueue = {
  push: (frame: CapturedFrame) => void
  /**
   * Resolves when all frames pushed so far were accepted; rejects with the receiver's last error. No frame is lost by that: the next call
   * goes on with the batch that failed.
   */
  drain: () => Promise<void>
}

type Settings = {
  smallest?: number
  /** Must not exceed what the receiver takes at once. */
  largest?: number
  /** How long to wait before each further try, in milliseconds: a phone in a lift loses its network for a moment. */
  pauses?: readonly number[]
}

export function frameQueue(
  send: (frames: CapturedFrame[]) => Promise<void>,
  { smallest = 5, largest = 20, pauses = [500, 1500, 4000] }: Settings = {},
): FrameQueue {
  let waiting: CapturedFrame[] = []
  let sending: Promise<void> | null = null
  let failure: { cause: unknown } | null = null

  const sendNext = async (): Promise<void> => {
    const batch = waiting.slice(0, largest)
    try {
      await patiently(() => send(batch), pauses)
      waiting = waiting.slice(batch.length)
    } catch (cause) {
      failure = { cause }
    } finally {
      sending = null
    }
    if (waiting.length >= smallest && !failure) sending = sendNext()
  }

  return {
    push: (frame) => {
      waiting.push(frame)
      if (!sending && !failure && waiting.length >= smallest) sending = sendNext()
    },
    drain: async () => {
      failure = null
      while (sending || (waiting.length > 0 && !failure)) {
        sending ??= sendNext()
        await sending
      }
      if (failure) throw (failure as { cause: unknown }).cause
    },
  }
}

async function patiently(act: () => Promise<void>, pauses: readonly number[]): Promise<void> {
  for (const pause of pauses) {
    try {
      return await act()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  return act()
}
