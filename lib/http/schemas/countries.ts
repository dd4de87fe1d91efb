// The wire of the countries in which an identity can be proven.

import { z } from 'zod'
import { DOCUMENT_TYPES } from '../../domain/capture'
import { SIGNATURE_TYPES } from '../../domain/event'
import type { Countries } from '../../operations/verification/list-countries'

const Country = z.string().meta({ description: 'ISO 3166-1 alpha-2.', examples: ['PL'] })
const CountryName = z.string().meta({ examples: ['Poland'] })
const Levels = z.array(z.enum(SIGNATURE_TYPES)).meta({ examples: [['qes']] })

export const CountryList = z
  .object({
    data: z
      .array(
        z.object({
          country: Country,
          name: CountryName,
          method: z.literal('eidas_idp'),
          providers: z.array(z.object({ name: z.string().meta({ examples: ['Profil Zaufany'] }) })),
          signature_levels: Levels,
          available: z.boolean().meta({
            description: 'Whether a provider of this country is connected to this installation. Only then can `eidas_idp` be asked for.',
            examples: [false],
          }),
        }),
      )
      .meta({ description: 'National identity providers, by country.' }),
    video_id: z
      .object({
        available: z.boolean().meta({ examples: [true] }),
        signature_levels: Levels,
        document_types: z.array(z.string()).meta({ examples: [[...DOCUMENT_TYPES]] }),
        countries: z.array(z.object({ country: Country, name: CountryName })),
      })
      .meta({ description: 'Whose identity documents the verification by document and video accepts.' }),
  })
  .meta({ id: 'CountryList' })

export function presentCountries({ national, video }: Countries): z.input<typeof CountryList> {
  return {
    data: national.map(({ country, name, providers, signatureLevels, available }) => ({
      country,
      name,
      method: 'eidas_idp',
      providers: providers.map((provider) => ({ name: provider })),
      signature_levels: [...signatureLevels],
      available,
    })),
    video_id: { available: true, signature_levels: ['qes'], document_types: [...video.documentTypes], countries: video.countries },
  }
}
