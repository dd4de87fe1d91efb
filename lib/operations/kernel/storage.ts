// How much an organisation stores, counted in the transaction of whatever changes it, and how much it may store.

import { Problem } from '../../domain/problem'
import type { Tx } from './context'

/** What everybody may store, in bytes. */
const DEFAULT_QUOTA = 100_000_000_000n

/** In bytes, of live and test mode together. */
export type Storage = { used: bigint; quota: bigint }
type Row = { storedBytes: bigint; storageBytes: bigint | null }

export function storageOf({ storedBytes, storageBytes }: Row): Storage {
  return { used: storedBytes, quota: storageBytes ?? DEFAULT_QUOTA }
}

/**
 * Counts bytes that are stored, or with a negative number bytes that are deleted. The row is locked from here to the end of the transaction:
 * call it late.
 */
export async function countStored(tx: Tx, tenantId: string, bytes: number): Promise<void> {
  if (bytes === 0) return
  await tx.$executeRaw`UPDATE "Tenant" SET "storedBytes" = greatest(0, "storedBytes" + ${BigInt(bytes)}) WHERE "id" = ${tenantId}`
}

/** The same for what a caller adds, who is refused where there is no room for it. */
export async function takeRoom(tx: Tx, tenantId: string, bytes: number): Promise<void> {
  const added = await tx.$executeRaw`
    UPDATE "Tenant" SET "storedBytes" = "storedBytes" + ${BigInt(bytes)}
    WHERE "id" = ${tenantId} AND "storedBytes" + ${BigInt(bytes)} <= coalesce("storageBytes", ${DEFAULT_QUOTA})`
  if (added > 0) return
  const { used, quota } = storageOf(await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }))
  throw new Problem('STORAGE_FULL.quota', { used: megabytes(used), quota: megabytes(quota), size: megabytes(BigInt(bytes)) })
}

export const sumOf = <T>(all: readonly T[], number: (one: T) => number): number => all.reduce((total, one) => total + number(one), 0)

const megabytes = (bytes: bigint): string => (Number(bytes) / 1e6).toFixed(1)
