// Challenges: server-chosen, never the same twice, always possible; and the chain that fixes which frames came.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MOVEMENTS, SELFIE_ACTIONS } from '../../domain/capture'
import { planMovement } from '../document/movement-challenge'
import { chainFrames, chainStart } from '../frame'
import { randomInteger } from '../random'
import { planChallenges } from './challenge'

/** The same numbers in every run, so that no order is rare by bad luck. */
let drawn = 0
const fixedBytes = (count: number): Uint8Array => createHash('shake256', { outputLength: count }).update(`draw ${drawn++}`).digest()

const plans = Array.from({ length: 2_000 }, () => planChallenges(fixedBytes))

describe('plans', () => {
  it('begin straight, then ask three or four different actions', () => {
    for (const plan of plans) {
      const [first, ...others] = plan.map(({ kind }) => kind)
      expect(first).toBe('neutral')
      expect(new Set(others).size).toBe(others.length)
      expect([3, 4]).toContain(others.length)
    }
  })

  it('use every order about equally often', () => {
    const orders = new Map<string, number>()
    for (const plan of plans) {
      const order = plan
        .slice(1, 4)
        .map(({ kind }) => kind)
        .join()
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect(orders.size).toBe(24)
    expect(Math.min(...orders.values())).toBeGreaterThan(40)
    expect(Math.max(...orders.values())).toBeLessThan(140)
  })

  it('never repeat a nonce', () => {
    const nonces = plans.flat().map(({ nonce }) => nonce)
    expect(new Set(nonces).size).toBe(nonces.length)
    expect(nonces.every((nonce) => Buffer.from(nonce, 'base64url').length === 16)).toBe(true)
  })

  it('hold and wait within what a person can do', () => {
    for (const { holdMs, gapMs, deadlineMs, kind } of plans.flat()) {
      if (kind === 'neutral') continue
      expect(holdMs).toBeGreaterThanOrEqual(600)
      expect(gapMs).toBeGreaterThanOrEqual(600)
      expect(holdMs + 2_000).toBeLessThan(deadlineMs)
    }
  })

  it('ask all document movements', () => {
    const asked = new Set(Array.from({ length: 200 }, () => planMovement(fixedBytes)))
    expect([...asked].sort()).toEqual([...MOVEMENTS].sort())
    expect(SELFIE_ACTIONS).toHaveLength(4)
  })

  it('draw without bias', () => {
    const high = new Uint8Array([0xff, 0xff, 0xff, 0xff])
    const low = new Uint8Array([0, 0, 0, 4])
    const source = [high, low]
    expect(randomInteger(() => source.shift() ?? low, 3)).toBe(1)
  })
})

describe('the chain of frames', () => {
  const frames = [0, 1, 2].map((seq) => ({ jpeg: Uint8Array.of(seq, 7) }))
  const chain = chainFrames(chainStart('nonce'), frames)
  const [first, second, third] = frames as [{ jpeg: Uint8Array }, { jpeg: Uint8Array }, { jpeg: Uint8Array }]

  it.each([
    ['one taken out', 'nonce', [first, third]],
    ['two swapped', 'nonce', [second, first, third]],
    ['one byte changed', 'nonce', [first, { jpeg: Uint8Array.of(1, 8) }, third]],
    ['another step', 'other', frames],
    ['nothing', 'nonce', []],
  ])('shows %s', (_, nonce, changed) => expect(chainFrames(chainStart(nonce), changed)).not.toBe(chain))

  it('is SHA-256 over the link before and the frame, from the nonce on', () => {
    const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
    const expected = frames.reduce((link, { jpeg }) => sha256(link, jpeg), sha256(Buffer.from('nonce')))
    expect(chain).toBe(expected.toString('hex'))
  })
})
