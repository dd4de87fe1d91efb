// The generations of one key. The newest seals and makes MACs; earlier ones open and verify until nothing needs them and they are retired.
import { constantTimeEqual } from './activation'

/** `id` tells a generation from the others; it tells nothing of its key. */
export type Generation = { readonly id: Uint8Array; readonly key: Uint8Array }
/** The newest first. */
export type Generations = readonly [Generation, ...Generation[]]

export type Keyring = {
  generations(): Generations
  /** Looks whether another process has made or retired a generation since. Answers whether one has. */
  renew(): boolean
}

/** Octets of an id. */
export const KEY_ID = 4

export const newestOf = (ring: Keyring): Generation => ring.generations()[0]

/** Null where no such generation is kept, also after another look. */
export function generationOf(ring: Keyring, id: Uint8Array): Generation | null {
  const find = (): Generation | undefined => ring.generations().find((generation) => Buffer.compare(generation.id, id) === 0)
  return find() ?? (ring.renew() ? find() : undefined) ?? null
}

/** The MAC that `make` computes, under the newest generation. */
export function macUnder(ring: Keyring, make: (key: Uint8Array) => string): string {
  return make(newestOf(ring).key)
}

/** Whether a MAC was made under one of the generations. Each is compared, in constant time: the answer does not tell which one it was. */
export function isMacUnder(ring: Keyring, given: string, make: (key: Uint8Array) => string): boolean {
  const found = (): boolean =>
    ring
      .generations()
      .map(({ key }) => constantTimeEqual(make(key), given))
      .includes(true)
  return found() || (ring.renew() && found())
}

/** Keys that are made of those of another ring, generation by generation. */
export function derivedRing(ring: Keyring, derive: (key: Uint8Array) => Uint8Array): Keyring {
  const made = new WeakMap<Generation, Generation>()
  const of = (generation: Generation): Generation => {
    const known = made.get(generation) ?? { id: generation.id, key: derive(generation.key) }
    made.set(generation, known)
    return known
  }
  return {
    generations() {
      const [newest, ...earlier] = ring.generations()
      return [of(newest), ...earlier.map(of)]
    },
    renew: () => ring.renew(),
  }
}
