// Keys that stay the same for as long as the data that they were used on: a value that was made with one cannot be made anew. They are kept
// sealed in the database, so that a rotation seals them under the new secret and changes nothing that they have made.

import { randomBytes } from 'node:crypto'
import { open } from '../../crypto/envelope'
import type { KeptPurpose, Secrets } from '../../domain/ports'
import type { PrismaClient } from '../../generated/prisma/client'
import { SEALED_COLUMNS, sealColumn } from './sealed-columns'

/** How each was derived from the secrets before it was kept: such installations go on with that key. Undefined: it was always kept. */
const BEFORE: Readonly<Record<KeptPurpose, (secrets: Secrets) => Uint8Array | undefined>> = {
  'credential holder': (secrets) => secrets.key('credential holder').generations().at(-1)?.key,
  evidence: (secrets) => secrets.share('evidence').generations().at(-1)?.key,
  rows: () => undefined,
}

/** Reads the keys, and makes those that are missing. `fresh`: the database was begun by this very start, so no value is older. */
export async function openKeptKeys(
  db: PrismaClient,
  secrets: Secrets,
  { fresh }: { fresh: boolean },
): Promise<ReadonlyMap<KeptPurpose, Uint8Array>> {
  const { ring, label } = SEALED_COLUMNS.keptKey
  const keys = new Map<KeptPurpose, Uint8Array>()
  for (const [purpose, before] of Object.entries(BEFORE) as [KeptPurpose, (typeof BEFORE)[KeptPurpose]][]) {
    const bytes = (fresh ? undefined : before(secrets)) ?? randomBytes(32)
    // Of processes that start together the first one's key stays.
    const data = { id: purpose, sealed: sealColumn(secrets, 'keptKey', purpose, bytes) }
    await db.keptKey.createMany({ data, skipDuplicates: true })
    const { sealed } = await db.keptKey.findUniqueOrThrow({ where: { id: purpose } })
    keys.set(purpose, open(ring(secrets), sealed, label(purpose)))
  }
  return keys
}
