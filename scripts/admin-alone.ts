// Carries out a command of the operator while no process serves: opens the installation for as long as that takes.

import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { help, obey, STATUS } from '@/lib/admin/obey'
import { adoptOnce } from '@/lib/adopt'
import { readConfig, type Config } from '@/lib/config'
import { openInstallation } from '@/lib/context'

/** Milliseconds for what is running to end. */
const CLOSE_WITHIN = 10_000

const argv = process.argv.slice(2)
const say = (said: string): void => console.log(said)

try {
  process.exitCode = help(argv, say) ?? (await obeyAlone(readConfig(process.env)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 78
}

/** A command makes no installation: the directory may be mistyped. Each has its test CA in it (lib/README.md). */
async function obeyAlone(config: Config): Promise<number> {
  if (!existsSync(path.join(config.dataDir, 'pki'))) {
    say(`Nothing was done: there is no installation in ${config.dataDir}. Set QSIGNHUB_DATA_DIR to where it is; npm start makes one.`)
    return STATUS.refused
  }
  const opened = await openInstallation(config)
  await adoptOnce(opened)
  const status = await obey(opened, { argv, by: os.userInfo().username }, say)
  await opened.close(CLOSE_WITHIN)
  return status
}
