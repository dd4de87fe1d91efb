// The journey's state matrix, generated: every run of acts the rules allow, every circumstance, and what must hold in all of them.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Decision } from './decision'
import { GENESIS, type EvidenceEvent, type Fact, type SignerFact } from './event'
import { completedBy, itinerary, locate, type Circumstances, type Place } from './journey'
import { applyToSigner, newSignerState, VERIFICATION_ATTEMPTS, type SignerState } from './signer-state'
import { stepUpsLeft } from './step-up'
import { policyOf } from './policy'
import { isDone, STEP_NAMES, STEPS } from './steps'

const ME = 'sgn_me'
/** A certificate of before. */
const KEPT = 'kept'
const NOW = new Date('2026-11-20T10:00:00.000Z')
const text = { id: 't', version: '1', language: 'en', sha256: '0' }
const open: Circumstances = {
  now: NOW,
  expiresAt: new Date('2026-12-20T10:00:00.000Z'),
  cancelled: false,
  refusedByOther: false,
  turn: [ME],
  credentials: [],
  aged: [],
  policy: policyOf('qes'),
}

type MyFact<F = SignerFact> = F extends SignerFact ? Omit<F, 'signer'> : never
const event = (fact: MyFact, signer = ME): EvidenceEvent => ({
  id: 'evt',
  request: 'sreq',
  sequence: 1,
  at: NOW.toISOString(),
  actor: 'signer',
  session: 'ses',
  fact: { signer, ...fact } as Fact,
  previous_hash: GENESIS,
  hash: GENESIS,
})
const after = (state: SignerState, ...facts: MyFact[]) => facts.reduce((s, fact) => applyToSigner(s, event(fact)), state)
const fresh = (): SignerState => ({ ...newSignerState(ME, 1), activeSession: 'ses' })
const started = (attempt: number): MyFact => ({
  type: 'verification_started',
  verification: `ver_${attempt}`,
  attempt,
  country: 'PL',
  document_type: 'national_id',
})
const captured = (side: 'front' | 'back'): MyFact => ({
  type: 'document_side_captured',
  verification: 'ver',
  side,
  frames: 3,
  frames_sha256: '0',
})
const chip = (outcome: 'authenticated' | 'referred'): MyFact => ({
  type: 'chip_read',
  verification: 'ver',
  outcome,
  reasons: [],
  findings: [],
  chip_sha256: '0',
})
const passed: MyFact = { type: 'verification_passed', verification: 'ver', findings: [], result_sha256: '0' }
const failed: MyFact = { type: 'verification_failed', verification: 'ver', reason: 'FACE_MISMATCH', findings: [], attempts_left: 0 }
const referred: MyFact = {
  type: 'verification_referred',
  verification: 'ver',
  referrals: ['FACE_UNCERTAIN'],
  findings: [],
  result_sha256: '0',
}
const decided = (decision: Decision): MyFact => ({
  type: 'verification_decided',
  verification: 'ver',
  decision,
  reasons: [],
  result_sha256: '0',
})
const selfie: MyFact = { type: 'selfie_captured', verification: 'ver', challenges: [], frames: 9, frames_sha256: '0' }
const UP = 'ver_up'
const upStarted: MyFact = { type: 'step_up_started', verification: UP, credential: KEPT, attempt: 1 }
const upSelfie: MyFact = { ...selfie, verification: UP } as MyFact
const upPassed: MyFact = { type: 'step_up_passed', verification: UP, credential: KEPT, findings: [] }
const upFailed: MyFact = { type: 'step_up_failed', verification: UP, reason: 'FACE_MISMATCH', findings: [], attempts_left: 2 }
const upReferred: MyFact = { type: 'step_up_referred', verification: UP, referrals: ['FACE_UNCERTAIN'], findings: [], result_sha256: '0' }
const anew: MyFact = { type: 'saved_identity_chosen', credential: null }
const approved: MyFact = { type: 'documents_approved', documents: [], text }
const issued: MyFact = { type: 'certificate_issued', credential: 'cred', serial: '1', certificate_sha256: '0', not_after: '' }

const isOfStepUp = ({ stepUp }: SignerState) => stepUp?.status === 'checking' || stepUp?.status === 'referred'

