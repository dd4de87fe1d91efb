// The check of identity as the page shows it: what to capture next, and what was wrong with the last shot.

import { z } from 'zod'
import { ACCOMMODATIONS, DOCUMENT_SIDES, DOCUMENT_TYPES, documentSides, MOVEMENTS } from '../../../domain/capture'
import type { Verification as VerificationState } from '../../../domain/signer-state'
import { dataOf } from '../../../identity/check'
import { alpha2Of } from '../../../identity/mrz/country-codes'
import { printedEnd } from '../../../identity/print/printed-end'
import type { Verification } from '../../../generated/prisma/client'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { reasonWords } from '../../verification/reason-words'
import { readerOf } from '../../verification/reader'
import { checkRow, openPlan, openResult, selfieOf } from '../../verification/verification-store'
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
  const { signer, place, language } = journey
  const { verification } = signer
  if (!verification || (verification.status !== 'capturing' && verification.status !== 'checking')) return null
  const row = await checkRow(context, context.db, verification.id)
  if (!row.key) return null
  const side = documentSides(verification.documentType).find((candidate) => !verification.captured.includes(candidate)) ?? null
  const planned = openPlan(context, row)
  const plan = planned.sides.find((candidate) => candidate.side === side)
  const capturing = place.at === 'step' && place.step === 'document'
  const problem = verification.shotProblem?.side === side ? verification.shotProblem : undefined
  return {
    id: verification.id,
    attempt: verification.attempt,
    country: verification.country,
    documentType: verification.documentType,
    side,
    movement: capturing ? (plan?.movement ?? null) : null,
    nonce: capturing ? (plan?.nonce ?? null) : null,
    shotProblem: problem ? { code: problem.reason, ...reasonWords(language, problem.reason) } : null,
    shotsLeft: Math.max(0, SHOTS_PER_SIDE - (side ? (verification.rejected[side] ?? 0) : 0)),
    othersBefore: context.identity.othersBefore(readerOf(journey, row.id)),
    accommodation: selfieOf(planned).accommodation ?? null,
    comparable: signer.uncompared !== true,
    read: readSoFar(context, row),
    checks: checks(verification),
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

function checks({ documentType, captured, status }: VerificationState): { check: string; state: CheckState }[] {
  const checking: CheckState = status === 'checking' ? 'running' : 'waiting'
  return [
    ...documentSides(documentType).map((side) => ({
      check: `document_${side}`,
      state: captured.includes(side) ? ('passed' as const) : ('waiting' as const),
    })),
    { check: 'face_match', state: checking },
    { check: 'liveness', state: checking },
    { check: 'name', state: 'waiting' },
  ]
}
