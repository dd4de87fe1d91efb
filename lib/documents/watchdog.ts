// The thread beside a worker's: ends the process when a task takes too much time of the processor, or too much memory, wherever that lies
// (heap, buffers, WebAssembly, native code), or when the server is gone. It works also while the task lets the worker do nothing else.

import { workerData } from 'node:worker_threads'
import { LIMIT, TURN } from './turns'

const EVERY_MS = 50

const { turns, mostBytes } = workerData as { turns: Int32Array; mostBytes: number }
const server = process.ppid

for (;;) {
  const turn = Atomics.load(turns, TURN)
  // The turns of tasks are odd.
  if (turn % 2 === 0) Atomics.wait(turns, TURN, turn)
  else watch(turn, Atomics.load(turns, LIMIT))
}

function watch(turn: number, milliseconds: number): void {
  const before = process.cpuUsage()
  while (Atomics.wait(turns, TURN, turn, EVERY_MS) === 'timed-out') {
    const { user, system } = process.cpuUsage(before)
    const tooMuch = (user + system) / 1000 > milliseconds || process.memoryUsage.rss() > mostBytes
    if (tooMuch || process.ppid !== server) process.kill(process.pid, 'SIGKILL')
  }
}