/** What may happen at each place, as the facts that it adds; each choice is one list of facts. */
function choices(place: Place, s: SignerState): readonly (readonly MyFact[])[] {
  if (place.at === 'closed') return []
  if (place.at === 'waiting') {
    switch (place.for) {
      case 'checking':
        return isOfStepUp(s) ? [[upPassed], [upFailed], [upReferred]] : [[passed], [failed], [referred]]
      case 'decision':
        if (isOfStepUp(s))
          return [[decided('approve'), upPassed], [decided('reject'), upFailed], [{ type: 'holder_proven', credential: KEPT }]]
        return [
          [decided('approve'), passed],
          [decided('reject'), failed],
        ]
      case 'help':
        return [[{ type: 'verification_attempts_granted', attempts: 1 }]]
      case 'seal':
        return s.authorised
          ? [
              [
                { type: 'document_signed', document: 'doc', before: '0', after: '1', serial: '1', level: 'PAdES-B-LTA', timestamp: '' },
                { type: 'signer_signed' },
              ],
            ]
          : []
      case 'turn':
        return []
    }
  }
  switch (place.step) {
    case 'terms':
      return [[{ type: 'terms_accepted', texts: [text] }]]
    case 'details':
      return [
        [{ type: 'details_confirmed', profile_sha256: '0' }],
        [{ type: 'holder_proven', credential: KEPT }],
        [
          { type: 'details_corrected', profile_sha256: '0', fields: ['name'] },
          { type: 'link_renewed', link: s.link + 1, because: 'data_corrected' },
        ],
      ]
    case 'saved_identity':
      return [[{ type: 'saved_identity_chosen', credential: KEPT }], [anew]]
    case 'step_up':
      if (s.stepUp && s.stepUp.status !== 'failed') return [[upSelfie], [{ type: 'journey_restarted' }], [anew]]
      return stepUpsLeft(s) > 0 ? [[upStarted], [anew]] : [[anew]]
    case 'issuance_terms':
      return [[{ type: 'issuance_terms_accepted', texts: [text] }]]
    case 'identity':
      return [[started(s.attempts + 1)]]
    case 'document':
      return [
        [captured('front')],
        [captured('back')],
        [chip('authenticated')],
        [chip('referred')],
        [{ type: 'verification_abandoned', verification: 'ver' }],
        [{ type: 'document_shot_rejected', verification: 'ver', side: 'front', reason: 'DOCUMENT_BLURRED' }],
      ]
    case 'selfie':
      return [[selfie], [{ type: 'verification_abandoned', verification: 'ver' }]]
    case 'extracted_data':
      return [
        [{ type: 'extracted_data_confirmed', verification: 'ver', result_sha256: '0' }],
        [{ type: 'extracted_data_rejected', verification: 'ver' }],
      ]
    case 'names':
      return [
        [
          { type: 'names_chosen', subject_sha256: '0', transliterated: false },
          { type: 'phone_confirmed', phone_sha256: '0', proof: 'code' },
        ],
      ]
    case 'pin':
      return [[{ type: 'pin_created', credential: 'cred' }]]
    case 'certificate':
      return [[{ type: 'certificate_requested', credential: 'cred', text }, issued]]
    case 'review':
      return [[approved], [{ type: 'journey_restarted' }], ...(s.stepUp ? [[{ type: 'holder_proven', credential: KEPT }] as const] : [])]
    case 'sign':
      return [
        [{ type: 'signature_authorised', activation: 'act', credential: 'cred', factors: ['pin', 'otp_sms'] }],
        [{ type: 'journey_restarted' }],
        [{ type: 'credential_locked', credential: 'cred' }],
      ]
  }
}

/** Those of before are all old here, so that each state is reached that a selfie leads to. */
const old: Circumstances = { ...open, aged: [KEPT] }
/** Valid ones: that of this request, or else what was proven. */
const credentialsOf = (s: SignerState, lost: boolean) => (lost ? [] : s.certificate ? [s.certificate.credential] : s.proven)
type Node = { state: SignerState; lost: boolean; trail: readonly string[] }
const keyOf = ({ state: { lastEventAt: _, verifiedAt: __, ...s }, lost }: Node) =>
  JSON.stringify([
    { ...s, link: 0, viewed: [], verification: s.verification && { ...s.verification, id: '', rejected: {}, shotProblem: null } },
    lost,
  ])

