// Walks a signer through the journey as the sandbox does, but before a camera, with a PIN and a code of their own, by the acts that the page
// posts; tests say where to stop and what to do differently.

import { placeName } from '../domain/journey'
import type { SignatureType } from '../domain/event'
import { actOf, type SigningOrder } from '../domain/policy'
import { STEP_NAMES, type Step } from '../domain/steps'
import { performAct } from '../http/journey/acts'
import type { Act } from '../http/schemas/journey'
import { sampleContract } from '../sample-contract'
import type { SignerCaller } from '../domain/caller'
import type { Context } from '../operations/kernel/context'
import { uploadDocument } from '../operations/documents/upload-document'
import { chooseNames } from '../operations/steps/names/choose-names'
import { viewedNames } from '../operations/steps/names/names-view'
import { sendPhoneCode } from '../operations/steps/names/phone-proof'
import { nextChallenge } from '../operations/steps/selfie/next-challenge'
import { operationsOf, type ProvingStep } from '../operations/steps/registry'
import { selfieAt } from '../operations/steps/selfie/selfie-at'
import { startStepUp } from '../operations/steps/step-up/start-step-up'
import { receiveFrames } from '../operations/steps/document/receive-frames'
import { standing, type Journey } from '../operations/journey/standing'
import { journeyView } from '../operations/journey-view/journey-view'
import { exchangeLink } from '../operations/access/exchange-link'
import { findSession, type Device } from '../operations/access/session'
import { signerLink } from '../operations/kernel/links'
import { readContent } from '../operations/kernel/outbox'
import { createSignatureRequest } from '../operations/requests/create-signature-request'
import { PLAIN_REQUEST } from '../operations/requests/request-rules'
import { proveKept } from '../operations/sandbox/walk/prove-kept'
import { sealSignature } from '../operations/signing/seal-signature'
import type { TestContext } from './test-context'
import { checkIdentity } from '../operations/verification/check-identity'
import type { Rewind } from './checkpoint'

export const PIN = '490731'
const DESK: Device = { kind: 'desk', userAgent: 'desk' }
export type NewPerson = { name: string; email: string; phone?: string | null }

export async function newRequest(
  { context, caller }: Pick<TestContext, 'context' | 'caller'>,
  people: readonly NewPerson[],
  {
    documents = 1,
    redirectUrl = null,
    expiresAt = null,
    conversation = null,
    signatureType = 'qes',
    signingOrder = null,
  }: {
    documents?: number
    redirectUrl?: string | null
    expiresAt?: Date | null
    signatureType?: SignatureType
    signingOrder?: SigningOrder | null
    conversation?: boolean | null
  } = {},
) {
  const documentIds: string[] = []
  for (let number = 1; number <= documents; number++) {
    const bytes = await sampleContract({
      borrower: people[0]?.name.normalize('NFD').replace(/[^\x20-\x7e]/g, '') ?? 'A',
      reference: `Loan ${number}`,
      date: context.now(),
    })
    documentIds.push(
      (
        await uploadDocument(context, caller, {
          file: { name: `contract-${number}.pdf`, mimeType: 'application/pdf', bytes },
          name: `Contract ${number}`,
        })
      ).id,
    )
  }
  return createSignatureRequest(context, caller, {
    ...PLAIN_REQUEST,
    documentIds,
    redirectUrl,
    expiresAt,
    conversation,
    signatureType,
    signingOrder,
    signers: people.map(({ name, email, phone = signatureType === 'ses' ? null : '+48500123456' }) => ({
      name,
      email,
      phone,
      locale: 'en-GB',
      order: null,
      method: null,
      country: signatureType === 'qes' ? 'PL' : null,
    })),
  })
}

async function linkToken({ context }: Pick<TestContext, 'context'>, signerId: string): Promise<string> {
  return signerLink(context, await context.db.signer.findUniqueOrThrow({ where: { id: signerId } })).token
}

/** Opens the signer's link, as a browser without a cookie does. Answers what the cookie of the session holds. */
/** `advance`: moves its clock; without it nothing can be waited for. */
type OnItsClock = Pick<TestContext, 'context'> & Partial<Pick<TestContext, 'advance'>>

