// Shows a test document in place of a camera: its pictures are uploaded like any frames, and the script says what they show.
// All the rest is real: check digits, expiry, names, verdict, tries, mails. Test mode only.

import { Problem } from '../../domain/problem'
import { documentSides, type DocumentSide, type TestDocumentNumber } from '../../domain/capture'
import { placeName, type PlaceName } from '../../domain/journey'
import type { Step } from '../../domain/steps'
import { specimenFrame, type SpecimenPicture } from '../../identity/specimen/pictures'
import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { nextChallenge } from '../steps/selfie/next-challenge'
import { receiveFrames } from '../steps/document/receive-frames'
import { abandonVerification, startVerification } from '../steps/identity/start-verification'
import { submitSelfie } from '../steps/selfie/submit-selfie'
import { submitSide } from '../steps/document/submit-side'
import { startStepUp } from '../steps/step-up/start-step-up'
import { checkRow, openPlan } from '../verification/verification-store'
import { arriveAt } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { changeScript, scriptOf, type FailureToShow } from '../kernel/signer-script'
import { testDocument, whatTheCameraSees } from './test-document'

export type ShownDocument = { document: TestDocumentNumber; failWith: FailureToShow | null }

const CAPTURING: readonly PlaceName[] = ['identity', 'document', 'selfie', 'step_up']
/** The issuing state where neither the document nor the signer nor the request names one. */
const SOME_COUNTRY = 'PL'

/**
 * Shows the document to the end of the try: both sides and the selfie, or until a side is refused for good. Answers the id of the check
 * that is to be decided now, or null. `stopAt`: goes no further than this place.
 */
export async function showTestDocument(
  context: Context,
  caller: SignerCaller,
  shown: ShownDocument,
  stopAt: Step | null = null,
): Promise<string | null> {
  const arrived = await arriveAt(context, caller, { at: CAPTURING })
  if (!arrived) return null
  if (arrived.mode !== 'test') throw new Problem('SANDBOX_ONLY.test_documents')
  if (placeName(arrived.place) === 'step_up') return showOwnFace(context, caller, shown)
  await begin(context, caller, arrived, shown)
  for (let shots = 0; shots < 12; shots++) {
    const journey = await standing(context, context.db, caller.signerId, caller)
    const here = placeName(journey.place)
    if (here === stopAt) return null
    switch (here) {
      case 'document':
        await showSide(context, caller, journey)
        break
      case 'selfie':
        return showFace(context, caller)
      // Refused for good, or decided meanwhile.
      default:
        return null
    }
  }
  return null
}

/** Starts a check for this kind of document and sets its script. A check that was begun otherwise is given up. */
async function begin(context: Context, caller: SignerCaller, journey: Journey, { document, failWith }: ShownDocument): Promise<void> {
  const { documentType, country } = testDocument(document)
  const { verification } = journey.signer
  const own = scriptOf(journey.mode, journey.row)?.capture
  const going = placeName(journey.place) !== 'identity' && verification !== undefined
  if (going && own?.verification === verification.id && own.document === document && own.failWith === failWith) return
  const untouched = going && verification.captured.length === 0 && Object.keys(verification.rejected).length === 0
  // A chip that was read is the document; only the face is shown.
  const byChip = going && verification.chip?.outcome === 'authenticated'
  if (!byChip && (!untouched || verification.documentType !== documentType || (country !== null && verification.country !== country))) {
    if (going) await abandonVerification(context, caller)
    const chosen = country ?? verification?.country ?? journey.profile.country ?? SOME_COUNTRY
    await startVerification(context, caller, { country: chosen, documentType })
  }
  await setScript(context, caller, { document, failWith })
  await changeScript(context, context.db, caller.signerId, ({ revoke: _, ...script }) => ({
    ...script,
    ...(document === 'REVOKED001' ? { revoke: true as const } : {}),
  }))
}

/** The face of the document's holder alone, for the selfie of a step-up. */
async function showOwnFace(context: Context, caller: SignerCaller, shown: ShownDocument): Promise<string | null> {
  const { check } = await standing(context, context.db, caller.signerId, caller)
  if (!check || check.status === 'failed') await startStepUp(context, caller)
  await setScript(context, caller, shown)
  return showFace(context, caller)
}

/** What the camera sees, for the check that goes on now and no other. */
async function setScript(context: Context, caller: SignerCaller, { document, failWith }: ShownDocument): Promise<void> {
  const { check, profile } = await standing(context, context.db, caller.signerId, caller)
  if (!check) throw new Error('a check of identity that was just begun is not there')
  const saw = whatTheCameraSees(profile.name, document, failWith)
  await changeScript(context, context.db, caller.signerId, (script) => ({
    ...script,
    capture: { verification: check.id, document, failWith, saw },
  }))
}

async function showSide(context: Context, caller: SignerCaller, { signer }: Journey): Promise<void> {
  const row = await checkRow(context, context.db, signer.verification?.id ?? '')
  const captured: readonly DocumentSide[] = signer.verification?.captured ?? []
  const side = documentSides(signer.verification?.documentType ?? 'national_id').find((one) => !captured.includes(one))
  const planned = openPlan(context, row).sides.find((one) => one.side === side)
  if (!side || !planned) throw new Problem('STATE_CONFLICT.no_side_awaited')
  await receiveFrames(context, caller, { stage: side, nonce: planned.nonce, revealedAt: null, frames: film(side, planned.nonce, 1, 0) })
  await submitSide(context, caller, { side, nonce: planned.nonce })
}

const FRAME_MS = 400
const FRAMES_PER_STEP = 8

async function showFace(context: Context, caller: SignerCaller): Promise<string | null> {
  for (;;) {
    const next = await nextChallenge(context, caller)
    if (!next) return submitSelfie(context, caller)
    if (!next.challenge) throw new Error('a test document was kept waiting')
    const { nonce } = next.challenge
    const frames = film('face', nonce, FRAMES_PER_STEP, next.index * (FRAMES_PER_STEP + 1) * FRAME_MS)
    await receiveFrames(context, caller, { stage: 'selfie', nonce, revealedAt: null, frames })
  }
}

/** Frames whose times of capture advance as a camera's would; nothing waits for that time to pass. */
function film(picture: SpecimenPicture, nonce: string, count: number, from: number) {
  return Array.from({ length: count }, (_, seq) => ({
    seq,
    capturedAt: from + seq * FRAME_MS,
    jpeg: specimenFrame(picture, `TEST ${nonce} ${seq}`),
  }))
}
