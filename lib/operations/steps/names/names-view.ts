// The names to choose from for the certificate, and the phone number for the codes.

import { z } from 'zod'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { writtenPhone } from '../../kernel/profile'
import { confirmedReading, ownNames } from './document-names'

export const namesShown = {
  names: z
    .object({
      givenNames: z.array(z.string()),
      surname: z.string(),
      ownSpelling: z.object({ givenNames: z.array(z.string()), surname: z.string() }).nullable(),
      phone: z.string().nullable(),
    })
    .nullable()
    .default(null),
}

export async function viewedNames(context: Context, journey: Journey) {
  const { profile } = journey
  const mrz = await confirmedReading(context, context.db, journey)
  const own = ownNames(journey, mrz)
  return {
    givenNames: [...mrz.givenNames],
    surname: mrz.surname,
    ownSpelling: own ? { givenNames: [...own.givenNames], surname: own.surname } : null,
    phone: profile.phone && writtenPhone(profile.phone),
  }
}
