// What a service of a trusted list was at a time (ETSI TS 119 612, clause 5.6; ETSI TS 119 615, clause 4.3).

import type { ServiceStatus } from './names'
import type { ListedService, Period } from './trusted-list'

/** As the answer names it. `test`: of the list of this installation. */
export type NamedService = { territory: string; provider: string; name: string; status: ServiceStatus | null; since: Date; test: boolean }

export type ServiceAt = { named: NamedService; period: Period; at: Date }

/** Regulation (EU) No 910/2014, Article 52(2): it applies since 1 July 2016, Brussels time. */
const EIDAS_APPLIES = new Date('2016-06-30T22:00:00Z')

export const isBeforeRegulation = (time: Date): boolean => time < EIDAS_APPLIES

/** Undefined where it was not listed yet. */
export function serviceAt(
  { territory, test }: { territory: string; test: boolean },
  service: ListedService,
  at: Date,
): ServiceAt | undefined {
  const period = service.periods.find(({ from }) => from <= at)
  if (!period) return undefined
  const { provider, name } = service
  return { named: { territory, provider, name, status: period.status, since: period.from, test }, period, at }
}

const BEFORE: ReadonlySet<ServiceStatus | null> = new Set(['undersupervision', 'supervisionincessation', 'accredited'])

/** The statuses of Directive 1999/93/EC count up to the day from which the Regulation applies, and no longer. */
export const isGranted = ({ period: { status }, at }: Pick<ServiceAt, 'period' | 'at'>): boolean =>
  isBeforeRegulation(at) ? BEFORE.has(status) : status === 'granted'
