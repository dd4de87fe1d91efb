// The names to choose from for the certificate, and the phone number for the codes.

import { z } from 'zod'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { writtenPhone } from '../../kernel/profile'
import type { MrzReading } from '../../../identity/mrz/parse'
import { confirmedReading, ownNames } from './document-names'

export const namesShown = {
  names: z
    .object({
      givenNames: z.array(z.string()),
      surname: z.string(),
      ownSpelling: z.object({ givenNames: z.array(z.string()), surname: z.string() }).nullable(),
      // Whether the person's spelling differs from the document's by more than capitals, or leaves names of it out.
      choice: z.boolean(),
      phone: z.string().nullable(),
    })
    .nullable()
    .default(null),
}

/** A person who is written like their document, capitals apart, has nothing to choose; they may change it all the same. */
function isChoice(own: ReturnType<typeof ownNames>, { givenNames, surname }: MrzReading): boolean {
  if (own === null) return givenNames.length > 1
  const plain = (names: readonly string[]) => names.join(' ').replaceAll('-', ' ').toUpperCase()
  return plain([...own.givenNames, own.surname]) !== plain([...givenNames, surname])
}

export async function viewedNames(context: Context, journey: Journey) {
  const { profile } = journey
  const mrz = await confirmedReading(context, context.db, journey)
  const own = ownNames(journey, mrz)
  return {
    givenNames: [...mrz.givenNames],
    surname: mrz.surname,
    ownSpelling: own ? { givenNames: [...own.givenNames], surname: own.surname } : null,
    choice: isChoice(own, mrz),
    phone: profile.phone && writtenPhone(profile.phone),
  }
}
