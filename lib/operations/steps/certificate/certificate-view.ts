// The certificate as it will be.

import { z } from 'zod'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { confirmedReading } from '../names/document-names'
import { certificateContent } from './certificate-content'

export const certificateShown = {
  certificate_request: z
    .object({
      common_name: z.string(),
      given_names: z.string(),
      surname: z.string(),
      country: z.string(),
      issuer: z.string(),
      valid_years: z.number(),
    })
    .nullable()
    .default(null),
}

export async function viewedCertificateRequest(context: Context, journey: Journey) {
  const { commonName, givenNames, surname, country, issuer, validYears } = certificateContent(
    context,
    journey,
    await confirmedReading(context, context.db, journey),
  )
  return { common_name: commonName, given_names: givenNames, surname, country, issuer, valid_years: validYears }
}
