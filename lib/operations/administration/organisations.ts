// What the operator does with organisations: makes them, lists them, sets their limits, and suspends them.

import { newId } from '../../domain/ids'
import { Plan } from '../../generated/prisma/enums'
import type { Tenant } from '../../generated/prisma/client'
import { bound, changeBound } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { CommandRefused, requireName } from './refused'

export const PLANS = Object.values(Plan)
export type OrganisationLimits = {
  plan?: Plan
  requestsPerMinute?: number | null
  storageBytes?: bigint | null
  minimumAge?: number | null
  stepUpAfterDays?: number | null
}
type OrganisationListed = Tenant & { keys: number }

const NAME_CHARACTERS = 200

export async function makeOrganisation(
  { db, secrets }: Context,
  { name, ...limits }: { name: string } & OrganisationLimits,
): Promise<Tenant> {
  const named = { id: newId('ten'), name: requireName('the name', name, NAME_CHARACTERS) }
  const made = { ...named, color: null, minimumAge: null, stepUpAfterDays: null, suspendedAt: null, ...limits }
  return db.tenant.create({ data: bound(secrets, 'tenant', made) })
}

export async function listOrganisations({ db }: Context): Promise<OrganisationListed[]> {
  const rows = await db.tenant.findMany({
    include: { _count: { select: { apiKeys: { where: { revokedAt: null } } } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ _count, ...row }) => ({ ...row, keys: _count.apiKeys }))
}

export async function limitOrganisation(context: Context, id: string, limits: OrganisationLimits): Promise<Tenant> {
  await requireOrganisation(context.db, id)
  await changeBound(context, context.db, 'tenant', { id }, limits)
  return requireOrganisation(context.db, id)
}

/** A suspended organisation has neither API nor console. Signers finish what was begun, and its data stays. */
export async function suspendOrganisation(context: Context, id: string, suspended: boolean): Promise<Tenant> {
  await requireOrganisation(context.db, id)
  await changeBound(context, context.db, 'tenant', { id }, { suspendedAt: suspended ? context.machineNow() : null })
  return requireOrganisation(context.db, id)
}

export async function requireOrganisation(db: Context['db'], id: string): Promise<Tenant> {
  const row = await db.tenant.findUnique({ where: { id } })
  if (!row) throw new CommandRefused(`there is no organisation ${id}. List them: npm run admin -- organisations list`)
  return row
}