/** Who has made selfies of a step-up goes the way of everybody after them, so only its beginning is walked again. */
const isWorthwhile = ({ attempts, abandoned, stepUp, stepUpsFailed }: SignerState): boolean =>
  stepUp || stepUpsFailed > 0 ? attempts === 0 && stepUpsFailed <= 1 : attempts <= VERIFICATION_ATTEMPTS + 2 && abandoned <= 2

/** Every state that acts can lead to, within some tries of the identity check. */
function reachable(): readonly Node[] {
  const first: Node = { state: fresh(), lost: false, trail: [] }
  const seen = new Map([[keyOf(first), first]])
  for (const node of seen.values()) {
    const place = locate(node.state, { ...old, credentials: credentialsOf(node.state, node.lost) })
    for (const facts of choices(place, node.state)) {
      const state = after(node.state, ...facts)
      const names = facts.map(({ type }) => type)
      const lost = names.includes('credential_locked') || (node.lost && !names.includes('certificate_issued'))
      const next = { state, lost, trail: [...node.trail, ...names] }
      if (isWorthwhile(state) && !seen.has(keyOf(next))) seen.set(keyOf(next), next)
    }
  }
  return [...seen.values()]
}

const nodes = reachable()
const placeIn = (node: Node, c: Partial<Circumstances> = {}) =>
  locate(node.state, { ...old, credentials: credentialsOf(node.state, node.lost), ...c })

describe('every state that acts lead to', () => {
  it('is many, and reaches every place', () => {
    const places = new Set(nodes.map((node) => JSON.stringify(placeIn(node))))
    expect(nodes.length).toBeGreaterThan(100)
    expect([...places].filter((place) => place.includes('"step"'))).toHaveLength(STEP_NAMES.length)
    for (const kind of ['checking', 'decision', 'help', 'seal', 'signed'])
      expect([...places].some((place) => place.includes(`"${kind}"`))).toBe(true)
  })

  it('offers a way on, or is over', () => {
    const stuck = nodes.filter((node) => placeIn(node).at !== 'closed' && choices(placeIn(node), node.state).length === 0)
    expect(stuck.map(({ trail }) => trail)).toEqual([])
  })

  it('never asks for the signature before the documents, nor for the documents without a certificate or the terms', () => {
    for (const node of nodes) {
      const place = placeIn(node)
      if (place.at !== 'step') continue
      if (place.step === 'sign') expect(node.state.approved).toBeDefined()
      if (place.step === 'sign' || place.step === 'review')
        expect([node.state.said.includes('terms_accepted'), credentialsOf(node.state, node.lost).length]).toEqual([true, 1])
      if ((place.step === 'sign' || place.step === 'review') && credentialsOf(node.state, node.lost)[0] === KEPT)
        expect(node.state.stepUp).toMatchObject({ credential: KEPT, status: 'passed', selfie: true })
      if (place.step === 'pin' || place.step === 'certificate') expect(node.state.verification?.status).toBe('confirmed')
    }
  })

  it('shows as many steps behind as the list says, and stands at the first one open', () => {
    for (const node of nodes) {
      const place = placeIn(node)
      const steps = itinerary(node.state, { ...old, credentials: credentialsOf(node.state, node.lost) })
      if (place.at === 'step') expect(steps.find(({ done }) => !done)?.step).toBe(place.step)
    }
  })

  it('completes a step with one of the facts that the step names, and with no other', () => {
    for (const node of nodes) {
      for (const facts of choices(placeIn(node), node.state)) {
        let before = node.state
        for (const fact of facts) {
          const state = after(before, fact)
          const done = STEPS.filter((rule) => isDone(rule, state) && !isDone(rule, before)).map(({ name }) => name)
          expect(completedBy({ signer: ME, ...fact } as Fact, before, state)).toEqual(done)
          before = state
        }
      }
    }
  })

  it('is over for all who have not authorised once it is cancelled, refused by another or expired; a signature is not taken back', () => {
    for (const node of nodes) {
      const over = [{ cancelled: true }, { refusedByOther: true }, { now: open.expiresAt }].map((c) => placeIn(node, c))
      if (node.state.signedAt) for (const place of over) expect(place).toEqual({ at: 'closed', because: 'signed' })
      else if (node.state.authorised) for (const place of over) expect(place).toEqual({ at: 'waiting', for: 'seal' })
      else
        expect(over).toEqual([
          { at: 'closed', because: 'cancelled' },
          { at: 'closed', because: 'refused_by_other' },
          { at: 'closed', because: 'expired' },
        ])
    }
  })

  it('leads along the steps that the policy names; a credential spares those who sign with it', () => {
    const steps = (c: Partial<Circumstances>) => itinerary(fresh(), { ...open, ...c }).map(({ step }) => step)
    expect(steps({})).toEqual(STEP_NAMES.filter((step) => step !== 'saved_identity' && step !== 'step_up'))
    expect(steps({ credentials: [KEPT] })).toEqual(['terms', 'saved_identity', 'review', 'sign'])
    expect(steps({ credentials: ['cred'], policy: policyOf('aes') })).toEqual(['terms', 'details', 'review', 'sign'])
    expect(steps({ policy: policyOf('ses') })).toEqual(['terms', 'details', 'review', 'sign'])
  })

  it('waits for whose turn it is', () => {
    for (const node of nodes.filter(({ state }) => !state.signedAt && !state.authorised)) {
      expect(placeIn(node, { turn: ['sgn_other'] })).toEqual({ at: 'waiting', for: 'turn', signer: 'sgn_other' })
    }
  })

  it('is closed by a refusal, wherever it comes', () => {
    for (const node of nodes.filter(({ state }) => !state.signedAt)) {
      expect(locate(after(node.state, { type: 'signer_refused', reason_sha256: '0' }), open)).toEqual({ at: 'closed', because: 'refused' })
    }
  })
})

