// A document worker whose tasks do what a hostile file could make a reader do, for the tests of the pool.

import { Problem } from '../domain/problem'
import { serve } from '../documents/serve'

const MEGABYTE = 2 ** 20

function broken(): never {
  throw new TypeError('a secret sentence of the file')
}

serve(
  {
    text: (source) => source.read(0, source.size).toString(),
    picture: (source) => source.read(0, source.size),
    process: () => process.pid,
    environment: () => ({ ...process.env }),
    /** Waits until the test answers. */
    gate: async (_, _given, { stamp }) => Buffer.from(await stamp(Buffer.from('may I?'))).toString(),
    hang() {
      for (;;) Math.random()
    },
    wait: () => new Promise(() => undefined),
    fillHeap() {
      const held: unknown[] = []
      for (;;) held.push({ at: held.length, text: `object ${held.length}` })
    },
    fillBuffers() {
      const held: Buffer[] = []
      for (;;) held.push(Buffer.alloc(4 * MEGABYTE, held.length))
    },
    die: () => process.exit(7),
    refuse() {
      throw new Problem('DOCUMENT_DAMAGED.empty')
    },
    break: broken,
    breakWithWords: broken,
  },
  (error) => (error instanceof Problem ? error : undefined),
)
