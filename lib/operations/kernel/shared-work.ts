// When a request and a job begin the same work at once, the process does it once, and both wait for it.

/** Kept on the process, because pages and jobs are bundled apart, each with its own copy of this module. */
const shared = globalThis as typeof globalThis & { qsignhubSharedWork?: Map<string, Promise<void>> }

/** Only saves work: the operation itself must be safe to repeat, because other processes do not see this map. */
export function sharedWork(key: string, work: () => Promise<void>): Promise<void> {
  const running = (shared.qsignhubSharedWork ??= new Map<string, Promise<void>>())
  const going = running.get(key)
  if (going) return going
  const started = work().finally(() => running.delete(key))
  running.set(key, started)
  return started
}
