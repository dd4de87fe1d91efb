// Binds a database to the secrets with which it was created: with others, its data could not be read.

import type { PrismaClient } from '../../generated/prisma/client'

class ForeignDatabase extends Error {
  override readonly name = 'ForeignDatabase'
}

/** Throws ForeignDatabase, naming what differs and the cure. All values are digests. */
export async function bindDatabase(db: PrismaClient, mine: { masterKey: string; serverShare: string; root: string }): Promise<void> {
  await db.installation.createMany({
    data: { masterKeyCheck: mine.masterKey, serverShareCheck: mine.serverShare, rootSha256: mine.root },
    skipDuplicates: true,
  })
  const owner = await db.installation.findUniqueOrThrow({ where: { id: 'this' } })
  const differs = (what: string, cure: string): never => {
    throw new ForeignDatabase(`this database was begun with another ${what}. ${cure}, or use an empty database`)
  }
  if (owner.masterKeyCheck !== mine.masterKey) differs('master key', 'Restore the file that QSIGNHUB_MASTER_KEY_FILE names')
  if (owner.serverShareCheck !== mine.serverShare) differs('server share', 'Restore the file that QSIGNHUB_SERVER_SHARE_FILE names')
  if (owner.rootSha256 !== mine.root)
    differs('test root certificate', 'Restore the folder pki of the data directory; all processes must share it')
}
