// How much memory a running server takes: resident, of all processes that were started with it. Linux only.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ServerProcess } from './server'

export const CAN_MEASURE = existsSync('/proc/self/status')
const EVERY_MS = 100

/** The memory that is taken at this moment, in MiB. */
export function residentMegabytes({ group }: Pick<ServerProcess, 'group'>): number {
  let kilobytes = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || processGroup(name) !== group) continue
    kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(readIfThere(`/proc/${name}/status`))?.[1] ?? 0)
  }
  return kilobytes / 1024
}

/** The most memory that was taken during the work, measured ten times a second, at the beginning and at the end. */
export async function peakMegabytes(server: Pick<ServerProcess, 'group'>, work: () => Promise<unknown>): Promise<number> {
  let most = residentMegabytes(server)
  const timer = setInterval(() => {
    most = Math.max(most, residentMegabytes(server))
  }, EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return Math.max(most, residentMegabytes(server))
}

/** Field 5 of /proc/<pid>/stat; the name before it may hold anything, parentheses too. */
function processGroup(pid: string): number {
  const stat = readIfThere(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

/** Empty when the process has ended meanwhile. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
