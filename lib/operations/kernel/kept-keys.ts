// Keys that stay the same for as long as the data that they were used on: a value that was made with one cannot be made anew. They are kept
// sealed in the database, so that a rotation seals them under the new secret and changes nothing that they have made. Only an installation
// that has never run makes them: whoever removes one from the database must not have the product begin anew under another.

import { randomBytes } from 'node:crypto'
import { open } from '../../crypto/envelope'
import type { KeptPurpose, Secrets } from '../../domain/ports'
import type { PrismaClient } from '../../generated/prisma/client'
import type { Context } from './context'
import { integrityFault, type Fault } from './integrity'
import { SEALED_COLUMNS, sealColumn } from './sealed-columns'

/** How each was derived from the secrets before it was kept: such installations go on with that key. Undefined: it was always kept. */
const BEFORE: Readonly<Record<KeptPurpose, (secrets: Secrets) => Uint8Array | undefined>> = {
  'credential holder': (secrets) => secrets.key('credential holder').generations().at(-1)?.key,
  scenes: () => undefined,
  identities: () => undefined,
  evidence: (secrets) => secrets.share('evidence').generations().at(-1)?.key,
  rows: () => undefined,
}

const PURPOSES = Object.keys(BEFORE) as KeptPurpose[]
/**
 * Made whenever they are missing: installations of before have none, and whoever removes one only has earlier films and faces forgotten, as
 * by removing the rows that they made.
 */
const FORGETTABLE: readonly KeptPurpose[] = ['scenes', 'identities']
/** Everything else is trusted because of these. */
const FIRST = PURPOSES.filter((purpose) => !FORGETTABLE.includes(purpose))

class InstallationChanged extends Error {
  override readonly name = 'InstallationChanged'
}
type Needs = Pick<Context, 'db' | 'integrity' | 'log'>

/** Throws when a row is missing that the first start of this installation has made. */
export async function requireFirstRows(context: Needs): Promise<void> {
  const fault = await faultOfFirstRows(context)
  if (!fault) return
  throw new InstallationChanged(
    `INTEGRITY_FAULT: the row of ${fault.place} is missing in the database, although this data directory has used it. Restore it from the ` +
      'backup; a database that is to begin empty needs an empty data directory',
  )
}

/** Which of these rows is missing, logged and named in readiness; null: all are there. */
export async function faultOfFirstRows({ db, integrity, log }: Needs): Promise<Fault | null> {
  const { label } = SEALED_COLUMNS.keptKey
  const keys = new Set((await db.keptKey.findMany({ select: { id: true } })).map(({ id }) => id))
  const there = {
    installation: (await db.installation.count()) > 0,
    ...Object.fromEntries(FIRST.map((id) => [label(id), keys.has(id)])),
  }
  for (const [place, isThere] of Object.entries(there)) {
    if (!isThere) {
      const fault = { place, what: 'the row was removed' }
      integrityFault({ integrity, log }, 'first row', fault)
      return fault
    }
    integrity.whole('first row', place)
  }
  return null
}

/**
 * Reads the keys. `begun`: the installation has run before, so that the first rows must be there (`requireFirstRows`). If it has not, those
 * that are missing are made. `fresh`: the database was begun by this very start, so no value is older.
 */
export async function openKeptKeys(
  db: PrismaClient,
  secrets: Secrets,
  { begun, fresh }: { begun: boolean; fresh: boolean },
): Promise<ReadonlyMap<KeptPurpose, Uint8Array>> {
  const { ring, label } = SEALED_COLUMNS.keptKey
  const keys = new Map<KeptPurpose, Uint8Array>()
  for (const purpose of PURPOSES) {
    if (!begun || FORGETTABLE.includes(purpose)) {
      const bytes = (fresh ? undefined : BEFORE[purpose](secrets)) ?? randomBytes(32)
      // Of processes that start together the first one's key stays.
      const data = { id: purpose, sealed: sealColumn(secrets, 'keptKey', purpose, bytes) }
      await db.keptKey.createMany({ data, skipDuplicates: true })
    }
    const { sealed } = await db.keptKey.findUniqueOrThrow({ where: { id: purpose } })
    keys.set(purpose, open(ring(secrets), sealed, label(purpose)))
  }
  return keys
}
