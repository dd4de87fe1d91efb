// What a worker and the thread that watches it share: whose turn it is, and the limit of the task. Each task, and each rest after one, is a
// turn with a number of its own, so that the thread never takes one for the other, however late it looks.

export const TURN = 0
/** Milliseconds of the processor's time. */
export const LIMIT = 1

export function newTurns(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
}

/** A task begins. */
export function begin(turns: Int32Array, milliseconds: number): void {
  Atomics.store(turns, LIMIT, milliseconds)
  end(turns)
}

/** The turn ends. */
export function end(turns: Int32Array): void {
  Atomics.add(turns, TURN, 1)
  Atomics.notify(turns, TURN)
}
