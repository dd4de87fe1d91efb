// What the operator does with API keys: makes, lists, limits, rotates and revokes them. A key is shown once; the database knows its SHA-256.

import { sha256Hex } from '../../crypto/algorithms'
import type { Mode } from '../../domain/event'
import { newId, randomBase62 } from '../../domain/ids'
import type { Scope } from '../../domain/permissions'
import type { ApiKey } from '../../generated/prisma/client'
import { bound, changeBound, requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { requireOrganisation } from './organisations'
import { CommandRefused, requireName } from './refused'

/** `scopes`: empty means everything. Null takes a limit away. */
export type KeyLimits = { scopes?: Scope[]; expiresAt?: Date | null; requestsPerMinute?: number | null }
const NAME_CHARACTERS = 100
type KeyMade = { key: string; row: ApiKey }

/** A new key; its form is the one that authentication asks for. */
export const newKey = (mode: Mode): string => `qsh_${mode}_${randomBase62(32)}`

/** The columns that follow from a key. */
export const storedKey = (key: string) => ({ hash: sha256Hex(key), last4: key.slice(-4) })

export async function makeKey(
  context: Context,
  { organisation, mode, name, ...limits }: { organisation: string; mode: Mode; name: string } & KeyLimits,
): Promise<KeyMade> {
  await requireOrganisation(context.db, organisation)
  requireFuture(context, limits.expiresAt)
  const { key, data } = newRow(context, {
    tenantId: organisation,
    mode,
    name: requireName('the name of a key', name, NAME_CHARACTERS),
    ...limits,
  })
  return { key, row: await context.db.apiKey.create({ data }) }
}

export async function listKeys({ db }: Context, organisation: string | undefined): Promise<ApiKey[]> {
  if (organisation !== undefined) await requireOrganisation(db, organisation)
  return db.apiKey.findMany({
    where: organisation === undefined ? {} : { tenantId: organisation },
    orderBy: [{ tenantId: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
  })
}

export async function limitKey(context: Context, id: string, limits: KeyLimits): Promise<ApiKey> {
  await requireUsable(context, id)
  requireFuture(context, limits.expiresAt)
  await changeBound(context, context.db, 'apiKey', { id }, limits)
  return requireKey(context, id)
}

/**
 * A new key that may do the same, for as long as the old one was made for. The old one works until the overlap is over, so that programs can
 * change to the new one.
 */
export async function rotateKey(context: Context, id: string, overlapMs: number): Promise<KeyMade & { oldUntil: Date }> {
  const old = await requireUsable(context, id)
  const { tenantId, mode, name, scopes, requestsPerMinute, expiresAt, successorId } = old
  const earlier = successorId === null ? null : await requireKey(context, successorId)
  if (earlier && !earlier.revokedAt) throw rotated(old, earlier.id)
  const now = context.machineNow().getTime()
  const end = new Date(now + overlapMs)
  const oldUntil = expiresAt !== null && expiresAt < end ? expiresAt : end
  // The first rotation has shortened the old key. Its successor, which was lost and revoked, has the time for which both were made.
  const model = earlier ?? old
  const newUntil = model.expiresAt && new Date(now + model.expiresAt.getTime() - model.createdAt.getTime())
  const made = newRow(context, { tenantId, mode, name, scopes: scopes as Scope[], requestsPerMinute, expiresAt: newUntil })
  const row = await context.db.$transaction(async (tx) => {
    const row = await tx.apiKey.create({ data: made.data })
    // Of two rotations at the same time one comes first.
    const count = await changeBound(context, tx, 'apiKey', { id, successorId }, { expiresAt: oldUntil, successorId: row.id })
    if (count === 0) throw rotated(old)
    return row
  })
  return { key: made.key, row, oldUntil }
}

function rotated({ id }: ApiKey, successor = 'another key'): CommandRefused {
  return new CommandRefused(
    `the API key ${id} was rotated already, and ${successor} takes its place. Revoke that one if it was lost, then rotate again`,
  )
}

/** At once, in every process. A second revocation changes nothing. */
export async function revokeKey(context: Context, id: string): Promise<ApiKey> {
  await changeBound(context, context.db, 'apiKey', { id, revokedAt: null }, { revokedAt: context.machineNow() })
  return requireKey(context, id)
}

function newRow(context: Context, data: { tenantId: string; mode: Mode; name: string } & KeyLimits) {
  const key = newKey(data.mode)
  const createdAt = context.machineNow()
  const made = { id: newId('key'), createdAt, ...storedKey(key), scopes: [], expiresAt: null, revokedAt: null, ...data }
  return { key, data: bound(context.secrets, 'apiKey', made) }
}

async function requireKey(context: Context, id: string): Promise<ApiKey> {
  const row = await context.db.apiKey.findUnique({ where: { id } })
  if (!row) throw new CommandRefused(`there is no API key ${id}. List them: npm run admin -- keys list`)
  return requireWhole(context, 'apiKey', row)
}

async function requireUsable(context: Context, id: string): Promise<ApiKey> {
  const row = await requireKey(context, id)
  if (row.revokedAt) throw new CommandRefused(`the API key ${id} is revoked. Make a new one: npm run admin -- keys make ${row.tenantId}`)
  if (row.expiresAt && row.expiresAt <= context.machineNow())
    throw new CommandRefused(`the API key ${id} has expired. Make a new one: npm run admin -- keys make ${row.tenantId}`)
  return row
}

function requireFuture({ machineNow }: Context, expiresAt: Date | null | undefined): void {
  if (expiresAt && expiresAt <= machineNow()) throw new CommandRefused('the end of a key must lie in the future')
}
