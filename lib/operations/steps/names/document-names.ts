// The names of the checked document, for choosing what stands in the certificate, and the person's own way of writing them.

import { ownSpelling } from '../../../domain/name-match'
import { Problem } from '../../../domain/problem'
import type { Context, Tx } from '../../kernel/context'
import { checkRow, openResult } from '../../verification/verification-store'
import type { MrzReading } from '../../../identity/mrz/parse'
import type { Journey } from '../../journey/standing'

/** The names read in the check that the signer confirmed. */
export async function confirmedReading(context: Context, db: Tx, { signer }: Pick<Journey, 'signer'>): Promise<MrzReading> {
  const row = signer.verification && (await checkRow(context, db, signer.verification.id))
  const mrz = row && openResult(context, row)?.verdict?.mrz
  if (!mrz) throw new Problem('STATE_CONFLICT.reading_gone')
  return mrz
}

export function printedNames(mrz: MrzReading) {
  return { surname: mrz.surname, givenNames: mrz.givenNames, truncated: mrz.namesTruncated }
}

export function ownNames({ profile }: Pick<Journey, 'profile'>, mrz: MrzReading) {
  return ownSpelling(profile.name, printedNames(mrz))
}
