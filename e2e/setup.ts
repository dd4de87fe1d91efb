// Before the first story: prepares an installation and starts the one server that all stories share. After the last: ends it, removes all.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { copyInstallation, makeInstallation, removeInstallation } from './installation'
import { beginRun, preparedIn } from './run'
import { startServer } from './server'

export default async function setUp(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qsignhub-e2e-'))
  const [prepared, shared] = [preparedIn(folder), path.join(folder, 'shared')]
  const accounts = await makeInstallation(prepared)
  await copyInstallation(prepared, shared)
  const server = await startServer({ dataDirectory: shared })
  beginRun(folder, { baseUrl: server.baseUrl, group: server.group, accounts })
  return async () => {
    await server.stop()
    await removeInstallation(shared)
    await removeInstallation(prepared)
    rmSync(folder, { recursive: true, force: true })
  }
}
