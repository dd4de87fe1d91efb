// Goes through a long list in slices, and lets everybody else go on between them: the evidence of one request may be long.

import { setImmediate } from 'node:timers/promises'

/** So many at once take some milliseconds. */
const SLICE = 100

export async function inSlices<From, To>(list: readonly From[], made: (one: From) => To): Promise<To[]> {
  const all: To[] = []
  for (let at = 0; at < list.length; at += SLICE) {
    if (at > 0) await setImmediate()
    for (const one of list.slice(at, at + SLICE)) all.push(made(one))
  }
  return all
}
