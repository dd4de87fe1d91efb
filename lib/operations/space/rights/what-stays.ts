// What an erasure leaves, why, and until when: certificates, whose issue has to be provable, documents and evidence, which are those of the
// organisations that asked for them, and requests that still wait for the person.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { policyOf } from '../../../domain/policy'
import type { Prisma } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import type { SignerProfile } from '../../kernel/profile'
import { credentialsAt, ownNames, ownProfile, ownSigners } from '../whose'

/** Years after its end for which a certificate's issue has to be provable (messages/en/legal/certificate-privacy.md). */
const CERTIFICATE_KEPT_YEARS = 10

/** `until`: null where it is not a matter of time: the organisation deletes it. */
export type Staying =
  | { what: 'certificate'; serial: string; until: Date }
  | { what: 'signed_documents'; requester: string; titles: readonly string[]; until: null }
  | { what: 'evidence'; requester: string; titles: readonly string[]; until: null }
  | { what: 'uploaded_documents'; requester: string; titles: readonly string[]; until: Date }
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
  const certificates = (await credentialsAt(context, context.db, caller)).map(({ row }) =>
    staysIssued(row.serialHex ?? '', row.expiresAt ?? row.createdAt),
  )
  const ofActs = await Promise.all(signers.map((signer) => certificatesOfActs(context, signer)))
  return [...certificates, ...ofActs.flat(), ...signers.flatMap(({ request }) => staysOf(request))]
}

function staysIssued(serial: string, end: Date): Staying {
  const until = new Date(end)
  until.setUTCFullYear(until.getUTCFullYear() + CERTIFICATE_KEPT_YEARS)
  return { what: 'certificate', serial, until }
}

/** Those that were issued for one act of signing: the evidence alone knows whose they are. */
async function certificatesOfActs(context: Context, { id, request }: AskedSigner): Promise<Staying[]> {
  if (policyOf(request.signatureType).signsWith !== 'one-shot certificate') return []
  return (await loadEvents(context, context.db, request.id)).flatMap(({ fact }) =>
    fact.type === 'one_shot_certificate_issued' && fact.signer === id ? [staysIssued(fact.serial, new Date(fact.not_after))] : [],
  )
}

/** Documents that not everybody has signed go with the retention of the upload (decisions/0002), their evidence does not. */
function staysOf(request: Found['request']): Staying[] {
  const requester = request.tenant.name
  const titles = request.documents.map(({ document }) => document.name)
  if (isOpen(request)) return [{ what: 'open_request', requester, titles, until: request.expiresAt }]
  if (request.completedAt !== null) return [{ what: 'signed_documents', requester, titles, until: null }]
  const uploads = request.documents.filter(({ document }) => document.purgedAt === null)
  const until = new Date(Math.max(...uploads.map(({ document }) => document.expiresAt.getTime())))
  return [
    { what: 'evidence', requester, titles, until: null },
    ...(uploads.length === 0
      ? []
      : [{ what: 'uploaded_documents', requester, titles: uploads.map(({ document }) => document.name), until } as const]),
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

/** The fold writes when there is work next; none is left once the evidence of the end is sealed. */
export const isOpen = ({ sweepAt }: Pick<Found['request'], 'sweepAt'>): boolean => sweepAt !== null
