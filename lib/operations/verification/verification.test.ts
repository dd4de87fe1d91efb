// The check of identity by acts: shots, tries, limits, names, and what signer and requester are told. The analysis itself is scripted.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../wording/catalogue'
import { loadEvents, loadRequest } from '../kernel/evidence'
import { signerStatusOf } from '../../domain/request'
import { readContent } from '../kernel/outbox'
import { jpeg, newRequest, placesAlong, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { grantVerificationAttempts } from './grant-verification-attempts'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { deleteSignatureRequest } from '../requests/delete-signature-request'
import { nextChallenge } from '../steps/selfie/next-challenge'
import { keepIdentity, knownElsewhere } from './known-identities'
import type { MrzReading } from '../../identity/mrz/parse'
import { selfieClip } from './selfie-clip'
import { sweep } from '../maintenance/sweep'
import { shredBiometrics } from './retention'
import { receiveFrames } from '../steps/document/receive-frames'
import { codeOf } from '@/lib/testing/refusal'

let test: TestContext
let script: Script
let walk: Walk
let request: string
let from: (place: 'identity' | 'document' | 'selfie' | 'extracted_data' | 'names' | 'pin') => Promise<void>

const PERSON = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [PERSON])
  request = created.id
  walk = await Walk.open(test, created.signers[0]?.id ?? '')
  from = await placesAlong(test, walk, ['identity', 'document', 'selfie', 'extracted_data', 'names', 'pin'])
})
afterAll(() => test.close())
beforeEach(() => {
  Object.assign(script, { mrz: {}, verdict: null, shots: [], earlier: [], shown: [], given: [] })
})

async function mails(template: string): Promise<string[]> {
  const rows = await test.context.db.outboxMessage.findMany({ where: { requestId: request, template } })
  return rows.map((row) => readContent(test.context, row).text)
}

