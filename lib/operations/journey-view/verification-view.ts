// The check of identity as the page shows it: what to capture next, what was wrong with the last shot or try, and what was read.

import { alpha2Of } from '../../identity/mrz/country-codes'
import { documentSides } from '../../domain/steps'
import type { PartMatch } from '../../domain/name-match'
import type { Verification as VerificationState } from '../../domain/signer-state'
import type { Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import type { Context } from '../kernel/context'
import { reasonWords } from '../verification/reason-words'
import { SHOTS_PER_SIDE } from '../steps/document/submit-side'
import { openPlan, openResult, type VerificationResult } from '../verification/verification-store'
import type { Journey } from '../journey/standing'

export async function viewedVerification(context: Context, { signer, place, language }: Journey) {
  const { verification } = signer
  if (!verification || (verification.status !== 'capturing' && verification.status !== 'checking')) return null
  const row = await context.db.verification.findUnique({ where: { id: verification.id } })
  if (!row?.key) return null
  const side = documentSides(verification.documentType).find((candidate) => !verification.captured.includes(candidate)) ?? null
  const plan = openPlan(context, row).sides.find((candidate) => candidate.side === side)
  const capturing = place.at === 'step' && place.step === 'document'
  const problem = verification.shotProblem?.side === side ? verification.shotProblem : undefined
  return {
    id: verification.id,
    attempt: verification.attempt,
    country: verification.country,
    document_type: verification.documentType,
    side,
    movement: capturing ? (plan?.movement ?? null) : null,
    nonce: capturing ? (plan?.nonce ?? null) : null,
    shot_problem: problem ? { code: problem.reason, ...reasonWords(language, problem.reason) } : null,
    shots_left: Math.max(0, SHOTS_PER_SIDE - (side ? (verification.rejected[side] ?? 0) : 0)),
    checks: checks(verification),
  }
}

type CheckState = 'waiting' | 'running' | 'passed' | 'failed'

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

/** Why the last try failed; shown where the signer may try again, and where no tries are left. */
export function viewedFailure({ signer, place, language }: Journey) {
  const { verification } = signer
  const here = (place.at === 'step' && place.step === 'identity') || (place.at === 'waiting' && place.for === 'help')
  if (!here || verification?.status !== 'failed' || verification.reason === undefined) return null
  const attempts_left = Math.max(0, signer.attemptsAllowed - signer.attempts)
  return { code: verification.reason, ...reasonWords(language, verification.reason), attempts_left }
}

export async function viewedReading(context: Context, { signer, place, profile, language }: Journey) {
  if (place.at !== 'step' || place.step !== 'extracted_data' || !signer.verification) return null
  const row = await context.db.verification.findUnique({ where: { id: signer.verification.id } })
  const result = row && openResult(context, row)
  if (!result?.verdict?.mrz) return null
  return {
    fields: fieldsOf(language, result, profile.name, signer.verification),
    match_score: result.verdict.matchScore ?? 0,
    document_image: result.sides.some(({ image }) => image !== null),
  }
}

type FieldName =
  | 'surname'
  | 'given_names'
  | 'date_of_birth'
  | 'document_number'
  | 'document_expiry'
  | 'document_country'
  | 'document_type'
  | 'sex'
  | 'nationality'
type ReadField = {
  field: FieldName
  value: string
  expected: string | null
  verdict: 'same' | 'fine' | 'differs' | 'not_compared'
  explanation: string | null
}

function fieldsOf(
  language: Language,
  { verdict, names }: VerificationResult,
  expectedName: string,
  { documentType }: VerificationState,
): ReadField[] {
  const mrz = verdict?.mrz
  if (!mrz) return []
  const say = wording(language, 'name-match')
  const compared = (field: FieldName, value: string, match: PartMatch | undefined): ReadField => ({
    field,
    value,
    expected: match?.expected ?? expectedName,
    verdict: match?.likeness ?? 'not_compared',
    explanation: match?.because ? say(match.because, { expected: match.expected ?? '', shown: match.shown }) : null,
  })
  const read = (field: FieldName, value: string | null): ReadField[] =>
    value === null || value === '' ? [] : [{ field, value, expected: null, verdict: 'not_compared', explanation: null }]
  return [
    compared('surname', mrz.surname, names?.surname),
    compared('given_names', mrz.givenNames.join(' '), names?.givenNames),
    ...read('date_of_birth', mrz.dateOfBirth),
    ...read('sex', mrz.sex),
    ...read('nationality', countryOf(mrz.nationality)),
    ...read('document_type', documentType),
    ...read('document_country', countryOf(mrz.issuer)),
    ...read('document_number', mrz.documentNumber),
    ...read('document_expiry', mrz.expiry),
  ]
}

/** The zone's three letters as ISO 3166-1 alpha-2 where there is one, which the page can name. */
const countryOf = (code: string) => alpha2Of(code) ?? code
