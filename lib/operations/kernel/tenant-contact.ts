// How people reach an organisation, and whom it has us write to: what `TenantContact` says, or what holds where there is no row.

import { z } from 'zod'
import type { Secrets } from '../../domain/ports'
import type { TenantContact } from '../../generated/prisma/client'
import { isWhole } from './bound-rows'
import type { Context } from './context'
import { openColumn, sealColumn } from './sealed-columns'

/** What the organisation is told by mail. */
export const NOTICES = ['signed', 'completed', 'refused', 'expired', 'stuck', 'undeliverable', 'message'] as const
export type Notice = (typeof NOTICES)[number]
/** Each signature of many is told only to those who ask for it: the end of the request is told to all. */
export const USUAL_NOTICES: readonly Notice[] = NOTICES.filter((notice) => notice !== 'signed')

/** What signers are shown, where they are to ask somebody. */
export type Reach = { email: string; phone: string | null; hours: string | null }

/** `notify`: addresses. */
export type OrganisationContact = { reach: Reach | null; conversation: boolean; notify: readonly string[]; notices: readonly Notice[] }

const NOBODY: OrganisationContact = { reach: null, conversation: true, notify: [], notices: USUAL_NOTICES }
const Addresses = z.array(z.string())

/** A row that was changed outside is as none: nobody is sent to an address that somebody has put there. */
export function contactOf(context: Pick<Context, 'secrets' | 'integrity' | 'log'>, row: TenantContact | null): OrganisationContact {
  if (row === null || !isWhole(context, 'tenantContact', row)) return NOBODY
  const { id, email, phone, hours, conversation, notify } = row
  const addresses = notify && Addresses.parse(JSON.parse(openColumn(context, 'noticeAddresses', id, notify).toString('utf8')))
  return {
    reach: email === null ? null : { email, phone, hours },
    conversation,
    notify: addresses ?? (email === null ? [] : [email]),
    notices: NOTICES.filter((notice) => row.notices.includes(notice)),
  }
}

export async function contactOfTenant(
  context: Pick<Context, 'secrets' | 'integrity' | 'log' | 'db'>,
  id: string,
): Promise<OrganisationContact> {
  const row = await context.db.tenantContact.findUnique({ where: { id } })
  return contactOf(context, row !== null && isWhole(context, 'tenantContact', row) ? row : null)
}

/** As `TenantContact.notify` stores them. */
export function sealAddresses(secrets: Secrets, tenantId: string, addresses: readonly string[]): Uint8Array<ArrayBuffer> {
  return sealColumn(secrets, 'noticeAddresses', tenantId, Buffer.from(JSON.stringify(addresses)))
}
