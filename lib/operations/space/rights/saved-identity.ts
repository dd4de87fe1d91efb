// What is kept of a person from checks of their identity, since when and until when: pictures and readings of each check, and the portrait as
// numbers beside each certificate.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { DocumentType, VerificationKind } from '../../../generated/prisma/client'
import { checkBehind } from '../../credentials/age-of-check'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { ownCredentials } from '../certificates/own-certificates'
import { ownNames, ownProfile, ownSigners } from '../whose'

/** `kind`: what it was: a check by document, the selfie of a step-up, or the description of the portrait that later selfies are compared with. */
export type Kept = {
  id: string
  kind: VerificationKind | 'portrait'
  since: Date
  until: Date | null
  documentType: DocumentType
  country: string
}

export async function savedIdentity(context: Context, caller: HolderCaller): Promise<Kept[]> {
  requirePermission(caller, 'space:keys')
  const checks = await keptChecks(context, context.db, caller)
  return [
    ...(await keptPortraits(context, caller)),
    ...checks.map(({ id, kind, startedAt, purgeAt, documentType, country }) => ({
      ...{ id, kind, documentType, country },
      since: startedAt,
      until: purgeAt,
    })),
  ]
}

async function keptPortraits(context: Context, caller: HolderCaller): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const { row } of await ownCredentials(context, context.db, caller)) {
    const face = await context.db.keptFace.findUnique({ where: { id: row.id }, select: { madeAt: true, purgeAt: true } })
    const { document } = await checkBehind(context, context.db, { row })
    if (!face || !document) continue
    const { documentType, country } = document
    kept.push({ id: row.id, kind: 'portrait', since: face.madeAt, until: face.purgeAt, documentType, country })
  }
  return kept
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
