// The request as a fold: whose turn it is, and the status that the REST API shows at each point.
import { describe, expect, it } from 'vitest'
import { GENESIS, type EvidenceEvent, type Fact } from './event'
import { circumstancesOf, nextLookAt, requestFrom, signerStatusOf, statusOf, turn } from './request'

const CREATED: Fact = {
  type: 'request_created',
  mode: 'test',
  signature_type: 'qes',
  ordered: true,
  expires_at: '2026-12-20T10:00:00.000Z',
  documents: [{ id: 'doc', sha256: '0', pages: 1, size_bytes: 1 }],
  signers: [
    { id: 'second', order: 2, profile_sha256: '0' },
    { id: 'first', order: 1, profile_sha256: '0' },
  ],
}
const NOW = new Date('2026-11-20T10:00:00.000Z')
const LATER = new Date('2027-01-01T00:00:00.000Z')
const events = (...facts: Fact[]): EvidenceEvent[] =>
  facts.map((fact, index) => ({
    id: `evt_${index}`,
    request: 'sreq',
    sequence: index + 1,
    at: NOW.toISOString(),
    actor: 'system',
    fact,
    previous_hash: GENESIS,
    hash: String(index),
  }))
const request = (...facts: Fact[]) => requestFrom(events(CREATED, ...facts))
const signed = (signer: string): Fact => ({ type: 'signer_signed', signer })
const invited = (signer: string): Fact => ({ type: 'signer_invited', signer, channel: 'email', link: 1 })
const authorised = (signer: string): Fact => ({
  type: 'signature_authorised',
  signer,
  activation: 'act',
  credential: 'cred',
  factors: ['pin', 'otp_sms'],
})

describe('a request', () => {
  it.each([
    ['pending', NOW, []],
    ['in_progress', NOW, [signed('first')]],
    ['completed', LATER, [signed('first'), signed('second'), { type: 'request_completed' }]],
    ['expired', LATER, [signed('first')]],
    ['in_progress', LATER, [signed('first'), authorised('second')]],
    ['pending', LATER, [authorised('first')]],
    ['cancelled', NOW, [{ type: 'request_cancelled' }]],
    ['cancelled', LATER, [{ type: 'signer_refused', signer: 'first', reason_sha256: '0' }]],
  ] as [string, Date, Fact[]][])('is %s', (status, now, facts) => {
    expect(statusOf(request(...facts), now)).toBe(status)
  })

  it.each([
    ['the first is to be invited', 'soon', []],
    ['the first may act', 'at the deadline', [invited('first')]],
    ['the second is to be invited', 'soon', [invited('first'), signed('first')]],
    ['the second may act', 'at the deadline', [invited('first'), signed('first'), invited('second')]],
    ['all have signed', 'soon', [signed('first'), signed('second')]],
    ['it is completed, and not sealed', 'soon', [signed('first'), signed('second'), { type: 'request_completed' }]],
    [
      'it is sealed',
      'never',
      [signed('first'), signed('second'), { type: 'request_completed' }, { type: 'evidence_sealed', events: 1, head: '0', sha256: '0' }],
    ],
    ['it was cancelled, and not sealed', 'soon', [{ type: 'request_cancelled' }]],
    ['it was refused, and not sealed', 'soon', [{ type: 'signer_refused', signer: 'first', reason_sha256: '0' }]],
    ['its expiry is announced, and it is not sealed', 'soon', [{ type: 'request_expired' }]],
    [
      'it was cancelled and sealed',
      'never',
      [{ type: 'request_cancelled' }, { type: 'evidence_sealed', events: 2, head: '0', sha256: '0' }],
    ],
    ['it was deleted', 'never', [{ type: 'request_cancelled' }, { type: 'request_deleted', documents: 1, signers: 2 }]],
  ] as [string, string, Fact[]][])('when %s, is looked at %s', (_, when, facts) => {
    const moment = nextLookAt(request(...facts), NOW)?.toISOString()
    expect(moment).toBe({ soon: '2026-11-20T10:00:30.000Z', 'at the deadline': '2026-12-20T10:00:00.000Z' }[when])
  })

  it('goes by the order given, whatever the order of the list', () => {
    expect(turn(request())).toEqual(['first'])
    expect(turn(request(signed('first')))).toEqual(['second'])
    expect(turn(request(signed('first'), signed('second')))).toEqual([])
    const state = request()
    const [second] = state.signers
    expect(second && circumstancesOf(state, second, { now: NOW, credentials: [] }).turn).toEqual(['first'])
  })

  it('is the turn of all who have not signed where no order is given', () => {
    const free = requestFrom(events({ ...CREATED, ordered: false } as Fact, signed('second')))
    expect(turn(free)).toEqual(['first'])
    expect(turn(requestFrom(events({ ...CREATED, ordered: false } as Fact)))).toEqual(['first', 'second'])
  })

  it.each([
    ['pending_verification', 'first', NOW, []],
    ['waiting', 'second', NOW, []],
    ['signing', 'first', LATER, [authorised('first')]],
    ['signed', 'first', LATER, [signed('first')]],
    ['expired', 'second', LATER, []],
    ['cancelled', 'second', NOW, [{ type: 'signer_refused', signer: 'first', reason_sha256: '0' }]],
    ['refused', 'first', NOW, [{ type: 'signer_refused', signer: 'first', reason_sha256: '0' }]],
    [
      'verified',
      'first',
      NOW,
      [{ type: 'certificate_issued', signer: 'first', credential: 'c', serial: '1', certificate_sha256: '0', not_after: '' }],
    ],
  ] as [string, string, Date, Fact[]][])('shows a signer as %s', (status, id, now, facts) => {
    const state = request(...facts)
    const signer = state.signers.find((one) => one.id === id)
    expect(signer && signerStatusOf(state, signer, now)).toBe(status)
  })

  it('is none without its beginning', () => {
    expect(() => requestFrom(events({ type: 'request_completed' }))).toThrow('request_created')
  })
})
