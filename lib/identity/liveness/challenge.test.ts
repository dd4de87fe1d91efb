// Challenges: server-chosen, never the same twice, always possible; uploaded frames that are not the step's are noticed.
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeCapture } from '../capture'
import { DOCUMENT_MOVEMENTS, planDocumentMovement } from '../document/movement-challenge'
import { chainFrames, chainStart, type Frame } from '../frame'
import { randomInteger } from '../random'
import { planChallenges, SELFIE_ACTIONS } from './challenge'

const plans = Array.from({ length: 2_000 }, () => planChallenges(randomBytes))

describe('plans', () => {
  it('begin straight, then ask three or four different actions', () => {
    for (const { steps } of plans) {
      const [first, ...others] = steps.map(({ action }) => action)
      expect(first).toBe('look_straight')
      expect(new Set(others).size).toBe(others.length)
      expect([3, 4]).toContain(others.length)
      expect(steps.map(({ index }) => index)).toEqual(steps.map((_, at) => at))
    }
  })

  it('use every order about equally often', () => {
    const orders = new Map<string, number>()
    for (const { steps } of plans) {
      const order = steps.slice(1, 4).map(({ action }) => action).join()
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect(orders.size).toBe(24)
    expect(Math.min(...orders.values())).toBeGreaterThan(40)
    expect(Math.max(...orders.values())).toBeLessThan(140)
  })

  it('never repeat a nonce', () => {
    const nonces = plans.flatMap(({ steps }) => steps.map(({ nonce }) => nonce))
    expect(new Set(nonces).size).toBe(nonces.length)
    expect(nonces.every((nonce) => Buffer.from(nonce, 'base64url').length === 16)).toBe(true)
  })

  it('hold and wait within what a person can do', () => {
    for (const { holdMs, gapMs, deadlineMs, action } of plans.flatMap(({ steps }) => steps)) {
      if (action === 'look_straight') continue
      expect(holdMs).toBeGreaterThanOrEqual(600)
      expect(gapMs).toBeGreaterThanOrEqual(600)
      expect(holdMs + 2_000).toBeLessThan(deadlineMs)
    }
  })

  it('ask all document movements', () => {
    const asked = new Set(Array.from({ length: 200 }, () => planDocumentMovement(randomBytes).movement))
    expect([...asked].sort()).toEqual([...DOCUMENT_MOVEMENTS].sort())
    expect(SELFIE_ACTIONS).toHaveLength(4)
  })

  it('draw without bias', () => {
    const high = new Uint8Array([0xff, 0xff, 0xff, 0xff])
    const low = new Uint8Array([0, 0, 0, 4])
    const source = [high, low]
    expect(randomInteger(() => source.shift() ?? low, 3)).toBe(1)
  })
})

describe('uploads', () => {
  const nonce = 'nonce-of-the-step'
  const frames: Frame[] = [0, 1, 2].map((seq) => ({ seq, capturedAt: 100 * seq + 1, receivedAt: 100 * seq + 9, nonce, jpeg: Uint8Array.of(seq, 7) }))
  const chain = chainFrames(chainStart(nonce), frames)
  const failed = (changed: readonly Frame[]) => judgeCapture(changed, { nonce, chain }).filter(({ passed }) => !passed).map(({ check }) => check)
  const [first, second, third] = frames as [Frame, Frame, Frame]

  it.each([
    ['untouched', frames, []],
    ['one taken out', [first, third], ['capture_chain']],
    ['two swapped', [second, first, third], ['capture_chain']],
    ['one byte changed', [first, { ...second, jpeg: Uint8Array.of(1, 8) }, third], ['capture_chain']],
    ['another step', frames.map((frame) => ({ ...frame, nonce: 'other' })), ['capture_nonce']],
    ['a clock that stands', [first, { ...second, capturedAt: first.capturedAt }, third], ['capture_chain']],
    ['nothing', [], ['capture_nonce', 'capture_chain']],
  ])('%s', (_, changed, checks) => expect(failed(changed)).toEqual(checks))
})
