// The thread beside a worker's: ends the process when a task takes too much time of the processor, or too much memory, wherever that lies
// (heap, buffers, WebAssembly, native code), or when the server is gone. It works also while the task lets the worker do nothing else.

import { workerData } from 'node:worker_threads'

const EVERY_MS = 50

/** `state`: the number of changes, and milliseconds of the processor's time for the task that runs, or 0 while none does. */
const { state, mostBytes } = workerData as { state: Int32Array; mostBytes: number }
const server = process.ppid

for (;;) {
  // The change is known by its number: tasks with the same limit follow each other faster than a busy machine wakes this thread.
  const change = Atomics.load(state, 0)
  const milliseconds = Atomics.load(state, 1)
  if (milliseconds === 0) {
    Atomics.wait(state, 0, change)
    continue
  }
  const before = process.cpuUsage()
  while (Atomics.wait(state, 0, change, EVERY_MS) === 'timed-out') {
    const { user, system } = process.cpuUsage(before)
    const tooMuch = (user + system) / 1000 > milliseconds || process.memoryUsage.rss() > mostBytes
    if (tooMuch || process.ppid !== server) process.kill(process.pid, 'SIGKILL')
  }
}
