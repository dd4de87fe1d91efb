// Limits how many callers at once do work that takes much memory or a whole processor; the others wait, in order.

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

type Line = { free: number; waiting: (() => void)[] }

/** Kept on the process, because a server is built as several bundles, each with its own copy of this module. */
const shared = globalThis as typeof globalThis & { qsignhubTurns?: Map<string, Line> }

/** `name`: callers that use the same name share one limit. */
export function limitConcurrency(name: string, places: number): InTurn {
  shared.qsignhubTurns ??= new Map()
  const line = shared.qsignhubTurns.get(name) ?? { free: places, waiting: [] }
  shared.qsignhubTurns.set(name, line)
  return async (work) => {
    if (line.free > 0) line.free--
    else await new Promise<void>((resume) => line.waiting.push(resume))
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next()
      else line.free++
    }
  }
}
