// The thread beside a worker's: ends the process when a task takes too much time of the processor, or too much memory, wherever that lies
// (heap, buffers, WebAssembly, native code), or when the server is gone. It works also while the task lets the worker do nothing else.

import { workerData } from 'node:worker_threads'

const EVERY_MS = 50

/** `limit`: milliseconds of the processor's time for the task that runs; 0 while none does. */
const { limit, mostBytes } = workerData as { limit: Int32Array; mostBytes: number }
const server = process.ppid

for (;;) {
  Atomics.wait(limit, 0, 0)
  const milliseconds = Atomics.load(limit, 0)
  const before = process.cpuUsage()
  while (Atomics.wait(limit, 0, milliseconds, EVERY_MS) === 'timed-out') {
    const { user, system } = process.cpuUsage(before)
    const tooMuch = (user + system) / 1000 > milliseconds || process.memoryUsage.rss() > mostBytes
    if (tooMuch || process.ppid !== server) process.kill(process.pid, 'SIGKILL')
  }
}
