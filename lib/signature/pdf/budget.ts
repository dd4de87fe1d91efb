// What reading one document may cost in all. Everything that reads it spends from here, so that no structure of a file, however shared,
// looped or packed, makes work or memory without end. spec/limits.md says why the numbers are what they are.

import { tooComplex } from './problem'

const MB = 1 << 20

/** What a document of `size` bytes may cost: a part that any document may need, and a part that grows with the file. */
const limitsFor = (size: number) => ({
  /** Bytes read as objects, or compared. */
  bytes: 64 * MB + 4 * size,
  /** Bytes that come out of compressed streams. */
  inflated: 64 * MB + 8 * size,
  /** Bytes hashed, for signatures and revocation lists. */
  hashed: 256 * MB + 8 * size,
  /** Names, numbers, strings, arrays, dictionaries: everything that is parsed. */
  values: 8 * MB + size / 4,
  /** Objects read at a place of the file. */
  objects: 256 * 1024 + size / 16,
  /** References followed, and other steps of walks. */
  steps: 16 * MB + size / 2,
  /** Characters of qualified field names. */
  names: 16 * MB,
  /** Sections of the cross-reference chain, their runs of numbers, and rows in their streams. Annex C.2 allows 8,388,607 objects. */
  sections: 2048,
  runs: 512 * 1024,
  rows: 10_000_000,
  /** Signatures that are judged. */
  signatures: 500,
  /** Checks of a public key against revocation data. */
  verifications: 20_000,
  /** Parts of an XML document that are written in a canonical form again, each perhaps all of it. */
  passes: Math.min(64, 8 + Math.floor((32 * MB) / size)),
})

export type Cost = keyof ReturnType<typeof limitsFor>

export class Budget {
  private readonly limits: Record<Cost, number>
  private readonly left: Record<Cost, number>

  constructor(size: number) {
    this.limits = limitsFor(size)
    this.left = { ...this.limits }
  }

  /** Throws PDF_TOO_COMPLEX when more is spent than there is. */
  spend(cost: Cost, amount = 1): void {
    this.left[cost] -= amount
    if (this.left[cost] < 0) throw tooComplex(cost)
  }

  remaining(cost: Cost): number {
    return Math.max(0, this.left[cost])
  }

  /** Throws if anything was overspent, also where whoever spent it went on with what was readable. */
  check(): void {
    for (const cost of Object.keys(this.left) as Cost[]) if (this.left[cost] < 0) throw tooComplex(cost)
  }

  /** The part of each limit that was spent; more than 1 where it was not enough. */
  get spent(): Record<Cost, number> {
    const costs = Object.keys(this.limits) as Cost[]
    return Object.fromEntries(costs.map((cost) => [cost, 1 - this.left[cost] / this.limits[cost]])) as Record<Cost, number>
  }
}