describe('capturing', () => {
  it('says what was wrong with a shot, and after three fails the try with that reason', async () => {
    await from('document')
    script.shots = ['DOCUMENT_GLARE', 'DOCUMENT_BLURRED', 'DOCUMENT_BLURRED']
    const first = (await walk.view()).verification
    await walk.shoot()
    const second = (await walk.view()).verification
    expect(second).toMatchObject({
      side: 'front',
      shotsLeft: 2,
      shotProblem: { code: 'DOCUMENT_GLARE', advice: catalogue('en').identity.DOCUMENT_GLARE.advice },
    })
    // Frames of the earlier shot are refused.
    expect(second?.nonce).not.toBe(first?.nonce)
    const late = receiveFrames(test.context, walk.caller, {
      stage: 'front',
      nonce: first?.nonce ?? '',
      revealedAt: null,
      frames: [{ seq: 9, capturedAt: 9, jpeg: jpeg('late') }],
    })
    expect(await codeOf(late)).toBe('CHALLENGE_EXPIRED')
    await walk.shoot()
    await walk.shoot()
    expect((await walk.view()).failure).toMatchObject({ code: 'DOCUMENT_BLURRED', attemptsLeft: 2 })
  })

  it('takes frames of a movement from the session that was shown it, and from no other', async () => {
    await from('selfie')
    const shown = await nextChallenge(test.context, walk.caller)
    const frames = [{ seq: 0, capturedAt: 0, jpeg: jpeg('a face') }]
    const upload = { stage: 'selfie' as const, nonce: shown?.challenge?.nonce ?? '', revealedAt: null, frames }
    const stranger = { ...walk.caller, sessionId: (await Walk.open(test, walk.caller.signerId)).caller.sessionId }
    expect(await codeOf(receiveFrames(test.context, stranger, upload))).toBe('CHALLENGE_EXPIRED')
    expect(await codeOf(receiveFrames(test.context, walk.caller, upload))).toBe('done')
  })

  it('keeps what was judged: no other pictures for a side that was taken, and none after the selfie was submitted', async () => {
    await from('document')
    const nonce = (await walk.view()).verification?.nonce ?? ''
    await walk.shoot()
    const other = { stage: 'front' as const, nonce, revealedAt: null, frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg('another document') }] }
    expect(await codeOf(receiveFrames(test.context, walk.caller, other))).toBe('CHALLENGE_EXPIRED')
    await walk.to('selfie')
    let last = ''
    for (;;) {
      const next = await nextChallenge(test.context, walk.caller)
      if (!next?.challenge) break
      last = next.challenge.nonce
      await receiveFrames(test.context, walk.caller, {
        stage: 'selfie',
        nonce: last,
        revealedAt: null,
        frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg(last) }],
      })
    }
    const late = { stage: 'selfie' as const, nonce: last, revealedAt: null, frames: [{ seq: 1, capturedAt: 9, jpeg: jpeg('late') }] }
    await Promise.all([
      walk.act({ act: 'submit_selfie' }),
      codeOf(receiveFrames(test.context, walk.caller, late)),
      codeOf(receiveFrames(test.context, walk.caller, late)),
    ])
    const captured = (await loadEvents(test.context, test.context.db, request)).find(({ fact }) => fact.type === 'selfie_captured')?.fact
    const frames = await test.context.db.frame.count({ where: { verification: { signerId: walk.caller.signerId }, stage: 'selfie' } })
    expect(captured).toMatchObject({ frames })
    expect(await codeOf(receiveFrames(test.context, walk.caller, late))).toBe('STATE_CONFLICT')
  })

  it('takes only pictures of the step that is open, in order, of sane size, and stores a repeated upload once', async () => {
    await from('document')
    const nonce = (await walk.view()).verification?.nonce ?? ''
    const send = (frames: { seq: number; capturedAt: number; jpeg: Uint8Array }[], over = {}) =>
      codeOf(receiveFrames(test.context, walk.caller, { stage: 'front', nonce, revealedAt: null, frames, ...over }))
    const good = [
      { seq: 0, capturedAt: 1, jpeg: jpeg('a') },
      { seq: 1, capturedAt: 2, jpeg: jpeg('b') },
    ]
    expect([await send(good), await send(good)]).toEqual(['done', 'done'])
    expect(await test.context.db.frame.count({ where: { nonce } })).toBe(2)
    expect(await send([{ seq: 1, capturedAt: 2, jpeg: jpeg('other') }])).toBe('VALIDATION_FAILED')
    expect(await send([{ seq: 3, capturedAt: 1, jpeg: jpeg('c') }])).toBe('VALIDATION_FAILED')
    expect(await send([{ seq: 3, capturedAt: 9, jpeg: Buffer.from('GIF89a') }])).toBe('VALIDATION_FAILED')
    expect(await send([{ seq: 3, capturedAt: 9, jpeg: Buffer.concat([jpeg('d'), Buffer.alloc(400_000)]) }])).toBe('VALIDATION_FAILED')
    expect(await send(good, { nonce: 'guessed' })).toBe('CHALLENGE_EXPIRED')
    expect(await send(good, { stage: 'selfie' })).toBe('STATE_CONFLICT')
    const sized = (width: number, height: number) => send([{ seq: 3, capturedAt: 9, jpeg: jpeg('sized', { width, height }) }])
    expect([await sized(4000, 3999), await sized(1920, 1093), await sized(4097, 300), await sized(1920, 1080)]).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'done',
    ])
    const stored = await test.context.db.frame.findFirstOrThrow({ where: { nonce, seq: 0 } })
    const bytes = Buffer.from(await test.context.blobs.get(stored.blob))
    expect(bytes.includes(Buffer.from(jpeg('a').subarray(0, 8)))).toBe(false)
  })

  it('takes sixty pictures of a step, and the next step begins with none', async () => {
    await from('document')
    const nonce = (await walk.view()).verification?.nonce ?? ''
    const send = (first: number, count: number, picture = 'film') =>
      codeOf(
        receiveFrames(test.context, walk.caller, {
          stage: 'front',
          nonce,
          revealedAt: null,
          frames: Array.from({ length: count }, (_, at) => ({
            seq: first + at,
            capturedAt: first + at,
            jpeg: jpeg(`${picture} ${first + at}`),
          })),
        }),
      )
    const stored = () => test.context.db.frame.count({ where: { nonce } })
    expect([await send(0, 24), await send(24, 24), await send(48, 13)]).toEqual(['done', 'done', 'CHALLENGE_EXPIRED'])
    expect([await send(48, 12), await stored(), await send(60, 1)]).toEqual(['done', 60, 'CHALLENGE_EXPIRED'])
    // What was sent before counts once, and a film that begins anew takes the place of the one before.
    expect([await send(48, 12), await stored(), await send(0, 20, 'again'), await stored()]).toEqual(['done', 60, 'done', 20])
  })

  it('deletes the bytes of pictures wherever it deletes their rows', async () => {
    const blobs = async () => [
      ...new Set(
        (await test.context.db.frame.findMany({ where: { verification: { signerId: walk.caller.signerId } } })).map(({ blob }) => blob),
      ),
    ]
    const left = async (names: readonly string[]) => {
      const there = await Promise.all(
        names.map((name) =>
          test.context.blobs.get(name).then(
            () => true,
            () => false,
          ),
        ),
      )
      return there.filter(Boolean).length
    }
    const id = async () => (await test.context.db.verification.findFirstOrThrow({ where: { signerId: walk.caller.signerId } })).id
    const film = async (picture: string) => {
      const { nonce } = (await walk.view()).verification ?? {}
      await receiveFrames(test.context, walk.caller, {
        stage: 'front',
        nonce: nonce ?? '',
        revealedAt: null,
        frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg(picture) }],
      })
      return blobs()
    }
    await from('document')
    const first = await film('first')
    const second = await film('opened again')
    expect([first.length, await left(first), await left(second)]).toEqual([1, 0, 1])
    script.shots = ['DOCUMENT_GLARE']
    await walk.shoot()
    expect([await blobs(), await left(second)]).toEqual([[], 0])

    await from('selfie')
    await nextChallenge(test.context, walk.caller)
    const begun = (await blobs()).length
    await walk.selfie()
    const all = await blobs()
    expect([all.length > begun, await left(all)]).toEqual([true, all.length])
    await shredBiometrics(test.context, [await id()])
    expect([await blobs(), await left(all)]).toEqual([[], 0])

    await from('extracted_data')
    const kept = await blobs()
    await cancelSignatureRequest(test.context, test.caller, { requestId: request })
    await deleteSignatureRequest(test.context, test.caller, { requestId: request })
    expect([await blobs(), await left(kept)]).toEqual([[], 0])
  })

  it('passes on when the page asked for the movement: the time it reported first, and another time only for a new film', async () => {
    await from('document')
    const nonce = (await walk.view()).verification?.nonce ?? ''
    const send = (seq: number, revealedAt: number | null, picture: string) =>
      receiveFrames(test.context, walk.caller, {
        stage: 'front',
        nonce,
        revealedAt,
        frames: [{ seq, capturedAt: 100 * seq, jpeg: jpeg(picture) }],
      })
    await send(0, null, 'flat')
    await send(1, 70, 'tilted')
    await send(2, 90, 'tilted more')
    await walk.act({ act: 'submit_side', side: 'front', nonce })
    const back = (await walk.view()).verification?.nonce ?? ''
    for (const [picture, revealedAt] of [
      ['left', 30],
      ['opened again', 40],
    ] as const) {
      await receiveFrames(test.context, walk.caller, {
        stage: 'back',
        nonce: back,
        revealedAt,
        frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg(picture) }],
      })
    }
    await walk.act({ act: 'submit_side', side: 'back', nonce: back })
    expect(script.shown).toEqual([70, 40])
  })

  it('keeps the frames of a side that was judged while others were on their way, whose digest is evidence', async () => {
    await from('document')
    const nonce = (await walk.view()).verification?.nonce ?? ''
    const upload = (context: typeof test.context, picture: string) =>
      receiveFrames(context, walk.caller, {
        stage: 'front',
        nonce,
        revealedAt: null,
        frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg(picture) }],
      })
    await upload(test.context, 'the film')
    const kept = () => test.context.db.frame.findMany({ where: { nonce }, select: { sha256: true, blob: true } })
    const judged = await kept()
    const { blobs } = test.context
    const inBetween = Object.create(blobs) as typeof blobs
    inBetween.stage = async () => {
      await walk.act({ act: 'submit_side', side: 'front', nonce })
      return blobs.stage()
    }
    expect(await codeOf(upload({ ...test.context, blobs: inBetween }, 'another film'))).toBe('CHALLENGE_EXPIRED')
    expect(await kept()).toEqual(judged)
  })

  it('says since when each movement is given out: from the start, from the other side on, and anew after a shot that was refused', async () => {
    await from('identity')
    const shoot = async () => {
      const asked = test.context.now().getTime()
      test.advance(5_000)
      await walk.shoot()
      return asked
    }
    await walk.act({ act: 'start_verification', country: 'PL', documentType: 'national_id' })
    script.shots = ['DOCUMENT_GLARE']
    const given = [await shoot(), await shoot(), await shoot()]
    expect(script.given).toEqual(given)
  })

  it('reveals one challenge at a time, waits for its pictures, and starts again with others after the page was left', async () => {
    await from('selfie')
    const reveal = () => nextChallenge(test.context, walk.caller)
    const first = await reveal()
    expect((await reveal())?.challenge?.nonce).toBe(first?.challenge?.nonce)
    expect(await codeOf(walk.act({ act: 'submit_selfie' }))).toBe('STATE_CONFLICT')
    test.advance(20_000)
    const again = await reveal()
    expect(again).toMatchObject({ index: 0 })
    expect(again?.challenge?.nonce).not.toBe(first?.challenge?.nonce)
    const late = receiveFrames(test.context, walk.caller, {
      stage: 'selfie',
      nonce: first?.challenge?.nonce ?? '',
      revealedAt: null,
      frames: [{ seq: 0, capturedAt: 0, jpeg: jpeg('x') }],
    })
    expect(await codeOf(late)).toBe('CHALLENGE_EXPIRED')
    await walk.to('extracted_data')
  })
})

