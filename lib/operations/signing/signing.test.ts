// The act of signing on a real database and test trust service: what is signed, what is refused, and what a crash leaves behind.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../../domain/problem'
import type { ProviderData, SigningProvider } from '../../domain/signing-provider'
import { loadEvents } from '../kernel/evidence'
import { changeBound } from '../kernel/bound-rows'
import { readRevision } from '../kernel/revisions'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import type { Rewind } from '../../testing/checkpoint'
import { testContext, type TestContext } from '../../testing/test-context'
import { sealSignature } from './seal-signature'
import { sign } from '../steps/sign/sign'
import { startSigning } from '../steps/sign/start-signing'
import type { SignerCaller } from '../../domain/caller'

let test: TestContext
let script: Script
const folder = mkdtempSync(path.join(tmpdir(), 'signing-'))

const HOUR_MS = 3_600_000
const KNOWN = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const signerOf = (request: { signers: readonly { id: string }[] }, index = 0) => request.signers[index]?.id ?? ''

type AtSign = { walk: Walk; request: string; signer: string }
/** Every test begins with one person who stands at the act of signing, and so has a certificate. */
let standing: AtSign
let back: Rewind

async function atSign(): Promise<AtSign> {
  const request = await newRequest(test, [KNOWN])
  const walk = await Walk.open(test, signerOf(request))
  await walk.to('sign')
  return { walk, request: request.id, signer: signerOf(request) }
}

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  // Limits count by whole hours, and judges go by the real clock: so each test begins with the hour that it is.
  test = await testContext({ identity: scripted.identity, start: new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS) })
  standing = await atSign()
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof Problem)) return `bug: ${String(error)}`
      const { says, extra } = error
      return extra.triesLeft === undefined ? says : `${says}, ${extra.triesLeft} left`
    },
  )
}

/** Answers a function that restores the provider. */
function changeProvider(change: (provider: SigningProvider) => Partial<SigningProvider>): () => void {
  const { signing } = test.context
  const changed = { ...signing('test'), ...change(signing('test')) }
  test.context.signing = () => changed
  return () => void (test.context.signing = signing)
}

const other = (code: string) => (code === '111111' ? '222222' : '111111')

/** The newest key of the signer. */
async function keyOf({ caller: { signerId } }: Walk) {
  return test.context.db.credential.findFirstOrThrow({ where: { signerId }, orderBy: { createdAt: 'desc' } })
}

async function newCode(walk: Walk, activation: string): Promise<void> {
  test.advance(31_000)
  await walk.act({ act: 'resend_code', activation })
}

async function factsOf(request: string, type: string) {
  return (await loadEvents(test.context, test.context.db, request)).filter(({ fact }) => fact.type === type)
}

const latestRevision = (requestDocumentId: string) =>
  test.context.db.revision.findFirstOrThrow({ where: { requestDocumentId }, orderBy: { number: 'desc' } })

async function signedFiles(request: string): Promise<string[]> {
  const rows = await test.context.db.requestDocument.findMany({ where: { requestId: request }, orderBy: { position: 'asc' } })
  return Promise.all(
    rows.map(async ({ id }, index) => {
      const file = path.join(folder, `${request}-${index}.pdf`)
      writeFileSync(file, await readRevision(test.context, await latestRevision(id)))
      return file
    }),
  )
}

