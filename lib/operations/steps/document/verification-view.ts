// The check of identity as the page shows it: what to capture next, and what was wrong with the last shot.

import { z } from 'zod'
import { ACCOMMODATIONS, DOCUMENT_SIDES, DOCUMENT_TYPES, documentSides, MOVEMENTS } from '../../../domain/capture'
import type { Verification as VerificationState } from '../../../domain/signer-state'
import { isStepUp, type Check, type StepUp } from '../../../domain/step-up'
import { dataOf } from '../../../identity/check'
import { alpha2Of } from '../../../identity/mrz/country-codes'
import { printedEnd } from '../../../identity/print/printed-end'
import type { Verification } from '../../../generated/prisma/client'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { reasonWords } from '../../verification/reason-words'
import { readerOf } from '../../verification/reader'
import { checkRow, openPlan, openResult, selfieOf } from '../../verification/verification-store'
import { isUncompared } from '../selfie/selfie-at'
import { SHOTS_PER_SIDE } from './submit-side'

export const DocumentType = z.enum(DOCUMENT_TYPES)
const Movement = z.enum(MOVEMENTS)
const CheckState = z.enum(['waiting', 'running', 'passed', 'failed'])
const ShotProblem = z.object({ code: z.string(), message: z.string(), advice: z.string() })

export const verificationShown = {
  verification: z
    .object({
      id: z.string(),
      attempt: z.number(),
      country: z.string(),
      documentType: DocumentType,
      side: z.enum(DOCUMENT_SIDES).nullable(),
      movement: Movement.nullable(),
      nonce: z.string().nullable(),
      shotProblem: ShotProblem.nullable(),
      shotsLeft: z.number(),
      othersBefore: z.number().nullable(), // whose pictures are read before those of this signer; null: none of theirs wait
      accommodation: z.enum(ACCOMMODATIONS).nullable(), // of the selfie that is being made
      comparable: z.boolean(), // whether the person agreed that software compares their face
      read: z.object({ country: z.string(), expiry: z.string().nullable() }).nullable(), // of the sides that are done
      checks: z.array(z.object({ check: z.string(), state: CheckState })),
    })
    .nullable()
    .default(null),
}

export async function viewedVerification(context: Context, journey: Journey) {
  const { check } = journey
  if (!check || !isGoingOn(check)) return null
  const row = await checkRow(context, context.db, check.id)
  if (!row.key) return null
  return {
    id: check.id,
    attempt: check.attempt,
    country: row.country,
    documentType: row.documentType,
    othersBefore: context.identity.othersBefore(readerOf(journey, row.id)),
    accommodation: selfieOf(openPlan(context, row)).accommodation ?? null,
    comparable: !isUncompared(journey),
    checks: [...(isStepUp(check) ? [] : sides(check)), ...ofSelfie(check), ...(isStepUp(check) ? [] : [NAME])],
    ...(isStepUp(check) ? NO_DOCUMENT : viewedDocument(context, journey, check, row)),
  }
}

/** Also where a selfie is made once more by another session. */
const isGoingOn = (check: StepUp | VerificationState): boolean =>
  check.status === 'capturing' || check.status === 'checking' || (isStepUp(check) && check.again === true)

const NO_DOCUMENT = { side: null, movement: null, nonce: null, shotProblem: null, shotsLeft: 0, read: null }

function viewedDocument(context: Context, { place, language }: Journey, verification: VerificationState, row: Verification) {
  const side = documentSides(verification.documentType).find((candidate) => !verification.captured.includes(candidate)) ?? null
  const plan = openPlan(context, row).sides.find((candidate) => candidate.side === side)
  const capturing = place.at === 'step' && place.step === 'document'
  const problem = verification.shotProblem?.side === side ? verification.shotProblem : undefined
  return {
    side,
    movement: capturing ? (plan?.movement ?? null) : null,
    nonce: capturing ? (plan?.nonce ?? null) : null,
    shotProblem: problem ? { code: problem.reason, ...reasonWords(language, problem.reason) } : null,
    shotsLeft: Math.max(0, SHOTS_PER_SIDE - (side ? (verification.rejected[side] ?? 0) : 0)),
    read: readSoFar(context, row),
  }
}

/** The state and the end of the document: of the zone, once it is read, and before that what the signer chose and the front prints. */
function readSoFar(context: Context, row: Pick<Verification, 'id' | 'key' | 'result' | 'country'>) {
  const sides = openResult(context, row)?.sides ?? []
  if (sides.length === 0) return null
  const data = dataOf({ sides })
  if (data) return { country: alpha2Of(data.issuer) ?? row.country, expiry: data.expiry }
  const front = sides.find(({ side }) => side === 'front')
  return { country: row.country, expiry: printedEnd(front?.print ?? [], context.now()) }
}

type CheckState = z.infer<typeof CheckState>

type ShownCheck = { check: string; state: CheckState }

const sides = ({ documentType, captured }: VerificationState): ShownCheck[] =>
  documentSides(documentType).map((side) => ({ check: `document_${side}`, state: captured.includes(side) ? 'passed' : 'waiting' }))

function ofSelfie({ status }: Check): ShownCheck[] {
  const state = status === 'checking' ? 'running' : 'waiting'
  return [
    { check: 'face_match', state },
    { check: 'liveness', state },
  ]
}

const NAME: ShownCheck = { check: 'name', state: 'waiting' }
