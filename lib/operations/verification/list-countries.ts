// Lists in which countries an identity can be proven, and how: by a national provider, or by document and video.

import { DOCUMENT_TYPES } from '../../domain/capture'
import { NATIONAL_PROVIDERS } from '../../domain/identity-providers'
import type { SignatureType } from '../../domain/event'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { acceptedCountries } from './accepted-countries'

export type Countries = {
  national: { country: string; name: string; providers: readonly string[]; signatureLevels: readonly SignatureType[]; available: boolean }[]
  video: { countries: { country: string; name: string }[]; documentTypes: readonly string[] }
}

export function listCountries(_: Context, { mode }: OrganisationCaller): Promise<Countries> {
  const names = new Intl.DisplayNames([DEFAULT_LANGUAGE], { type: 'region' })
  const nameOf = (country: string) => (country === 'UT' ? 'Utopia (specimens)' : (names.of(country) ?? country))
  return Promise.resolve({
    // No national provider is connected to this installation: that takes a contract between its operator and the provider.
    national: NATIONAL_PROVIDERS.map((entry) => ({ ...entry, name: nameOf(entry.country), available: false })),
    video: {
      countries: acceptedCountries(mode).map((country) => ({ country, name: nameOf(country) })),
      documentTypes: DOCUMENT_TYPES,
    },
  })
}