describe('the verdict', () => {
  it('after the last try tells the signer what happens next, and the requester why it is stuck; a granted try goes on', async () => {
    await from('document')
    script.verdict = 'FACE_MISMATCH'
    for (let attempt = 1; attempt <= 3; attempt++) {
      await walk.to('document')
      await walk.to('selfie')
      await walk.selfie()
      if (attempt < 3) expect((await walk.view()).failure).toMatchObject({ code: 'FACE_MISMATCH', attemptsLeft: 3 - attempt })
    }
    expect((await walk.view()).place).toEqual({ at: 'waiting', for: 'help' })
    expect((await walk.view()).failure).toMatchObject({ code: 'FACE_MISMATCH', attemptsLeft: 0 })
    expect(await mails('verification_stuck')).toHaveLength(1)
    const state = await loadRequest(test.context, test.context.db, request)
    expect(state.signers[0] && signerStatusOf(state, state.signers[0], test.context.now())).toBe('verification_failed')
    expect(await codeOf(walk.act({ act: 'start_verification', country: 'PL', documentType: 'passport' }))).toBe('STATE_CONFLICT')
    // Each try was given the traces of those before, to recognise a replay.
    const given = script.earlier.map((traces) => traces.length)
    expect(given.map((count) => count - (given[0] ?? 0))).toEqual([0, 1, 2])
    await grantVerificationAttempts(test.context, test.caller, { requestId: request, signerId: walk.caller.signerId })
    script.verdict = null
    await walk.to('extracted_data')
  })

  it('fails another person’s document by its name, in words, and lets a wrongly written name be corrected', async () => {
    await from('selfie')
    script.mrz = { surname: 'KOWALSKA', givenNames: ['ANNA'] }
    await walk.selfie()
    expect((await walk.view()).failure).toMatchObject({ code: 'NAME_MISMATCH', attemptsLeft: 2 })
    await walk.act({ act: 'restart' })
    await walk.to('details')
    await walk.act({ act: 'correct_details', name: 'Anna Kowalska' })
    await walk.to('extracted_data')
    expect((await walk.view()).reading?.fields.slice(0, 2).map(({ field, verdict }) => [field, verdict])).toEqual([
      ['surname', 'same'],
      ['given_names', 'same'],
    ])
  })

  it('proves one name only: a signer who corrects it after the check, by starting again, is checked again', async () => {
    await from('names')
    await walk.act({ act: 'restart' })
    await walk.to('details')
    await walk.act({ act: 'correct_details', name: 'Anna Kowalska' })
    await walk.to('identity')
    await walk.to('selfie')
    await walk.selfie()
    expect((await walk.view()).failure).toMatchObject({ code: 'NAME_MISMATCH' })
  })

  it('keeps a clip of the selfie for as long as its key', async () => {
    await from('extracted_data')
    const check = () => test.context.db.verification.findFirstOrThrow({ where: { signerId: walk.caller.signerId } })
    const frames = await test.context.db.frame.count({ where: { verificationId: (await check()).id, stage: 'selfie' } })
    const clip = Buffer.from((await selfieClip(test.context, await check())) ?? '')
    expect([clip.toString('latin1', 0, 4), clip.toString('latin1', 8, 12)]).toEqual(['RIFF', 'AVI '])
    expect(clip.toString('latin1').split('\xff\xd8\xff\xfe').length - 1).toBe(frames)
    await shredBiometrics(test.context, [(await check()).id])
    expect(await selfieClip(test.context, await check())).toBeNull()
  })

  it('knows a document and a face under another name, in the same organisation alone, and for as long as the key of their check', async () => {
    await from('extracted_data')
    const check = () => test.context.db.verification.findFirstOrThrow({ where: { signerId: walk.caller.signerId } })
    const here = { tenantId: test.caller.tenantId, mode: 'test' } as const
    const one = (surname: string, documentNumber: string, face: number) => ({
      sides: [
        {
          side: 'back' as const,
          findings: [],
          problem: null,
          portrait: null,
          mrz: { issuer: 'POL', surname, givenNames: ['ANNA'], dateOfBirth: '1985-04-22', documentNumber } as unknown as MrzReading,
        },
      ],
      selfie: { findings: [], faces: [[face, 0]] },
    })
    await keepIdentity(test.context, test.context.db, await check(), here, one('KOWALSKA', 'CBA482913', 0.25))
    const asked = (who: ReturnType<typeof one>, place: { tenantId: string; mode: 'test' | 'live' } = here) =>
      knownElsewhere(test.context, { id: 'another check', key: null }, place, who)
    expect(await asked(one('KOWALSKA', 'CBA482913', 0.25))).toEqual({ documents: 0, nearest: null })
    expect(await asked(one('NOWAK', 'CBA482913', 1))).toEqual({ documents: 1, nearest: 0.75 })
    // A letter in place of the figure of its shape.
    expect(await asked(one('NOWAK', 'C8A4B29I3', 1))).toEqual({ documents: 1, nearest: 0.75 })
    expect(await asked(one('NOWAK', 'DAK730251', 0.5))).toEqual({ documents: 0, nearest: 0.25 })
    expect(await asked(one('NOWAK', 'CBA482913', 0.25), { ...here, tenantId: 'another organisation' })).toEqual({
      documents: 0,
      nearest: null,
    })
    expect(await asked(one('NOWAK', 'CBA482913', 0.25), { ...here, mode: 'live' })).toEqual({ documents: 0, nearest: null })
    await shredBiometrics(test.context, [(await check()).id])
    expect(await asked(one('NOWAK', 'CBA482913', 0.25))).toEqual({ documents: 0, nearest: null })
  })

  it('recognises a recording of any earlier check, for thirty days', async () => {
    await from('pin')
    await walk.to('review')
    await test.context.db.credential.updateMany({ where: { signerId: walk.caller.signerId }, data: { lockedAt: test.context.now() } })
    const earlier = (await test.context.db.verification.findFirstOrThrow({ where: { signerId: walk.caller.signerId } })).id
    for (const [days, known] of [
      [29, true],
      [2, false],
    ] as const) {
      test.advance(days * 86_400_000)
      await sweep(test.context, 'running')
      const other = await newRequest(test, [{ name: 'Łukasz Żółć', email: `after-${days}@example.com` }])
      script.earlier = []
      await (await Walk.open(test, other.signers[0]?.id ?? '')).to('extracted_data')
      expect(script.earlier[0]?.includes(`selfie of ${earlier}`), `${days} days later`).toBe(known)
    }
  })

  it('explains a difference that does not matter, and can be rejected as wrongly read', async () => {
    await from('extracted_data')
    const { reading } = await walk.view()
    expect(reading?.fields.find(({ field }) => field === 'given_names')).toMatchObject({
      value: 'LUKASZ JAN',
      expected: 'Łukasz',
      verdict: 'fine',
    })
    await walk.act({ act: 'reject_extracted_data' })
    expect(await walk.place()).toBe('identity')
  })

  it('records each finding with score, threshold and model, and no personal data', async () => {
    await from('names')
    const events = await loadEvents(test.context, test.context.db, request)
    const verdict = events.find(({ fact }) => fact.type === 'verification_passed')
    expect(verdict?.fact).toMatchObject({
      findings: [
        { check: 'face_match', score: 0.97, threshold: 0.5, model: 'script/1' },
        { check: 'name_match', passed: true },
      ],
    })
    expect(JSON.stringify(events)).not.toMatch(/lukasz|zolc|żół|500123456|ABC123456/i)
  })
})
