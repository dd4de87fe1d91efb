// How old the check of identity behind a certificate is, and whether the organisation asks its holder for a selfie before they sign again.

import type { Tenant, Verification } from '../../generated/prisma/client'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import type { UsableCredential } from './usable-credentials'

const DAY_MS = 86_400_000
/** Longer than any certificate is valid. */
export const MOST_STEP_UP_DAYS = 3_650

/** The check before the key of this certificate was made; null where its record is gone. */
type CheckBehind = { document: Pick<Verification, 'documentType' | 'country'> | null; checkedAt: Date }

export async function checkBehind(context: Context, db: Tx, { row }: Pick<UsableCredential, 'row'>): Promise<CheckBehind> {
  const check = await db.verification.findFirst({
    where: { signerId: row.signerId, kind: 'document', status: { in: ['passed', 'confirmed'] }, decidedAt: { lte: row.createdAt } },
    orderBy: { attempt: 'desc' },
  })
  const known = check && isWhole(context, 'verification', check) ? check : null
  return { document: known, checkedAt: earlier(known?.decidedAt ?? row.createdAt, row.issuedAt) }
}

/** No MAC is over the time of the check; one is over that of the certificate, which follows within a day. */
const earlier = (at: Date, issuedAt: Date | null): Date => (issuedAt && issuedAt < at ? issuedAt : at)

/** The ids of those whose check is older than the organisation allows. `now`: of the request, which may have a test clock. */
export async function agedOf(
  context: Context,
  db: Tx,
  { stepUpAfterDays }: Pick<Tenant, 'stepUpAfterDays'>,
  credentials: readonly UsableCredential[],
  now: Date,
): Promise<readonly string[]> {
  if (stepUpAfterDays === null) return []
  const oldest = now.getTime() - stepUpAfterDays * DAY_MS
  const aged: string[] = []
  for (const one of credentials) if ((await checkBehind(context, db, one)).checkedAt.getTime() < oldest) aged.push(one.row.id)
  return aged
}
