// The content of the certificate to be issued, as the page shows it.

import { z } from 'zod'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { confirmedReading } from '../names/document-names'
import { certificateContent } from './certificate-content'

export const certificateShown = {
  certificateRequest: z
    .object({
      commonName: z.string(),
      givenNames: z.string(),
      surname: z.string(),
      country: z.string(),
      issuer: z.string(),
      validYears: z.number(),
    })
    .nullable()
    .default(null),
}

export async function viewedCertificateRequest(context: Context, journey: Journey) {
  return certificateContent(context, journey, await confirmedReading(context, context.db, journey))
}
