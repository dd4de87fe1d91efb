// What can be repeated has an end, and what ends a request has none: random repeats of every fact. What a link holder repeats by opening and
// looking is left out, and never refused.

import { expect, it } from 'vitest'
import type { EvidenceEvent, Fact } from './event'
import { Problem } from './problem'
import { applyToSigner, newSignerState, type SignerState } from './signer-state'
import { STEPS } from './steps'
import { MOST_EVENTS, MOST_RECORDS, REPEATS, RESTARTS, withRoom, type Cap } from './repeats'

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

const entriesOf = (facts: readonly Fact[]) => facts.map((fact) => ({ fact }))

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

/** The facts that are added. */
function tried(before: readonly Happened[], facts: readonly Fact[], now: Date): readonly Fact[] | Problem {
  try {
    return withRoom(before, entriesOf(facts), now).map(({ fact }) => fact)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

function outcome(before: readonly Happened[], facts: readonly Fact[], now: Date): 'done' | 'left out' | Problem {
  const added = tried(before, facts, now)
  return added instanceof Problem ? added : added.length === facts.length ? 'done' : 'left out'
}

it('counts the sessions of the person apart from all others, and forgets those of whoever was present before', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const at = now.toISOString()
  const begun = { type: 'activation_started', signer: 'sgn_1' } as unknown as Fact
  const before = Array.from({ length: 500 }, () => ({ at, session: 'ses_stranger', fact: begun }))
  const own = new Set(['ses_person'])
  const by = (session: string) => () => withRoom(before, [{ fact: begun, session }], now, own)
  expect(by('ses_person')()).toHaveLength(1)
  expect(by('ses_another')).toThrow(Problem)
  const signer = newSignerState('sgn_1', 1)
  const after = (state: SignerState, session: string | undefined, fact: object) =>
    applyToSigner(state, { sequence: 1, at, hash: '', ...(session ? { session } : {}), fact: { signer: 'sgn_1', ...fact } as Fact })
  const stranger = after(signer, 'ses_stranger', { type: 'selfie_captured' })
  const person = after(stranger, 'ses_person', { type: 'selfie_captured' })
  const phone = after(person, 'ses_person', { type: 'presence_handed_over', from: 'ses_person', to: 'ses_phone' })
  const back = after(phone, undefined, { type: 'link_opened', session: 'ses_back', continues: 'ses_person' })
  const other = after(back, undefined, { type: 'link_opened', session: 'ses_other', continues: 'ses_stranger' })
  const restarted = after(other, 'ses_back', { type: 'journey_restarted' })
  expect([stranger, person, phone, back, other, restarted].map((state) => state.own)).toEqual([
    ['ses_stranger'],
    ['ses_person'],
    ['ses_person', 'ses_phone'],
    ['ses_person', 'ses_phone', 'ses_back'],
    ['ses_person', 'ses_phone', 'ses_back'],
    ['ses_person', 'ses_phone', 'ses_back'],
  ])
})

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
    const answer = tried(happened, facts, new Date(now))
    if (answer instanceof Problem) refusals.add(answer.code)
    else happened.push(...answer.map((fact) => ({ at: new Date(now).toISOString(), fact })))
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
  const passed = (signer: string) => ({ type: 'presence_handed_over', signer }) as unknown as Fact
  const happened = Array.from({ length: 60 }, () => ({ at: at.toISOString(), fact: passed('sgn_1') }))
  expect(outcome(happened, [passed('sgn_1')], at)).toMatchObject({ code: 'RATE_LIMITED', extra: { retryAfterSeconds: 3600 } })
  expect(outcome(happened, [passed('sgn_2')], at)).toBe('done')
  expect(outcome(happened, [passed('sgn_1')], new Date(at.getTime() + 3_600_000))).toBe('done')
})

it('leaves out what only says that somebody came or looked, and adds what follows from it', () => {
  const at = new Date('2026-11-22T10:00:00Z')
  const kinds = COUNTED.filter(({ cap }) => cap.full === 'left_out')
  expect(kinds.map(({ type }) => type).sort()).toEqual([
    'code_sent',
    'device_handed_over',
    'device_taken_over',
    'link_opened',
    'link_renewed',
    'message_not_delivered',
    'presence_refused',
    'unsigned_documents_downloaded',
  ])
  for (const { type, cap } of kinds) {
    const fact = factOf(type, cap, 'sgn_1')
    const happened = Array.from({ length: cap.most }, () => ({ at: at.toISOString(), fact }))
    const viewed = { type: 'document_viewed', signer: 'sgn_1' } as unknown as Fact
    expect(withRoom(happened, entriesOf([fact, viewed]), new Date(at.getTime() + 86_400_000)), type).toEqual([{ fact: viewed }])
  }
  const renewed = { type: 'link_renewed', signer: 'sgn_1', link: 2, because: 'asked_by_signer' } as const
  const happened = Array.from({ length: 60 }, () => ({ at: at.toISOString(), fact: renewed }))
  expect(outcome(happened, [renewed], at)).toBe('left out')
  expect(outcome(happened, [{ ...renewed, link: 3, because: 'data_corrected' }], at)).toBe('done')
})

it('has room for every step after each restart, and after each signature of somebody else', () => {
  const steps = STEPS.flatMap(({ completedBy }) => completedBy)
  for (const type of [...steps, 'document_viewed'] as const) {
    const cap = REPEATS[type]
    if (cap !== 'bounded') expect(cap.most, type).toBeGreaterThanOrEqual(2 * RESTARTS)
  }
})

it('adds nothing that is counted to the longest chain, and every end', () => {
  const at = new Date('2026-11-22T10:00:00Z')
  const happened = Array.from({ length: MOST_EVENTS }, () => ({ at: at.toISOString(), fact: { type: 'request_expired' } as Fact }))
  for (const { type, cap } of COUNTED) {
    const refused = cap.full === 'refused'
    const answer = outcome(happened, [factOf(type, cap, 'sgn_1')], at)
    if (refused) expect(answer, type).toMatchObject({ code: 'STATE_CONFLICT' })
    else expect(answer, type).toBe('left out')
    expect(outcome(happened.slice(0, MOST_RECORDS), [factOf(type, cap, 'sgn_1')], at), type).toBe(refused ? 'done' : 'left out')
  }
  expect(outcome(happened, [{ type: 'request_cancelled' }], at)).toBe('done')
})
