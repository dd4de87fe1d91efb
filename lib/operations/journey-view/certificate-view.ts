// The names to choose from, and the certificate as it will be.

import type { Context } from '../kernel/context'
import { certificateContent } from '../steps/certificate/certificate-content'
import type { Journey } from '../journey/standing'
import { needsProof } from '../steps/names/choose-names'
import { confirmedReading, ownNames } from '../steps/names/document-names'
import { writtenPhone } from '../kernel/profile'

export async function viewedNames(context: Context, journey: Journey) {
  const { place, profile } = journey
  if (place.at !== 'step' || place.step !== 'names') return null
  const mrz = await confirmedReading(context, context.db, journey)
  const own = ownNames(journey, mrz)
  return {
    given_names: [...mrz.givenNames],
    surname: mrz.surname,
    own_spelling: own ? { given_names: [...own.givenNames], surname: own.surname } : null,
    phone: profile.phone && writtenPhone(profile.phone),
    phone_code_needed: needsProof(profile, profile.phone),
  }
}

export async function viewedCertificateRequest(context: Context, journey: Journey) {
  const { place } = journey
  if (place.at !== 'step' || place.step !== 'certificate') return null
  const { commonName, givenNames, surname, country, issuer, validYears } = certificateContent(
    context,
    journey,
    await confirmedReading(context, context.db, journey),
  )
  return { common_name: commonName, given_names: givenNames, surname, country, issuer, valid_years: validYears }
}
