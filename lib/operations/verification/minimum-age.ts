// How old a signer must be at the time of the check: of age in every state, or what was agreed with the organisation.

import type { Tenant } from '../../generated/prisma/client'

export const MINIMUM_AGE = 18
/** The least that can be agreed. */
export const LEAST_MINIMUM_AGE = 16

export const minimumAgeFor = ({ minimumAge }: Pick<Tenant, 'minimumAge'>): number => minimumAge ?? MINIMUM_AGE