export async function openSession(test: Pick<TestContext, 'context'>, signerId: string): Promise<string> {
  const opened = await exchangeLink(test.context, { token: await linkToken(test, signerId), device: DESK, sessionOf: () => undefined })
  return opened.sessionToken ?? ''
}

type Prove = (context: Context, caller: SignerCaller, journey: Journey) => Promise<unknown>

/** One person's way: `act` is what a button does, `view` what the page shows. */
export class Walk {
  private constructor(
    private readonly test: OnItsClock,
    readonly caller: SignerCaller,
    /** What its browser holds. */
    readonly cookie: string,
  ) {}

  /** `held`: the cookie of a browser that comes back. */
  static async open(test: OnItsClock, signerId: string, device = DESK, held?: string): Promise<Walk> {
    return Walk.withToken(test, await linkToken(test, signerId), device, held)
  }

  static async withToken(test: OnItsClock, token: string, device = DESK, held?: string): Promise<Walk> {
    const { signerId, sessionToken } = await exchangeLink(test.context, { token, device, sessionOf: () => held })
    const cookie = sessionToken ?? held ?? ''
    const caller = await findSession(test.context, signerId, cookie)
    if (!caller) throw new Error('no session')
    return new Walk(test, caller, cookie)
  }

  act = (act: Act) => performAct(this.test.context, this.caller, act)
  view = () => journeyView(this.test.context, this.caller)
  place = async () => placeName((await standing(this.test.context, this.test.context.db, this.caller.signerId, this.caller)).place)

  /** Does what the page asks, place after place, until `stop`. */
  async to(stop: string): Promise<void> {
    for (let steps = 0; steps < 40; steps++) {
      const here = await this.place()
      if (here === stop) return
      await this.step(here, stop)
    }
    throw new Error(`never came to ${stop}`)
  }

  private async step(here: string, stop: string): Promise<unknown> {
    if (here === 'checking') return this.decided()
    if (here === 'seal') return this.sealed()
    const step = STEP_NAMES.find((name) => name === here)
    if (step === undefined) throw new Error(`stands at ${here}, not at ${stop}`)
    const { context } = this.test
    const journey = await standing(context, context.db, this.caller.signerId)
    // As people do who have signed before.
    if (step === 'details' && (await proveKept(context, this.caller, journey))) return undefined
    return (operationsOf(step).agree ?? this.prove[step])?.(context, this.caller, journey)
  }

  /** The steps where something has to be proven, as a person does it: with a camera, a PIN and a code of their own. */
  private readonly prove: Partial<Record<Step, Prove>> & Record<ProvingStep, Prove> = {
    saved_identity: (_, __, { credentials }) => this.act({ act: 'choose_saved_identity', credential: credentials[0]?.row.id ?? null }),
    step_up: async (context, caller, journey) => {
      if (!selfieAt(journey)) await startStepUp(context, caller)
      return this.selfie()
    },
    identity: () => this.act({ act: 'start_verification', country: 'PL', documentType: 'national_id' }),
    document: () => this.shoot(),
    selfie: () => this.selfie(),
    names: (context, caller, journey) => this.name(context, caller, journey),
    pin: () => this.act({ act: 'create_pin', pin: PIN }),
    sign: (_, __, { circumstances }) => this.by[actOf(circumstances.policy)](),
  }

  private readonly by = { key: () => this.sign(), code: () => this.signByCode(), click: () => this.click() }

  /** As the page suggests, with the code from the phone. */
  private async name(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
    const { ownSpelling, ...printed } = await viewedNames(context, journey)
    const { givenNames, surname } = ownSpelling ?? printed
    const phone = journey.profile.phone ?? ''
    await sendPhoneCode(context, caller, { phone })
    const spelling = ownSpelling ? 'own' : 'document'
    await chooseNames(context, caller, { givenNames, surname, spelling, phone, code: await this.lastCode('phone_code') })
  }

