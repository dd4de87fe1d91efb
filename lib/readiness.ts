// Whether this process can take requests: the results of its start, and whether the database answers.

import type { Installation } from './context'
import type { Fault } from './operations/kernel/integrity'
import { faultOfFirstRows } from './operations/kernel/kept-keys'
import type { SelfTest } from './self-test'

type Known = { selfTest?: SelfTest; stopping?: boolean }
export type Readiness = {
  status: 'ready' | 'not_ready'
  checks: { database: boolean; queue: boolean; trust: boolean; signing: boolean; stopping: boolean }
  signing_self_test_ms: number | null
  /**
   * What was found changed outside of the product since the start. It does not make the process unready: what is whole is served, and one
   * changed row must not stop everybody.
   */
  faults: readonly Fault[]
}

/** Kept on `globalThis`, because the start and the route are separate bundles of one process. */
const known = globalThis as typeof globalThis & { qsignhubReadiness?: Known }

export function setReadiness(change: Known): void {
  known.qsignhubReadiness = { ...known.qsignhubReadiness, ...change }
}

type Parts = { database: boolean; queue: boolean; trust: boolean }
const NOTHING: Parts = { database: false, queue: false, trust: false }

/** However often anybody asks, the parts are tried once in this time: a trial signs, and asks the database. */
const TRIED_EVERY_MS = 3_000
const tried = new WeakMap<Installation, { at: number; parts: Promise<Parts> }>()

/** Never throws: a part that does not answer is not ready. `opened` is null while the process is starting. */
export async function readiness(opened: Installation | null, now = Date.now()): Promise<Readiness> {
  const { selfTest, stopping = false } = known.qsignhubReadiness ?? {}
  const { database, queue, trust } = opened ? await partsOf(opened, now) : NOTHING
  const checks = { database, queue, trust, signing: selfTest?.passed ?? false, stopping }
  const ready = database && queue && trust && checks.signing && !stopping
  const faults = opened?.integrity.faults() ?? []
  return { status: ready ? 'ready' : 'not_ready', checks, signing_self_test_ms: selfTest?.milliseconds ?? null, faults }
}

function partsOf(opened: Installation, now: number): Promise<Parts> {
  const last = tried.get(opened)
  if (last && now - last.at < TRIED_EVERY_MS) return last.parts
  const parts = tryParts(opened)
  tried.set(opened, { at: now, parts })
  return parts
}

async function tryParts(opened: Installation): Promise<Parts> {
  const [database, queue, trust] = await Promise.all([
    works(() => opened.database.prisma.$queryRaw`SELECT 1`),
    works(() => opened.queue.ping()),
    works(() => trialStamp(opened)),
    // Named while the process still has the keys, because the next start is refused.
    works(() => faultOfFirstRows(opened.contextFor())),
  ])
  return { database, queue, trust }
}

/** Makes a time-stamp over a fixed digest. It fails where the keys of the trust service cannot be used. */
function trialStamp({ contextFor }: Installation): Promise<unknown> {
  return contextFor().trust('test').stamp(new Uint8Array(32))
}

async function works(ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), 3_000)
  })
  try {
    await Promise.race([ask(), late])
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
