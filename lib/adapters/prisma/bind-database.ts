// Binds a database to the secrets with which it was created: with others, its data could not be read.

import type { SecretName, Secrets } from '../../domain/ports'
import type { PrismaClient } from '../../generated/prisma/client'

class ForeignDatabase extends Error {
  override readonly name = 'ForeignDatabase'
}

/** Whether an installation has run with this database before. */
export async function hasBegun(db: PrismaClient): Promise<boolean> {
  return (await db.installation.count()) > 0
}

/** Throws ForeignDatabase where the database was begun with other secrets, before anything is opened with these. */
export async function requireOwnSecrets(db: PrismaClient, secrets: Pick<Secrets, 'checks'>): Promise<void> {
  const owner = await db.installation.findUnique({ where: { id: 'this' } })
  if (!owner) return
  if (!secrets.checks('master-key').includes(owner.masterKeyCheck))
    throw differs('master key', 'Restore the file that QSIGNHUB_MASTER_KEY_FILE names')
  if (!secrets.checks('server-share').includes(owner.serverShareCheck))
    throw differs('server share', 'Restore the file that QSIGNHUB_SERVER_SHARE_FILE names')
}

const differs = (what: string, cure: string): ForeignDatabase =>
  new ForeignDatabase(`this database was begun with another ${what}. ${cure}, or use an empty database with an empty data directory`)

/**
 * Throws ForeignDatabase, naming what differs and the cure. All values are digests. While a secret is being rotated, the database knows the
 * generation of before. `begun`: the data directory says that the installation has run before, so nothing is made. `fresh`: this call was the
 * first for this database.
 */
export async function bindDatabase(
  db: PrismaClient,
  secrets: Pick<Secrets, 'checks'>,
  root: string,
  { begun }: { begun: boolean },
): Promise<{ fresh: boolean }> {
  const newest = (secret: SecretName): string => secrets.checks(secret)[0] ?? ''
  const data = { masterKeyCheck: newest('master-key'), serverShareCheck: newest('server-share'), rootSha256: root }
  const { count } = begun ? { count: 0 } : await db.installation.createMany({ data, skipDuplicates: true })
  const owner = await db.installation.findUniqueOrThrow({ where: { id: 'this' } })
  // Another process may have been the first since these were compared.
  await requireOwnSecrets(db, secrets)
  if (owner.rootSha256 !== root)
    throw differs('test root certificate', 'Restore the folder pki of the data directory; all processes must share it')
  return { fresh: count === 1 }
}