describe('signing', () => {
  it('lets two people with Polish and Greek names sign two documents; pdfsig and qpdf call all four signatures valid', async () => {
    const maria = { name: 'Μαρία Παπαδοπούλου', email: 'maria@example.com', phone: '+306912345678' }
    const request = await newRequest(test, [KNOWN, maria], { documents: 2, redirectUrl: 'https://example.com/done?x=1' })
    const first = await Walk.open(test, signerOf(request))
    const second = await Walk.open(test, signerOf(request, 1))
    expect((await second.view()).place).toEqual({ at: 'waiting', for: 'turn', signer: 'Łukasz Żółć' })
    await first.to('signed')
    expect((await first.view()).redirectUrl).toBe(
      `https://example.com/done?x=1&status=signed&request_id=${request.id}&signer_id=${signerOf(request)}`,
    )
    script.mrz = { issuer: 'GRC', surname: 'PAPADOPOULOU', givenNames: ['MARIA'], nationality: 'GRC' }
    await second.to('signed')
    script.mrz = {}
    expect(test.jobs.some(({ job, payload }) => job === 'complete_request' && payload.request === request.id)).toBe(true)
    for (const file of await signedFiles(request.id)) {
      const verdict = execFileSync('pdfsig', ['-nocert', file]).toString()
      expect(verdict.match(/Signature is Valid/g)).toHaveLength(2)
      expect(verdict).toContain('Łukasz Żółć')
      expect(verdict).toContain('Μαρία Παπαδοπούλου')
      execFileSync('qpdf', ['--check', file])
      expect(execFileSync('pdftotext', [file, '-']).toString()).toMatch(
        /Łukasz Żółć[^]*Μαρία Παπαδοπούλου|Μαρία Παπαδοπούλου[^]*Łukasz Żółć/,
      )
    }
  })

  it('answers a wrong PIN and a wrong code alike, and ends an activation whose tries are used up without locking the key', async () => {
    const { walk, request } = standing
    const activation = await walk.startSigning()
    const code = await walk.lastCode()
    const wrongCode = other(code)
    const wrongPin = await codeOf(walk.act({ act: 'sign', activation, pin: '604813', code }))
    const wrongOtp = await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: wrongCode }))
    expect(wrongPin).toBe('SIGNING_REFUSED.wrong, 4 left')
    expect(wrongOtp).toBe('SIGNING_REFUSED.wrong, 3 left')
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: '604813', code: wrongCode }))).toBe(
      'SIGNING_REFUSED.wrong_and_code_spent, 2 left',
    )
    // The code has used its three tries. It is no try to enter it again, however often.
    for (const pin of [PIN, '604813', '604813'])
      expect(await codeOf(walk.act({ act: 'sign', activation, pin, code }))).toBe('CODE_INVALID.used_up, 0 left')
    expect((await walk.view()).activation).toMatchObject({ triesLeft: 2 })
    await newCode(walk, activation)
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: '604813', code: await walk.lastCode() }))).toMatch(/, 1 left$/)
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: '604813', code: await walk.lastCode() }))).toMatch(
      /^ACTIVATION_EXPIRED.tries_used/,
    )
    expect(await factsOf(request, 'credential_locked')).toEqual([])
    // Three wrong PINs with a right code: two are left, and the next activation has no more.
    const next = await walk.startSigning()
    expect((await walk.view()).activation).toMatchObject({ triesLeft: 2 })
    await walk.act({ act: 'sign', activation: next, pin: PIN, code: await walk.lastCode() })
    expect(await walk.place()).toBe('signed')
    expect(await keyOf(walk)).toMatchObject({ failures: 0, lockedAt: null })
  })

  it('locks the key after five wrong PINs with a right code, and then asks for a new check of identity', async () => {
    const { walk, request } = standing
    const activation = await walk.startSigning()
    for (let tries = 1; tries <= 5; tries++) {
      const answer = await codeOf(walk.act({ act: 'sign', activation, pin: '604813', code: await walk.lastCode() }))
      expect(answer).toMatch(tries < 5 ? new RegExp(`^SIGNING_REFUSED.*, ${5 - tries} left$`) : /^CREDENTIAL_LOCKED/)
      if (tries === 3) await newCode(walk, activation)
    }
    expect(await factsOf(request, 'credential_locked')).toHaveLength(1)
    expect(await walk.place()).toBe('identity')
    await walk.to('signed')
    expect(await factsOf(request, 'signer_signed')).toHaveLength(1)
  })

  it('counts nothing against the key for somebody who has not its phone', async () => {
    const { walk } = standing
    for (let activations = 0; activations < 3; activations++) {
      const activation = await walk.startSigning()
      for (let tries = 0; tries < 3; tries++) {
        await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: other(await walk.lastCode()) }))
      }
      await newCode(walk, activation)
      for (let tries = 0; tries < 2; tries++) {
        await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: other(await walk.lastCode()) }))
      }
    }
    expect(await keyOf(walk)).toMatchObject({ failures: 0, lockedAt: null })
    const activation = await walk.startSigning()
    await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })
    expect(await walk.place()).toBe('signed')
  })

  it('begins no more activations for an address that has closed too many by wrong entries, in one request or over all', async () => {
    const { walk } = standing
    const from = { ...walk.caller, client: 'a client' }
    const elsewhere = await atSign()
    const closeOne = async ({ walk: at }: AtSign, caller: SignerCaller) => {
      const { credentials } = await at.view()
      await startSigning(test.context, caller, { credential: credentials[0]?.id ?? '' })
      await changeBound(test.context, test.context.db, 'activation', { signerId: caller.signerId, state: 'open' }, { allowed: 1 })
      const { id = '' } = (await at.view()).activation ?? {}
      expect(await codeOf(sign(test.context, caller, { activation: id, pin: PIN, code: other(await at.lastCode()) }))).toMatch(
        /^ACTIVATION_EXPIRED/,
      )
    }
    for (let closed = 0; closed < 5; closed++) await closeOne(standing, from)
    const beginsAt = async ({ walk: at }: AtSign, caller: SignerCaller) =>
      codeOf(startSigning(test.context, caller, { credential: (await at.view()).credentials[0]?.id ?? '' }))
    expect(await beginsAt(standing, from)).toMatch(/^RATE_LIMITED/)
    // Its holder, who asks from elsewhere, goes on.
    expect(await beginsAt(standing, walk.caller)).toBe('done')
    // The same address has less left in another request.
    await test.context.db.rateWindow.updateMany({ where: { subject: { startsWith: 'closed-of-client' } }, data: { count: 100 } })
    const begin = (caller: SignerCaller) => beginsAt(elsewhere, caller)
    expect(await begin({ ...elsewhere.walk.caller, client: 'a client' })).toMatch(/^RATE_LIMITED/)
    expect(await begin({ ...elsewhere.walk.caller, client: 'another client' })).toBe('done')
    expect(await factsOf(standing.request, 'credential_locked')).toEqual([])
  })

  it('gives twenty guesses at once no more than five, also when they come through several requests of the same person', async () => {
    const first = standing
    const second = await atSign()
    const guesses = [
      [first.walk, await first.walk.startSigning(), await first.walk.lastCode()],
      [second.walk, await second.walk.startSigning(), await second.walk.lastCode()],
    ] as const
    let judged = 0
    const mend = changeProvider((provider) => ({
      authorise: (...asked) => {
        judged++
        return provider.authorise(...asked)
      },
    }))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const [walk, activation, code] = guesses[n % 2] ?? guesses[0]
        return codeOf(walk.act({ act: 'sign', activation, pin: `60481${n % 10}`, code }))
      }),
    )
    mend()
    expect(judged).toBe(5)
    expect(answers.filter((answer) => /^(?:SIGNING_REFUSED|CREDENTIAL_LOCKED)/.test(answer))).toHaveLength(5)
    // Both requests lose the key. The signer who came with it begins at the details, the other at the identity.
    expect([await first.walk.place(), await second.walk.place()]).toEqual(['identity', 'details'])
    expect(await factsOf(first.request, 'signature_authorised')).toHaveLength(0)
  })

  it('counts a try before it judges it, so a cut connection gives none back', async () => {
    const { walk } = standing
    const activation = await walk.startSigning()
    const mend = changeProvider(() => ({ authorise: () => Promise.reject(new Error('the power went')) }))
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: '000000' }))).toMatch(/^bug/)
    mend()
    expect((await walk.view()).activation?.triesLeft).toBe(4)
    await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })
    expect(await walk.place()).toBe('signed')
  })

  it.each([
    ['cannot be reached', 'unavailable', /^UNAVAILABLE/, 5],
    ['does not answer in time, so nobody knows whether it judged', 'timed_out', /^UNAVAILABLE/, 4],
    ['calls the activation over', 'expired', /^ACTIVATION_EXPIRED/, 4],
  ] as const)('says so when the provider %s, and names no factor', async (_, refused, answer, left) => {
    const { walk, request } = standing
    const activation = await walk.startSigning()
    const mend = changeProvider(() => ({ authorise: async () => ({ refused }) }))
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() }))).toMatch(answer)
    mend()
    expect((await walk.view()).activation?.triesLeft).toBe(left)
    expect(await factsOf(request, 'activation_failed')).toHaveLength(0)
    await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })
    expect(await walk.place()).toBe('signed')
  })

  it('locks the key here when its provider has locked it', async () => {
    const { walk, request } = standing
    const activation = await walk.startSigning()
    const mend = changeProvider(() => ({ authorise: async () => ({ refused: 'locked' }) }))
    expect(await codeOf(walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() }))).toMatch(/^CREDENTIAL_LOCKED/)
    mend()
    expect(await factsOf(request, 'credential_locked')).toHaveLength(1)
    expect(await walk.place()).toBe('identity')
  })

  it('does not ask for a PIN when the provider has revoked the certificate, and leads to a new one', async () => {
    const { walk } = standing
    const { id, reference, certificate } = await test.context.db.credential.findFirstOrThrow()
    await test.context.signing('test').revoke({ id, reference: reference as ProviderData, certificate }, 1)
    expect(await codeOf(walk.startSigning())).toMatch(/^CREDENTIAL_LOCKED/)
    expect(await walk.place()).toBe('identity')
  })

  it('sends no code itself where the provider brings its codes to people', async () => {
    const { walk } = standing
    const mend = changeProvider((provider) => ({
      challenge: async (activation) => ({ ...(await provider.challenge(activation)), code: null }),
    }))
    await walk.startSigning()
    mend()
    expect(await test.context.db.outboxMessage.count({ where: { template: 'signing_code', signerId: standing.signer } })).toBe(0)
  })

  it('offers no key of a provider that is no longer connected', async () => {
    await changeBound(test.context, test.context.db, 'credential', {}, { provider: 'elsewhere' })
    expect(await standing.walk.place()).toBe('identity')
  })

  it('refuses the code of an old activation, of another signer, and one that is too old', async () => {
    const a = standing
    const b = await atSign()
    const old = await a.walk.startSigning()
    const oldCode = await a.walk.lastCode()
    test.advance(10 * 60_000)
    expect(await codeOf(a.walk.act({ act: 'sign', activation: old, pin: PIN, code: oldCode }))).toMatch(/^ACTIVATION_EXPIRED/)
    const fresh = await a.walk.startSigning()
    expect(fresh).not.toBe(old)
    expect(await codeOf(a.walk.act({ act: 'sign', activation: fresh, pin: PIN, code: oldCode }))).toMatch(/^SIGNING_REFUSED/)
    expect(await codeOf(b.walk.act({ act: 'sign', activation: fresh, pin: PIN, code: await a.walk.lastCode() }))).toMatch(
      /^ACTIVATION_EXPIRED/,
    )
  })

  it('refuses documents whose digest was changed after they were accepted', async () => {
    const { walk, request } = standing
    const row = await test.context.db.requestDocument.findFirstOrThrow({ where: { requestId: request } })
    const latest = await latestRevision(row.id)
    await test.context.db.revision.update({ where: { id: latest.id }, data: { sha256: 'f'.repeat(64) } })
    expect(await codeOf(walk.startSigning())).toMatch(/^INTEGRITY_FAULT/)
  })

  it('makes one signature out of a double click', async () => {
    const { walk, request } = standing
    const activation = await walk.startSigning()
    const act = { act: 'sign', activation, pin: PIN, code: await walk.lastCode() } as const
    await Promise.all([walk.act(act), walk.act(act)])
    await walk.act(act)
    expect(await factsOf(request, 'signature_authorised')).toHaveLength(1)
    expect(await factsOf(request, 'document_signed')).toHaveLength(1)
    expect(await factsOf(request, 'signer_signed')).toHaveLength(1)
  })

  it('sends fifteen codes of a key in an hour, over all activations; they are counted in rows, so a restart changes nothing', async () => {
    const { walk } = standing
    const sent = () => test.context.db.outboxMessage.count({ where: { signerId: walk.caller.signerId, template: 'signing_code' } })
    const before = await sent()
    const answers: string[] = []
    for (let begun = 0; begun < 4; begun++) {
      const activation = await walk.startSigning().catch(() => '')
      for (let sends = 0; sends < 4; sends++) {
        test.advance(31_000)
        answers.push(await codeOf(walk.act({ act: 'resend_code', activation })))
      }
      await changeBound(test.context, test.context.db, 'activation', { id: activation }, { expiresAt: test.context.now() })
    }
    expect((await sent()) - before).toBe(15)
    expect(answers.at(-1)).not.toBe('done')
  })

  it('sends one code however often it is begun at once, and makes one signature of twenty right entries', async () => {
    const { walk, request, signer } = standing
    const { credentials } = await walk.view()
    // The limit of codes refuses some of them.
    const begin = () => codeOf(walk.act({ act: 'start_signing', credential: credentials[0]?.id ?? '' }))
    await Promise.all(Array.from({ length: 20 }, begin))
    const codes = () => test.context.db.outboxMessage.count({ where: { signerId: signer, template: 'signing_code' } })
    expect(await codes()).toBe(1)
    const activation = (await walk.view()).activation?.id ?? ''
    const resent = await Promise.all(Array.from({ length: 20 }, () => codeOf(walk.act({ act: 'resend_code', activation }))))
    expect([new Set(resent), await codes()]).toEqual([new Set(['RESEND_TOO_SOON.code']), 1])
    const act = { act: 'sign' as const, activation, pin: PIN, code: await walk.lastCode() }
    await Promise.all(Array.from({ length: 20 }, () => codeOf(walk.act(act))))
    for (const type of ['signature_authorised', 'document_signed', 'signer_signed']) expect(await factsOf(request, type)).toHaveLength(1)
    // Entered again afterwards, it makes no second one.
    await walk.act(act)
    expect(await factsOf(request, 'signature_authorised')).toHaveLength(1)
  })

  it('is sealed once by two processes at the same moment', async () => {
    const { walk, request } = standing
    const trust = test.context.trust('test')
    test.context.trust = () => ({ ...trust, stamp: () => Promise.reject(new Error('the TSA is away')) })
    const activation = await walk.startSigning()
    expect((await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })).place).toEqual({
      at: 'waiting',
      for: 'seal',
    })
    test.context.trust = () => trust
    const first = sealSignature(test.context, { activation })
    // Forgets the work that this process shares, so that the second call runs like one in another process.
    Reflect.deleteProperty(globalThis, 'qsignhubSharedWork')
    await Promise.all([first, sealSignature(test.context, { activation })])
    for (const type of ['document_signed', 'signer_signed']) expect(await factsOf(request, type)).toHaveLength(1)
  })

  it('keeps the signature when the time-stamping authority is away, and finishes it without the signer', async () => {
    const { walk, request } = standing
    const trust = test.context.trust('test')
    test.context.trust = () => ({ ...trust, stamp: () => Promise.reject(new Error('the TSA is away')) })
    const activation = await walk.startSigning()
    const view = await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })
    expect(view.place).toEqual({ at: 'waiting', for: 'seal' })
    await expect(sealSignature(test.context, { activation })).rejects.toThrow('B-T')
    expect(await factsOf(request, 'document_signed')).toHaveLength(0)
    // The authority is back: the queued job, which may run twice, seals the signature without the signer.
    test.context.trust = () => trust
    test.advance(120_000)
    await sealSignature(test.context, { activation })
    await sealSignature(test.context, { activation })
    expect(await factsOf(request, 'document_signed')).toHaveLength(1)
    expect(await test.context.db.outboxMessage.count({ where: { requestId: request, template: 'signed' } })).toBe(1)
    expect((await walk.view()).place).toEqual({ at: 'closed', because: 'signed' })
  })

  it('resumes after a stop between two documents, and signs none of them twice', async () => {
    const request = await newRequest(test, [KNOWN], { documents: 2 })
    const walk = await Walk.open(test, signerOf(request))
    await walk.to('sign')
    const trust = test.context.trust('test')
    let stamps = 0
    // Two time-stamps finish the first document; the process stops before the second is begun.
    test.context.trust = () => ({
      ...trust,
      stamp: (digest) => (++stamps > 2 ? Promise.reject(new Error('stopped')) : trust.stamp(digest)),
    })
    const activation = await walk.startSigning()
    await walk.act({ act: 'sign', activation, pin: PIN, code: await walk.lastCode() })
    expect(await factsOf(request.id, 'document_signed')).toHaveLength(0)
    test.context.trust = () => trust
    // The job and a second press of the button at the same time.
    await Promise.all([sealSignature(test.context, { activation }), walk.act({ act: 'sign', activation, pin: PIN, code: '123456' })])
    expect(await factsOf(request.id, 'document_signed')).toHaveLength(2)
    for (const file of await signedFiles(request.id)) {
      expect(
        execFileSync('pdfsig', ['-nocert', file])
          .toString()
          .match(/Signature is Valid/g),
      ).toHaveLength(1)
    }
  })

  it('lets a person with a certificate skip from the terms to the documents', async () => {
    const request = await newRequest(test, [KNOWN])
    const walk = await Walk.open(test, signerOf(request))
    await walk.to('review')
    expect((await walk.view()).itinerary.map(({ step }) => step)).toEqual(['terms', 'saved_identity', 'review', 'sign'])
    await walk.to('signed')
    // A signer who only claims the address, by a correction, is not offered its holder's keys, and may have a certificate of their own.
    const claimed = await Walk.open(test, signerOf(await newRequest(test, [{ name: 'Łukasz Żółw', email: 'claimant@example.com' }])))
    await claimed.to('details')
    await claimed.act({ act: 'correct_details', name: KNOWN.name, email: KNOWN.email })
    expect(await claimed.place()).toBe('issuance_terms')
    await claimed.to('signed')
    // Somebody else behind the same address has to prove who they are.
    const stranger = await Walk.open(test, signerOf(await newRequest(test, [{ ...KNOWN, name: 'Anna Kowalska' }])))
    expect((await stranger.view()).itinerary).toHaveLength(12)
  })
})
