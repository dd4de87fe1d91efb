// Shows a referred check to the person who decides: why it was referred, what was found and read, and which pictures there are.

import type { OrganisationCaller } from '../../../domain/caller'
import type { Finding } from '../../../domain/event'
import { requirePermission } from '../../../domain/permissions'
import { isStepUp } from '../../../domain/step-up'
import { VerificationKind } from '../../../generated/prisma/enums'
import type { DocumentType } from '../../../domain/capture'
import { alpha2Of } from '../../../identity/mrz/country-codes'
import type { MrzReading } from '../../../identity/mrz/parse'
import { DEFAULT_LANGUAGE, type Language } from '../../../wording/catalogue'
import { called, wording } from '../../../wording/wording'
import { checkBehind } from '../../credentials/age-of-check'
import { isWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { openResult } from '../verification-store'
import { comparedFields, type ComparedField } from './compared-fields'
import { kept, type EvidencePicture } from './evidence-picture'
import { referredCheck, referredFindings, type OfSigner, type ReferredCheck } from './referred-check'

export const READ_FIELDS = [
  'surname',
  'given_names',
  'date_of_birth',
  'sex',
  'nationality',
  'document_country',
  'document_number',
  'document_expiry',
] as const

export { VerificationKind }

export type VerificationEvidence = {
  requestId: string
  signerId: string
  verificationId: string
  attempt: number
  /** `step_up`: a selfie in place of a document, compared with the kept description of an earlier portrait: there is no picture of it. */
  kind: VerificationKind
  /** Of a step-up: when the check was, with the portrait of which the selfie was compared. */
  comparedWith: { checkedAt: Date } | null
  /** Binds a decision to exactly what is shown here. */
  resultSha256: string
  submittedAt: Date | null
  referrals: readonly { code: string; message: string }[]
  document: { type: DocumentType; country: string }
  /** The name that requester or signer wrote. */
  expectedName: string
  /** Why the name on the document is taken for that name, or not, in words; null where nothing has to be said. */
  nameMatch: string | null
  read: readonly { field: (typeof READ_FIELDS)[number]; value: string }[]
  matchScore: number | null
  findings: readonly (Finding & { words: string; fields: readonly ComparedField[] })[]
  pictures: readonly (EvidencePicture & { words: string })[]
}

export async function getVerificationEvidence(
  context: Context,
  caller: OrganisationCaller,
  signer: OfSigner,
  language: Language = DEFAULT_LANGUAGE,
): Promise<VerificationEvidence> {
  requirePermission(caller, 'verifications:read')
  const check = await referredCheck(context, context.db, caller, signer)
  const { journey, row, referral } = check
  // Null once readings and pictures are destroyed: then the check can be rejected still.
  const result = openResult(context, row)
  const { verdict, names } = result ?? {}
  const because = names && [names.surname, names.givenNames].find((part) => part.because)
  return {
    ...signer,
    verificationId: row.id,
    attempt: row.attempt,
    kind: isStepUp(check.check) ? 'step_up' : 'document',
    comparedWith: await earlierCheck(context, check),
    resultSha256: referral.resultSha256,
    submittedAt: row.submittedAt,
    referrals: referral.reasons.map((code) => ({ code, message: called(language, 'referral', code) })),
    document: { type: row.documentType, country: row.country },
    expectedName: journey.profile.name,
    nameMatch: because?.because
      ? wording(language, 'name-match')(because.because, { expected: because.expected ?? '', shown: because.shown })
      : null,
    read: verdict?.mrz ? readOf(verdict.mrz) : [],
    matchScore: verdict?.matchScore ?? null,
    findings: (await referredFindings(context, context.db, check)).map((finding) => ({
      ...finding,
      words: called(language, 'check', finding.check),
      fields: comparedFields(language, finding),
    })),
    pictures: (result ? await kept(context, row, result) : []).map((picture) => ({ ...picture, words: wordsOf(language, picture) })),
  }
}

async function earlierCheck(context: Context, { check }: ReferredCheck): Promise<VerificationEvidence['comparedWith']> {
  const row = isStepUp(check) ? await context.db.credential.findUnique({ where: { id: check.credential } }) : null
  if (!row || !isWhole(context, 'credential', row)) return null
  const { checkedAt } = await checkBehind(context, context.db, { row })
  return { checkedAt }
}

function readOf(mrz: MrzReading): VerificationEvidence['read'] {
  const country = (code: string) => alpha2Of(code) ?? code
  const values = {
    surname: mrz.surname,
    given_names: mrz.givenNames.join(' '),
    date_of_birth: mrz.dateOfBirth,
    sex: mrz.sex,
    nationality: country(mrz.nationality),
    document_country: country(mrz.issuer),
    document_number: mrz.documentNumber,
    document_expiry: mrz.expiry,
  }
  return READ_FIELDS.flatMap((field) => (values[field] ? [{ field, value: values[field] }] : []))
}

function wordsOf(language: Language, { name, challenge }: EvidencePicture): string {
  return challenge
    ? `${called(language, 'picture', 'selfie')}: ${called(language, 'challenge', challenge)}`
    : called(language, 'picture', name)
}
