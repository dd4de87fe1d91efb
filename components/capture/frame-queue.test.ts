// Frames reach the receiver once, in order, one batch at a time, and a refusal is not swallowed.
import { describe, expect, it } from 'vitest'
import type { CapturedFrame } from './frame-grabber'
import { frameQueue } from './frame-queue'

const frame = (seq: number): CapturedFrame => ({ blob: new Blob([String(seq)]), seq, capturedAt: seq * 100 })

describe('frameQueue', () => {
  it('sends everything in order and never two batches at once', async () => {
    const received: number[] = []
    let open = 0
    const queue = frameQueue(
      async (frames) => {
        open += 1
        expect(open).toBe(1)
        await Promise.resolve()
        received.push(...frames.map(({ seq }) => seq))
        open -= 1
      },
      { smallest: 3, largest: 4 },
    )
    for (let seq = 0; seq < 23; seq++) {
      queue.push(frame(seq))
      if (seq % 5 === 0) await Promise.resolve()
    }
    await queue.drain()
    expect(received).toEqual(Array.from({ length: 23 }, (_, seq) => seq))
  })

  it('sends a batch again when the network fails for a moment', async () => {
    const received: number[] = []
    let failures = 2
    const queue = frameQueue(
      (frames) => {
        if (failures-- > 0) return Promise.reject(new Error('offline'))
        received.push(...frames.map(({ seq }) => seq))
        return Promise.resolve()
      },
      { smallest: 1, pauses: [0, 0] },
    )
    for (let seq = 0; seq < 4; seq++) queue.push(frame(seq))
    await queue.drain()
    expect(received).toEqual([0, 1, 2, 3])
  })

  it('tells that a batch was refused for good, and keeps it for another try', async () => {
    const received: number[] = []
    let online = false
    const queue = frameQueue(
      (frames) => {
        if (!online) return Promise.reject(new Error('offline'))
        received.push(...frames.map(({ seq }) => seq))
        return Promise.resolve()
      },
      { smallest: 1, pauses: [0] },
    )
    queue.push(frame(0))
    queue.push(frame(1))
    await expect(queue.drain()).rejects.toThrow('offline')
    online = true
    await queue.drain()
    expect(received).toEqual([0, 1])
  })
})
