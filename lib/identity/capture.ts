// Whether uploaded frames are the ones of their step: the step's nonce, no gaps, rising clocks, and the hash chain the browser claimed.
import { holds, type Finding } from './finding'
import { chainFrames, chainStart, type Frame } from './frame'

export type CaptureClaim = {
  readonly nonce: string
  // Head of the chain as the browser computed it while recording.
  readonly chain: string
}

export function judgeCapture(frames: readonly Frame[], { nonce, chain }: CaptureClaim): Finding[] {
  const whole = frames.every(({ seq }, at) => seq === at)
  const rising = frames.every(
    ({ capturedAt, receivedAt }, at) => at === 0 || (capturedAt > (frames[at - 1]?.capturedAt ?? 0) && receivedAt >= (frames[at - 1]?.receivedAt ?? 0)),
  )
  const unbroken = chainFrames(chainStart(nonce), frames) === chain
  return [
    holds('capture_nonce', frames.length > 0 && frames.every((frame) => frame.nonce === nonce), 'nonce/1', { frames: frames.length }),
    holds('capture_chain', whole && rising && unbroken, 'sha-256-chain/1', { whole, rising, unbroken }),
  ]
}
