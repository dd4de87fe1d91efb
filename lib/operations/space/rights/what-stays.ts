// What an erasure leaves, why, and until when: certificates, whose issue has to be provable, documents and evidence, which are those of the
// organisations that asked for them, and requests that still wait for the person.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { Prisma } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import type { SignerProfile } from '../../kernel/profile'
import { credentialsAt, ownNames, ownProfile, ownSigners } from '../whose'

/** Years after its end for which a certificate's issue has to be provable (messages/en/legal/certificate-privacy.md). */
const CERTIFICATE_KEPT_YEARS = 10

/** `until`: null where it is not a matter of time: the organisation deletes it. */
export type Staying =
  | { what: 'certificate'; serial: string; until: Date }
  | { what: 'signed_documents'; requester: string; titles: readonly string[]; until: null }
  | { what: 'evidence'; requester: string; titles: readonly string[]; until: null }
  | { what: 'open_request'; requester: string; titles: readonly string[]; until: Date }

const shownRequest = {
  request: { include: { tenant: true, documents: { include: { document: true }, orderBy: { position: 'asc' } } } },
} as const satisfies Prisma.SignerInclude
/** `read`: the opened profile. */
export type AskedSigner = Found & { read: SignerProfile }
type Found = Prisma.SignerGetPayload<{ include: typeof shownRequest }>

export async function whatStays(context: Context, caller: HolderCaller): Promise<Staying[]> {
  requirePermission(caller, 'space:write')
  const signers = await allSigners(context, context.db, caller)
  const certificates = (await credentialsAt(context, context.db, caller)).map(({ row }): Staying => {
    const until = new Date(row.expiresAt ?? row.createdAt)
    until.setUTCFullYear(until.getUTCFullYear() + CERTIFICATE_KEPT_YEARS)
    return { what: 'certificate', serial: row.serialHex ?? '', until }
  })
  return [
    ...certificates,
    ...signers.map(({ status, request }): Staying => {
      const about = { requester: request.tenant.name, titles: request.documents.map(({ document }) => document.name) }
      if (isOpen(request)) return { what: 'open_request', ...about, until: request.expiresAt }
      return { what: status === 'signed' ? 'signed_documents' : 'evidence', ...about, until: null }
    }),
  ]
}

/** At a shared mailbox those of the other person are not theirs. */
export async function allSigners(context: Context, db: Tx, caller: HolderCaller): Promise<AskedSigner[]> {
  const isOwn = await ownNames(context, db, caller)
  const rows = await db.signer.findMany({
    where: ownSigners(caller),
    include: shownRequest,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return rows.flatMap((row) => {
    const { request, ...signer } = row
    if (!isWhole(context, 'signatureRequest', request) || !isWhole(context, 'tenant', request.tenant)) return []
    const profile = ownProfile(context, caller, signer)
    return profile && isOwn(profile.name) ? [{ ...row, read: profile }] : []
  })
}

/** The fold writes it; until the end is announced, a request counts as open. */
export const isOpen = ({ status }: Pick<Found['request'], 'status'>): boolean => status === 'pending' || status === 'in_progress'
