// What a run of the stories has in common: the one server, the accounts of its workers, and a folder that is deleted at the end.

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { AccountsOfWorker } from './installation'

export type Run = {
  baseUrl: string
  /** The process group of the server. */
  group: number
  accounts: readonly AccountsOfWorker[]
}

/** Workers learn the folder from the environment, which they inherit. */
const VARIABLE = 'QSIGNHUB_E2E_RUN'

export function beginRun(folder: string, run: Run): void {
  writeFileSync(path.join(folder, 'run.json'), JSON.stringify(run), { mode: 0o600 })
  process.env[VARIABLE] = folder
}

/** Undefined before the run has begun. */
export const runFolder = (): string | undefined => process.env[VARIABLE]

export function theRun(): Run {
  return JSON.parse(readFileSync(path.join(folderNow(), 'run.json'), 'utf8')) as Run
}

/** The prepared installation, which nobody serves: it is only copied. */
export const preparedIn = (folder: string): string => path.join(folder, 'prepared')

/** A new folder within the run's. */
export function scratch(name: string): string {
  const parent = path.join(folderNow(), 'scratch')
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(path.join(parent, `${name}-`))
}

export function accountsOf(workerIndex: number): AccountsOfWorker {
  const { accounts } = theRun()
  const mine = accounts[workerIndex % accounts.length]
  if (!mine) throw new Error('the run has no accounts')
  return mine
}

export function folderNow(): string {
  const folder = runFolder()
  if (!folder) throw new Error('no run has begun: start the stories with npm run e2e')
  return folder
}