describe('tries, restarts and other people', () => {
  const verified = () =>
    after(
      fresh(),
      { type: 'terms_accepted', texts: [text] },
      { type: 'details_confirmed', profile_sha256: '0' },
      { type: 'issuance_terms_accepted', texts: [text] },
      started(1),
      captured('front'),
      captured('back'),
      selfie,
      passed,
    )

  it('asks who has proven certificates of before which one is to be used, and again when that one is lost or another session goes on', () => {
    const proven = after(fresh(), { type: 'terms_accepted', texts: [text] }, { type: 'holder_proven', credential: KEPT, others: ['other'] })
    expect(proven.proven).toEqual([KEPT, 'other'])
    const at = (state: SignerState, credentials: readonly string[]) => locate(state, { ...open, credentials })
    expect(at(proven, proven.proven)).toEqual({ at: 'step', step: 'saved_identity' })
    const chosen = after(proven, { type: 'saved_identity_chosen', credential: KEPT })
    expect(at(chosen, [KEPT])).toEqual({ at: 'step', step: 'review' })
    expect(at(chosen, ['other'])).toEqual({ at: 'step', step: 'saved_identity' })
    expect(at(chosen, [])).toEqual({ at: 'step', step: 'details' })
    expect(at(after(chosen, { type: 'holder_proven', credential: KEPT }), [KEPT])).toEqual({ at: 'step', step: 'saved_identity' })
    expect(after(chosen, { type: 'journey_restarted' }).chosen).toBeUndefined()
  })

  it('leads who wants a new check through all of it, and asks nothing about the certificate that they make here', () => {
    const anew = after(
      fresh(),
      { type: 'terms_accepted', texts: [text] },
      { type: 'holder_proven', credential: KEPT },
      { type: 'saved_identity_chosen', credential: null },
    )
    expect(anew.proven).toEqual([])
    expect(locate(anew, open)).toEqual({ at: 'step', step: 'details' })
    expect(locate(after(anew, issued), { ...open, credentials: ['cred', KEPT] })).toEqual({ at: 'step', step: 'review' })
  })

  it('counts failed checks up to the limit, then waits for help until more are granted', () => {
    let state = after(
      fresh(),
      { type: 'terms_accepted', texts: [text] },
      { type: 'details_confirmed', profile_sha256: '0' },
      { type: 'issuance_terms_accepted', texts: [text] },
    )
    for (let attempt = 1; attempt <= VERIFICATION_ATTEMPTS; attempt++) {
      expect(locate(state, open)).toEqual({ at: 'step', step: 'identity' })
      state = after(state, started(attempt), captured('front'), captured('back'), selfie, failed)
    }
    expect(locate(state, open)).toEqual({ at: 'waiting', for: 'help' })
    expect(locate(after(state, { type: 'verification_attempts_granted', attempts: 1 }), open)).toEqual({ at: 'step', step: 'identity' })
  })

  it('gives the try back when a check is given up before the selfie, but not for ever', () => {
    let state = verified()
    for (let round = 0; round < 20; round++)
      state = after(state, started(state.attempts + 1), { type: 'verification_abandoned', verification: 'ver' })
    expect(locate(state, open)).toEqual({ at: 'waiting', for: 'help' })
    expect(state.attempts).toBeGreaterThan(VERIFICATION_ATTEMPTS)
  })

  it('keeps a passed check and the certificate through a restart, and frees the documents', () => {
    const state = after(
      verified(),
      { type: 'journey_restarted' },
      { type: 'terms_accepted', texts: [text] },
      { type: 'details_confirmed', profile_sha256: '0' },
      { type: 'issuance_terms_accepted', texts: [text] },
    )
    expect(locate(state, open)).toEqual({ at: 'step', step: 'extracted_data' })
    expect(after(state, issued, approved, { type: 'journey_restarted' })).toMatchObject({
      said: [],
      certificate: { credential: 'cred' },
    })
    expect(after(state, approved, { type: 'journey_restarted' }).approved).toBeUndefined()
  })

  it('begins a check anew that was left for a day, or from which no certificate was made within one', () => {
    const tomorrow = { ...open, now: new Date(NOW.getTime() + 25 * 3_600_000) }
    const left = after(verified(), started(3), captured('front'))
    expect([locate(left, open), locate(left, tomorrow)]).toEqual([
      { at: 'step', step: 'document' },
      { at: 'step', step: 'identity' },
    ])
    expect([locate(verified(), open), locate(verified(), tomorrow)]).toEqual([
      { at: 'step', step: 'extracted_data' },
      { at: 'step', step: 'identity' },
    ])
    expect(locate(after(verified(), issued), { ...tomorrow, credentials: ['cred'] })).toEqual({ at: 'step', step: 'review' })
    expect(after(left, started(4)).attemptsAllowed).toBe(VERIFICATION_ATTEMPTS + 1)
  })

  it('waits for the person who decides, however long and in whichever session, and never goes on or begins anew before', () => {
    const waiting = after(verified(), referred)
    const later = { ...open, now: new Date(NOW.getTime() + 72 * 3_600_000) }
    const other = after(waiting, { type: 'device_taken_over', session: 'ses_other', kind: 'phone' })
    for (const [state, at] of [
      [waiting, open],
      [waiting, later],
      [other, open],
    ] as const)
      expect(locate(state, at)).toEqual({ at: 'waiting', for: 'decision' })
    expect(locate(after(waiting, decided('approve'), passed), open)).toEqual({ at: 'step', step: 'extracted_data' })
    expect(locate(after(other, decided('approve'), passed), open)).toEqual({ at: 'step', step: 'selfie' })
    expect(locate(after(waiting, decided('reject'), failed), open)).toEqual({ at: 'step', step: 'identity' })
    expect(locate(after(waiting, { type: 'verification_attempts_granted', attempts: 0 }, decided('reject'), failed), open)).toEqual({
      at: 'waiting',
      for: 'help',
    })
  })

  it('needs no photographs where the chip is authenticated', () => {
    const at = (...facts: MyFact[]) => locate(after(verified(), started(2), ...facts), open)
    expect(at(chip('referred'))).toEqual(at())
    expect(at(chip('authenticated'))).toEqual(at(captured('front'), captured('back')))
  })

  it('says which shot was bad until the side is captured', () => {
    const bad = after(verified(), started(2), {
      type: 'document_shot_rejected',
      verification: 'ver',
      side: 'front',
      reason: 'DOCUMENT_GLARE',
    })
    expect(bad.verification).toMatchObject({ rejected: { front: 1 }, shotProblem: { side: 'front', reason: 'DOCUMENT_GLARE' } })
    expect(after(bad, captured('front')).verification?.shotProblem).toBeUndefined()
  })

  it('is not moved by what others do', () => {
    const state = verified()
    expect(applyToSigner(state, event({ type: 'signer_signed' }, 'sgn_other'))).toBe(state)
  })
})

it('the specification has a row for each step, in their order', () => {
  const rows = [...readFileSync('lib/spec/journey.md', 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(([, step]) => step)
  expect(rows).toEqual(STEP_NAMES)
})
