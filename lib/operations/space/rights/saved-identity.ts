// What is kept of a person from checks of their identity: since when, until when, and whether a certificate rests on it.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { DocumentType } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { ownNames, ownProfile, ownSigners } from '../whose'

export type KeptCheck = { id: string; since: Date; until: Date | null; documentType: DocumentType; country: string }

export async function savedIdentity(context: Context, caller: HolderCaller): Promise<KeptCheck[]> {
  requirePermission(caller, 'space:keys')
  return (await keptChecks(context, context.db, caller)).map(({ id, startedAt, purgeAt, documentType, country }) => ({
    id,
    since: startedAt,
    until: purgeAt,
    documentType,
    country,
  }))
}

/** Checks of which pictures and readings are still there. At a shared mailbox those of the other person are not theirs. */
export async function keptChecks(context: Context, db: Tx, caller: HolderCaller) {
  const isOwn = await ownNames(context, db, caller)
  const rows = await db.verification.findMany({
    where: { signer: ownSigners(caller), key: { not: null } },
    include: { signer: { include: { request: true } } },
    orderBy: { startedAt: 'desc' },
  })
  return rows.filter(({ signer: { request: _, ...signer }, ...row }) => {
    const profile = ownProfile(context, caller, signer)
    return profile !== null && isOwn(profile.name) && isWhole(context, 'verification', row)
  })
}
