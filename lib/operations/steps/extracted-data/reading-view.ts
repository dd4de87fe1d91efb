// What was read from the document, field by field, beside what the requester expected.

import { z } from 'zod'
import { LIKENESSES, type PartMatch } from '../../../domain/name-match'
import type { Verification as VerificationState } from '../../../domain/signer-state'
import { alpha2Of } from '../../../identity/mrz/country-codes'
import type { Language } from '../../../wording/catalogue'
import { wording } from '../../../wording/wording'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { checkRow, openResult, type VerificationResult } from '../../verification/verification-store'

/** `explanation` says in words why a difference is fine or not. */
const ReadField = z.object({
  field: z.enum([
    'surname',
    'given_names',
    'date_of_birth',
    'document_number',
    'document_expiry',
    'document_country',
    'document_type',
    'sex',
    'nationality',
  ]),
  value: z.string(),
  expected: z.string().nullable(),
  verdict: z.enum([...LIKENESSES, 'not_compared']),
  explanation: z.string().nullable(),
})
type ReadField = z.infer<typeof ReadField>
type FieldName = ReadField['field']

export const readingShown = {
  reading: z
    .object({ fields: z.array(ReadField), matchScore: z.number(), documentImage: z.boolean() })
    .nullable()
    .default(null),
}

export async function viewedReading(context: Context, { signer, profile, language }: Journey) {
  if (signer.verification?.status !== 'passed') return null
  const row = await checkRow(context, context.db, signer.verification.id)
  const result = openResult(context, row)
  if (!result?.verdict?.mrz) return null
  return {
    fields: fieldsOf(language, result, profile.name, signer.verification),
    matchScore: result.verdict.matchScore ?? 0,
    documentImage: (await context.db.documentPicture.count({ where: { verificationId: row.id } })) > 0,
  }
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

/** The zone's three-letter code as ISO 3166-1 alpha-2, where there is one. */
const countryOf = (code: string) => alpha2Of(code) ?? code