  async shoot(): Promise<unknown> {
    const { verification } = await this.view()
    const { side, nonce } = verification ?? {}
    if (!side || !nonce) throw new Error('no side to capture')
    await receiveFrames(this.test.context, this.caller, {
      stage: side,
      nonce,
      revealedAt: 150,
      frames: [0, 1, 2].map((seq) => ({ seq, capturedAt: seq * 100, jpeg: jpeg(`${nonce} ${seq}`) })),
    })
    return this.act({ act: 'submit_side', side, nonce })
  }

  async selfie(): Promise<unknown> {
    for (;;) {
      const next = await nextChallenge(this.test.context, this.caller)
      if (!next) break
      if (!next.challenge) {
        if (!this.test.advance) throw new Error('a pause before a movement, and no clock to move')
        this.test.advance(next.waitMs)
        continue
      }
      const { nonce } = next.challenge
      await receiveFrames(this.test.context, this.caller, {
        stage: 'selfie',
        nonce,
        revealedAt: 0,
        frames: [0, 1, 2].map((seq) => ({ seq, capturedAt: seq * 100, jpeg: jpeg(`${nonce} ${seq}`) })),
      })
    }
    await this.act({ act: 'submit_selfie' })
    return this.decided()
  }

  private async decided(): Promise<void> {
    const row = await this.test.context.db.verification.findFirst({
      where: { signerId: this.caller.signerId, status: 'checking' },
    })
    if (row) await checkIdentity(this.test.context, { verification: row.id })
  }

  /** On a slow machine an act of signing answers before its signature is sealed: here the job seals it. */
  private async sealed(): Promise<void> {
    const { signer } = await standing(this.test.context, this.test.context.db, this.caller.signerId)
    if (signer.authorised) await sealSignature(this.test.context, { activation: signer.authorised })
  }

  async startSigning(): Promise<string> {
    const { credentials } = await this.view()
    const view = await this.act({ act: 'start_signing', credential: credentials[0]?.id ?? '' })
    if (!view.activation) throw new Error('no activation')
    return view.activation.id
  }

  async click(): Promise<unknown> {
    const { texts } = await this.view()
    return this.act({ act: 'sign_by_click', texts: texts.map(({ sha256 }) => sha256) })
  }

  /** Asks for a code. Answers the act that it is for. */
  async sendCode(): Promise<string> {
    const { activation } = await this.act({ act: 'send_signing_code' })
    if (!activation) throw new Error('no activation')
    return activation.id
  }

  async signByCode(): Promise<unknown> {
    const activation = await this.sendCode()
    return this.act({ act: 'sign_by_code', activation, code: await this.lastCode() })
  }

  async sign(): Promise<unknown> {
    const activation = await this.startSigning()
    return this.act({ act: 'sign', activation, pin: PIN, code: await this.lastCode() })
  }

  /** Reads the newest code from its text message, as the person does. */
  async lastCode(template = 'signing_code'): Promise<string> {
    const sent = await this.test.context.db.outboxMessage.findMany({
      where: { signerId: this.caller.signerId, template },
      orderBy: { createdAt: 'asc' },
    })
    const newest = sent.at(-1)
    if (!newest) throw new Error('no text message went out')
    return /^\d{6}/.exec(readContent(this.test.context, newest).text)?.[0] ?? ''
  }
}

/** Walks once along these places. The answered function goes back to one of them, with everything as it was there. */
export async function placesAlong<Place extends string>(
  test: TestContext,
  walk: Walk,
  places: readonly Place[],
): Promise<(place: Place) => Promise<void>> {
  const known = new Map<Place, Rewind>()
  for (const place of places) {
    await walk.to(place)
    known.set(place, await test.checkpoint())
  }
  return async (place) => known.get(place)?.()
}

/** The smallest file that has the header of a JPEG of this size. The comment makes each file different. */
export function jpeg(comment: string, { width, height } = { width: 640, height: 480 }): Uint8Array {
  const text = Buffer.from(comment)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length + 2)
  const size = Buffer.alloc(4)
  size.writeUInt16BE(height)
  size.writeUInt16BE(width, 2)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xfe]),
    length,
    text,
    Buffer.from([0xff, 0xc0, 0, 11, 8]),
    size,
    Buffer.from([1, 1, 0x11, 0, 0xff, 0xd9]),
  ])
}
