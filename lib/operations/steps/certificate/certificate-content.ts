// What will stand in the certificate of a signer: the names they chose, the country of their document, issuer and validity.

import { readCertificate } from '../../../crypto/certificate'
import { wholeName } from '../../../domain/person-name'
import { Problem } from '../../../domain/problem'
import { alpha2Of } from '../../../identity/mrz/country-codes'
import type { Context } from '../../kernel/context'
import type { MrzReading } from '../../../identity/mrz/parse'
import type { Journey } from '../../journey/standing'
import type { CertificateContent } from '../../legal-texts/legal-texts'

const VALID_YEARS = 5

export function certificateContent(
  context: Pick<Context, 'trust'>,
  { profile, mode, signer }: Pick<Journey, 'profile' | 'mode' | 'signer'>,
  mrz: MrzReading,
): CertificateContent {
  const { subject } = profile
  if (!subject) throw new Problem('STATE_CONFLICT.choose_names')
  const { givenNames, surname } = subject
  const [issuing] = context.trust(mode).chain
  const issuer = issuing ? (readCertificate(issuing).subjectAttributes['CN'] ?? '') : ''
  const country = alpha2Of(mrz.issuer) ?? signer.verification?.country ?? 'XX'
  return { commonName: wholeName({ givenNames, surname }), givenNames, surname, country, issuer, validYears: VALID_YEARS }
}
