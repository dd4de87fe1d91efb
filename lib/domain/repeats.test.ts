// What can be repeated has an end, and what ends a request has none: random repeats of every fact.

import { expect, it } from 'vitest'
import type { EvidenceEvent, Fact } from './event'
import { Problem } from './problem'
import { MOST_EVENTS, REPEATS, requireRoom, type Cap } from './repeats'

const SIGNERS = ['sgn_1', 'sgn_2'] as const
const COUNTED = Object.entries(REPEATS).flatMap(([type, cap]) => (cap === 'bounded' ? [] : [{ type, cap }]))
const ENDS = ['request_completed', 'request_cancelled', 'request_expired', 'request_deleted', 'evidence_sealed'] as const
const SIGNER_ENDS = [
  'signer_refused',
  'signature_failed',
  'signer_signed',
  'document_signed',
  'certificate_revoked',
  'activation_failed',
  'credential_locked',
] as const

type Happened = Pick<EvidenceEvent, 'at' | 'fact'>

/** Of the facts, only type and signer count. */
const factOf = (type: string, cap: Cap, signer: string): Fact => (cap.each === 'signer' ? { type, signer } : { type }) as unknown as Fact
const mostOf = ({ each, most }: Cap): number => most * (each === 'signer' ? SIGNERS.length : 1)

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

function outcome(before: readonly Happened[], facts: readonly Fact[], now: Date): 'done' | Problem {
  try {
    requireRoom(before, facts, now)
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

it.each([1, 2, 3])('no order of repeats makes a chain longer than the table says (seed %i)', (seed) => {
  const roll = dice(seed)
  const happened: Happened[] = []
  let now = Date.parse('2026-11-22T10:00:00Z')
  const refusals = new Set<string>()
  for (let act = 0; act < 4_000; act++) {
    now += roll(4) === 0 ? roll(10_000) : 0
    const picked = COUNTED[roll(COUNTED.length)]
    if (!picked) throw new Error('a die has as many sides as there are facts')
    const { type, cap } = picked
    const facts = Array.from({ length: 1 + roll(25) }, () => factOf(type, cap, SIGNERS[roll(2)] ?? SIGNERS[0]))
    const answer = outcome(happened, facts, new Date(now))
    if (answer === 'done') happened.push(...facts.map((fact) => ({ at: new Date(now).toISOString(), fact })))
    else refusals.add(answer.code)
  }
  for (const { type, cap } of COUNTED) {
    const times = happened.filter(({ fact }) => fact.type === type)
    expect(times.length, type).toBeLessThanOrEqual(mostOf(cap))
  }
  expect(happened.length).toBeLessThanOrEqual(COUNTED.reduce((sum, { cap }) => sum + mostOf(cap), 0))
  expect([...refusals].sort()).toEqual(['RATE_LIMITED', 'STATE_CONFLICT'])
  // And then: an end, with what follows from it.
  for (const type of ENDS) expect(outcome(happened, [{ type } as unknown as Fact], new Date(now)), type).toBe('done')
  for (const type of SIGNER_ENDS)
    expect(outcome(happened, [{ type, signer: SIGNERS[0] } as unknown as Fact], new Date(now)), type).toBe('done')
})

it('takes nothing from one signer for what another one did', () => {
  const at = new Date('2026-11-22T10:00:00Z')
  const opened = (signer: string) => ({ type: 'link_opened', signer }) as unknown as Fact
  const happened = Array.from({ length: 120 }, () => ({ at: at.toISOString(), fact: opened('sgn_1') }))
  expect(outcome(happened, [opened('sgn_1')], at)).toMatchObject({ code: 'RATE_LIMITED', extra: { retryAfterSeconds: 3600 } })
  expect(outcome(happened, [opened('sgn_2')], at)).toBe('done')
  expect(outcome(happened, [opened('sgn_1')], new Date(at.getTime() + 3_600_000))).toBe('done')
})

it('adds nothing that is counted to the longest chain, and every end', () => {
  const at = new Date('2026-11-22T10:00:00Z')
  const happened = Array.from({ length: MOST_EVENTS }, () => ({ at: at.toISOString(), fact: { type: 'request_expired' } as Fact }))
  for (const { type, cap } of COUNTED) expect(outcome(happened, [factOf(type, cap, 'sgn_1')], at)).toMatchObject({ code: 'STATE_CONFLICT' })
  expect(outcome(happened, [{ type: 'request_cancelled' }], at)).toBe('done')
})
