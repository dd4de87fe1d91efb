// Work that a request and a job may begin at the same moment is done once per process, and both wait for it.

/** On the process, not in the module: pages and jobs are bundled apart and each have modules of their own. */
const shared = globalThis as typeof globalThis & { qsignhubSharedWork?: Map<string, Promise<void>> }

/** Only spares effort: what makes repetition harmless is the operation itself, because other processes know nothing of this. */
export function sharedWork(key: string, work: () => Promise<void>): Promise<void> {
  const running = (shared.qsignhubSharedWork ??= new Map<string, Promise<void>>())
  const going = running.get(key)
  if (going) return going
  const started = work().finally(() => running.delete(key))
  running.set(key, started)
  return started
}
