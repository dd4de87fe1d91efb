// The processes of this machine and the CPU time that each has taken, that of its ended children included. Read from /proc: Linux only.

import { existsSync, readdirSync, readFileSync } from 'node:fs'

export type Process = { parent: number; seconds: number }

export const CAN_COUNT = existsSync('/proc/self/stat')
/** The unit of the times in /proc (USER_HZ), the same on every Linux. */
const TICKS_PER_SECOND = 100

export function allProcesses(): Map<number, Process> {
  const found = new Map<number, Process>()
  for (const name of readdirSync('/proc')) {
    const process = /^\d+$/.test(name) ? readProcess(name) : undefined
    if (process) found.set(Number(name), process)
  }
  return found
}

/** The CPU seconds of a process and of all its descendants; 0 when it is gone. */
export function secondsBelow(root: number, all: ReadonlyMap<number, Process>): number {
  const children = new Map<number, number[]>()
  for (const [pid, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), pid])
  const sum = (pid: number): number => (children.get(pid) ?? []).reduce((total, child) => total + sum(child), all.get(pid)?.seconds ?? 0)
  return sum(root)
}

/** Undefined when the process has ended meanwhile. The name in /proc stands in parentheses and may hold parentheses itself. */
function readProcess(pid: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, times = []] = [fields[1], fields.slice(11, 15)]
    return { parent, seconds: times.reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND }
  } catch {
    return undefined
  }
}
