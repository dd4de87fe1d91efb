// Walks a test signer through the journey with the operations that its pages call: real vault, PIN, code and signature. Only the camera
// is scripted.

import { placeName } from '../../../domain/journey'
import { actOf } from '../../../domain/policy'
import type { Step } from '../../../domain/steps'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { standing, type Journey } from '../../journey/standing'
import { refuse } from '../../steps/any-time/refuse'
import { completeRequest } from '../../completion/complete-request'
import { sealSignature } from '../../signing/seal-signature'
import { operationsOf, type ProvingStep } from '../../steps/registry'
import { chooseSavedIdentity } from '../../steps/saved-identity/choose-saved-identity'
import { selfieAt } from '../../steps/selfie/selfie-at'
import { sign } from '../../steps/sign/sign'
import { signByClick, textsOfSigning } from '../../steps/sign/sign-by-click'
import { signByCode } from '../../steps/sign/sign-by-code'
import { whyNoStepUp } from '../../steps/step-up/start-step-up'
import { digestsOf } from '../../steps/step-operations'
import { checkIdentity } from '../../verification/check-identity'
import { showTestDocument } from '../show-test-document'
import { proveKept } from './prove-kept'
import { nameAsOwn } from './name-as-own'
import { beginSigning, beginSigningByCode } from './test-code'
import { chooseTestPin, testPinFor } from './test-pin'
import { isReached, type Way } from './way'

const REFUSAL = 'Refused by the sandbox, as it was told to.'
/** The most steps of a walk: three tries of the identity check, and some more. */
const MOST_PLACES = 60

/** Ends when the signer has signed or refused, is stuck, waits for somebody else, or is at `stopAt`. Begins where the signer stands. */
export async function walk(context: Context, caller: SignerCaller, way: Way): Promise<void> {
  let journey = await standing(context, context.db, caller.signerId, caller)
  for (let places = 0; places < MOST_PLACES; places++) {
    const here = placeName(journey.place)
    if (isReached(here, way.stopAt)) return way.code && here === 'sign' ? sendCode(context, caller, journey) : undefined
    if (way.outcome === 'refuse' && here === 'review') return refuse(context, caller, { reason: REFUSAL })
    if (!(await step(context, caller, journey, way))) break
    journey = await standing(context, context.db, caller.signerId, caller)
  }
  await completeIfLast(context, journey)
}

/** Acts at the signer's place; false where there is nothing to do. */
async function step(context: Context, caller: SignerCaller, journey: Journey, way: Way): Promise<boolean> {
  const { place, signer, check } = journey
  if (place.at === 'closed') return false
  if (place.at === 'waiting') {
    if (place.for === 'checking' && check) await checkIdentity(context, { verification: check.id })
    if (place.for === 'seal' && signer.authorised) await sealSignature(context, { activation: signer.authorised })
    return place.for === 'checking' || place.for === 'seal'
  }
  if (place.step === 'details' && (await proveKept(context, caller, journey))) return true
  await (operationsOf(place.step).agree ?? PROVE[place.step])?.(context, caller, journey, way)
  return true
}

type Prove = (context: Context, caller: SignerCaller, journey: Journey, way: Way) => Promise<unknown>

const show: Prove = (context, caller, _, way) => showTestDocument(context, caller, way, way.stopAt)

/** The acts at steps where saying yes is not enough. */
const PROVE: Partial<Record<Step, Prove>> & Record<ProvingStep, Prove> = {
  saved_identity: useKept,
  step_up: confirmOwnFace,
  identity: show,
  document: show,
  selfie: show,
  names: nameAsOwn,
  pin: chooseTestPin,
  sign: authorise,
}

/** The key whose PIN the sandbox knows, where there is one: it can sign with no other. */
async function useKept(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const kept = ownByMachine(journey) ?? journey.credentials[0]
  await chooseSavedIdentity(context, caller, { credential: kept?.row.id ?? null })
}

/** By a selfie; where none would do, by a new check, as the page advises. */
async function confirmOwnFace(context: Context, caller: SignerCaller, journey: Journey, way: Way): Promise<void> {
  const [credential] = journey.credentials
  if (selfieAt(journey) || (credential && (await whyNoStepUp(context, context.db, journey, credential)) === null)) {
    await showTestDocument(context, caller, way)
    return
  }
  await chooseSavedIdentity(context, caller, { credential: null })
}

async function authorise(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const by = actOf(journey.circumstances.policy)
  if (by === 'click') return click(context, caller, journey)
  if (by === 'code') {
    return sealSignature(context, { activation: await signByCode(context, caller, await beginSigningByCode(context, caller)) })
  }
  const credential = ownByMachine(journey)
  if (!credential) {
    throw new Problem('STATE_CONFLICT.person_chose_pin')
  }
  const { activation, code } = await beginSigning(context, caller, credential)
  await sealSignature(context, { activation: await sign(context, caller, { activation, pin: testPinFor(credential.subject.phone), code }) })
}

async function click(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const activation = await signByClick(context, caller, { texts: digestsOf(textsOfSigning(context, journey)) })
  if (activation !== null) await sealSignature(context, { activation })
}

/** Only the code is needed here, so any key of the signer will do, also one whose PIN a person chose. */
async function sendCode(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  if (actOf(journey.circumstances.policy) === 'code') await beginSigningByCode(context, caller)
  const credential = ownByMachine(journey) ?? journey.credentials[0]
  if (credential) await beginSigning(context, caller, credential)
}

function ownByMachine({ credentials }: Journey): UsableCredential | undefined {
  return credentials.find(({ subject }) => subject.pinBySandbox)
}

/** Completes the request at once, as the queued job would later, so that the answer shows its final state. */
async function completeIfLast(context: Context, { request, state }: Journey): Promise<void> {
  if (state.signers.every(({ signedAt }) => signedAt !== undefined)) await completeRequest(context, { request: request.id })
}
