// Organisations and keys as the operator's commands show them, each on one line.

import type { ApiKey, Tenant } from '../generated/prisma/client'
import type { OrganisationContact } from '../operations/kernel/tenant-contact'
import { storageOf } from '../operations/kernel/storage'
import { EVERYTHING } from './values'

const moment = (date: Date | null): string => date?.toISOString().slice(0, 16).replace('T', ' ') ?? '-'

export function organisationLine(row: Tenant): string {
  const { used, quota } = storageOf(row)
  return [
    row.id,
    row.name,
    row.plan,
    `${sizeOf(used)} of ${sizeOf(quota)}`,
    ...(row.requestsPerMinute === null ? [] : [`${row.requestsPerMinute} requests a minute`]),
    ...(row.minimumAge === null ? [] : [`signers from ${row.minimumAge}`]),
    ...(row.stepUpAfterDays === null ? [] : [`selfie after ${row.stepUpAfterDays} days`]),
    ...(row.suspendedAt === null ? [] : [`suspended since ${moment(row.suspendedAt)}`]),
  ].join('  ')
}

export function contactLines({ reach, conversation, notify, notices }: OrganisationContact): string[] {
  return [
    `signers ask  ${reach ? [reach.email, reach.phone ?? 'no telephone', reach.hours ?? 'no hours'].join('  ') : 'nobody'}`,
    `conversation  ${conversation ? 'on' : 'off'}`,
    `mails go to  ${notify.length === 0 ? 'nobody' : notify.join(', ')}  about  ${notices.length === 0 ? 'nothing' : notices.join(', ')}`,
  ]
}

export function keyLine(row: ApiKey): string {
  return [
    row.id,
    row.tenantId,
    row.mode,
    `…${row.last4}`,
    row.name,
    row.scopes.length === 0 ? EVERYTHING : row.scopes.join(','),
    ...(row.requestsPerMinute === null ? [] : [`${row.requestsPerMinute} requests a minute`]),
    `last used ${moment(row.lastUsedAt)}`,
    ...(row.expiresAt === null ? [] : [`ends ${moment(row.expiresAt)}`]),
    ...(row.successorId === null ? [] : [`replaced by ${row.successorId}`]),
    ...(row.revokedAt === null ? [] : [`revoked ${moment(row.revokedAt)}`]),
  ].join('  ')
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** In the unit in which it has the fewest digits before the point, with two behind it at most. */
export function sizeOf(bytes: bigint): string {
  let size = Number(bytes)
  let unit = 0
  // What rounds to a thousand is one of the next unit.
  for (; Number(size.toFixed(2)) >= 1000 && unit < UNITS.length - 1; unit++) size /= 1000
  return `${Number(size.toFixed(2))} ${UNITS[unit]}`
}
