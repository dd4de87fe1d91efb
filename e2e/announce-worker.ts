// Says which process a worker of Playwright is, so that its CPU time can be booked on the stories that it runs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runFolder } from './run'

const folder = (run: string): string => path.join(run, 'workers')

/** Every worker reads the configuration, which calls this; elsewhere it does nothing. */
export function announceWorker(): void {
  const [run, index] = [runFolder(), process.env['TEST_WORKER_INDEX']]
  if (!run || index === undefined) return
  mkdirSync(folder(run), { recursive: true })
  writeFileSync(path.join(folder(run), index), String(process.pid))
}

/** Undefined until the worker has announced itself. */
export function processOfWorker(index: number): number | undefined {
  const run = runFolder()
  try {
    return run ? Number(readFileSync(path.join(folder(run), String(index)), 'utf8')) : undefined
  } catch {
    return undefined
  }
}
