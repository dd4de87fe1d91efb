// Carries out a command of the operator while no process serves: opens the installation for as long as that takes.

import os from 'node:os'
import { obey } from '@/lib/admin'
import { adoptOnce } from '@/lib/adopt'
import { readConfig } from '@/lib/config'
import { openInstallation } from '@/lib/context'

/** Milliseconds for what is running to end. */
const CLOSE_WITHIN = 10_000

try {
  const opened = await openInstallation(readConfig(process.env))
  await adoptOnce(opened)
  const by = os.userInfo().username
  process.exitCode = await obey(opened, { argv: process.argv.slice(2), by }, (said) => console.log(said))
  await opened.close(CLOSE_WITHIN)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 78
}
