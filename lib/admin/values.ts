// What the values of options mean: numbers, sizes, spans, days and closed sets, as an operator types them.

import type { Installation } from '../context'
import { SCOPES, type Scope } from '../domain/permissions'
import type { Plan } from '../generated/prisma/client'
import type { KeyLimits } from '../operations/administration/api-keys'
import { PLANS, type OrganisationLimits } from '../operations/administration/organisations'
import { LEAST_MINIMUM_AGE, MINIMUM_AGE } from '../operations/verification/minimum-age'
import { MOST_STEP_UP_DAYS } from '../operations/credentials/age-of-check'
import { wrong, type Options } from './command'

/** Every scope, and every one that is yet to come. */
export const EVERYTHING = 'everything'
/** What the plan has, or what everybody has. */
export const DEFAULT = 'default'
export const NEVER = 'never'

export function oneOf<T extends string>(what: string, given: string, allowed: readonly T[]): T {
  return allowed.find((one) => one === given) ?? wrong(`${what} is one of ${allowed.join(', ')}, and not ${JSON.stringify(given)}`)
}

export function keyLimits(opened: Installation, { scopes, expires, 'requests-per-minute': perMinute }: Options): KeyLimits {
  return {
    ...(scopes === undefined ? {} : { scopes: scopesOf(scopes) }),
    ...(expires === undefined ? {} : { expiresAt: endOf(opened, expires) }),
    ...(perMinute === undefined ? {} : { requestsPerMinute: numberOf('--requests-per-minute', perMinute) }),
  }
}

export function organisationLimits(options: Options): OrganisationLimits {
  const { plan, storage, 'requests-per-minute': perMinute, 'minimum-age': age, 'step-up-after': stepUp } = options
  return {
    ...(plan === undefined ? {} : { plan: oneOf<Plan>('--plan', plan, PLANS) }),
    ...(perMinute === undefined ? {} : { requestsPerMinute: numberOf('--requests-per-minute', perMinute) }),
    ...(storage === undefined ? {} : { storageBytes: bytesOf(storage) }),
    ...(age === undefined ? {} : { minimumAge: minimumAgeOf(age) }),
    ...(stepUp === undefined ? {} : { stepUpAfterDays: stepUpDaysOf(stepUp) }),
  }
}

function scopesOf(given: string): Scope[] {
  if (given === EVERYTHING) return []
  return given.split(',').map((scope) => oneOf<Scope>(`--scopes is ${EVERYTHING}, or each of them`, scope.trim(), SCOPES))
}

/** Null: what everybody has. */
function numberOf(what: string, given: string): number | null {
  if (given === DEFAULT) return null
  return /^[1-9]\d{0,6}$/.test(given) ? Number(given) : wrong(`${what} is a whole number from 1, or ${DEFAULT}`)
}

function minimumAgeOf(given: string): number | null {
  if (given === DEFAULT) return null
  const age = Number(given)
  return Number.isInteger(age) && age >= LEAST_MINIMUM_AGE && age <= MINIMUM_AGE
    ? age
    : wrong(`--minimum-age is a whole number from ${LEAST_MINIMUM_AGE} to ${MINIMUM_AGE}, or ${DEFAULT}`)
}

function stepUpDaysOf(given: string): number | null {
  if (given === NEVER) return null
  const days = /^[1-9]\d{0,3}$/.test(given) ? Number(given) : Infinity
  return days <= MOST_STEP_UP_DAYS ? days : wrong(`--step-up-after is a number of days from 1 to ${MOST_STEP_UP_DAYS}, or ${NEVER}`)
}

const UNITS: Readonly<Record<string, bigint>> = { MB: 10n ** 6n, GB: 10n ** 9n, TB: 10n ** 12n }

function bytesOf(given: string): bigint | null {
  if (given === DEFAULT) return null
  const [, number = '', unit = ''] =
    /^([1-9]\d{0,5})(MB|GB|TB)$/.exec(given) ?? wrong(`--storage is like 500MB, 50GB or 2TB, or ${DEFAULT}`)
  const bytes = BigInt(number) * (UNITS[unit] ?? 1n)
  // The API shows it as a number of JSON.
  return bytes <= Number.MAX_SAFE_INTEGER ? bytes : wrong('--storage is 9000TB at most')
}

const DAY_MS = 86_400_000
const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS }

export function durationOf(what: string, given: string): number {
  const [, number = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(given) ?? wrong(`${what} is like 30m, 12h or 7d`)
  return Number(number) * (SPANS[unit] ?? 0)
}

/** A span from now, or a day, at whose end the key ends. */
function endOf({ contextFor }: Installation, given: string): Date | null {
  if (given === NEVER) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return new Date(contextFor().machineNow().getTime() + durationOf('--expires', given))
  const day = new Date(`${given}T00:00:00.000Z`)
  // Date takes the 31st of February for a day in March.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(given))
    return wrong(`--expires is a day like 2027-01-31, a span like 90d, or ${NEVER}`)
  return new Date(day.getTime() + DAY_MS)
}
