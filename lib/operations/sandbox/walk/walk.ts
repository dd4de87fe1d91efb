// Walks a test signer through the journey by the very operations that its pages call: real vault, PIN, code and signature.
// Only the camera is scripted.

import type { Step } from '../../../domain/journey'
import { Problem } from '../../../domain/problem'
import type { Context, SignerCaller } from '../../context'
import { createPin } from '../../credential/create-pin'
import { holderFor } from '../../credential/usable-credentials'
import { placeName, standing, type Journey } from '../../journey/standing'
import { refuse } from '../../journey/refuse'
import { journeyView } from '../../journey-view/journey-view'
import { completeRequest } from '../../request/complete-request'
import { sealSignature } from '../../signing/seal-signature'
import { sign } from '../../signing/sign'
import { startSigning } from '../../signing/start-signing'
import { checkIdentity } from '../../verification/check-identity'
import { showTestDocument, type ShownDocument } from '../show-test-document'
import { codeInOutbox } from './code-in-outbox'
import { agree } from './paperwork'

/** `stopAt`: the walk ends when the signer stands there. */
export type Way = ShownDocument & { stopAt: Step | null; outcome: 'sign' | 'refuse' }

/** What a machine chooses as PIN; the second when the signer's phone number or the like rules out the first. */
const TEST_PINS = ['490731', '618253'] as const
const REFUSAL = 'Refused by the sandbox, as it was told to.'
/** Three tries of the identity check with all their steps, and some. */
const MOST_PLACES = 60

/** Until signed, refused, stuck, waiting for somebody else, or `stopAt`. Begins where the signer stands. */
export async function walk(context: Context, caller: SignerCaller, way: Way): Promise<void> {
  for (let places = 0; places < MOST_PLACES; places++) {
    const journey = await standing(context, context.db, caller.signerId)
    const here = placeName(journey.place)
    if (here === way.stopAt) return
    if (way.outcome === 'refuse' && here === 'review') return refuse(context, caller, { reason: REFUSAL })
    if (!(await step(context, caller, journey, way))) break
  }
  await completeIfLast(context, caller)
}

/** Does what the place asks; false where there is nothing to do. */
async function step(context: Context, caller: SignerCaller, journey: Journey, way: Way): Promise<boolean> {
  const { place, signer } = journey
  if (place.at === 'closed') return false
  if (place.at === 'waiting') {
    if (place.for === 'checking' && signer.verification) await checkIdentity(context, { verification: signer.verification.id })
    if (place.for === 'seal' && signer.authorised) await sealSignature(context, { activation: signer.authorised })
    return place.for === 'checking' || place.for === 'seal'
  }
  await act(context, caller, place.step, way)
  return true
}

async function act(context: Context, caller: SignerCaller, here: Step, way: Way): Promise<unknown> {
  switch (here) {
    case 'identity':
    case 'document':
    case 'selfie': return showTestDocument(context, caller, way, way.stopAt)
    case 'pin': return choosePin(context, caller)
    case 'sign': return authorise(context, caller)
    default: return agree(context, caller, here)
  }
}

async function choosePin(context: Context, caller: SignerCaller): Promise<void> {
  const [usual, other] = TEST_PINS
  try {
    await createPin(context, caller, { pin: usual })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'PIN_WEAK') throw error
    await createPin(context, caller, { pin: other })
  }
}

async function authorise(context: Context, caller: SignerCaller): Promise<void> {
  const { credentials: [credential], mode, row, profile } = await standing(context, context.db, caller.signerId)
  if (credential?.row.holder !== holderFor(context, mode, row, profile)) {
    throw new Problem(
      'STATE_CONFLICT', 'A person chose the PIN of this signer in a browser, and only they know it. Let them sign, or take another signer.',
    )
  }
  await startSigning(context, caller, { credential: credential.row.id })
  const { activation } = await journeyView(context, caller)
  if (!activation) throw new Problem('STATE_CONFLICT', 'The act of signing that was begun is over. Call again.')
  const pin = testPinFor(profile.phone)
  const code = await codeInOutbox(context, caller.signerId, 'signing_code')
  await sealSignature(context, { activation: await sign(context, caller, { activation: activation.id, pin, code }) })
}

/** The choice that createPin left: the first, unless the phone number contains it. */
export function testPinFor(phone: string | null): string {
  const [usual, other] = TEST_PINS
  return phone?.replaceAll(/\D/g, '').includes(usual) ? other : usual
}

/** The queue does this too; done here, an answer finds the request as it will stay. */
async function completeIfLast(context: Context, caller: SignerCaller): Promise<void> {
  const { request, state } = await standing(context, context.db, caller.signerId)
  if (state.signers.every(({ signedAt }) => signedAt !== undefined)) await completeRequest(context, { request: request.id })
}
