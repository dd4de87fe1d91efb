// What is known of tasks that were done: failures, so that a hostile file does not cost its time again, and what is asked for again and again.

import { createHash } from 'node:crypto'
import { serialize } from 'node:v8'
import type { Problem } from '../../domain/problem'

/** A failure is forgotten after a time, because a worker may have died of something else than the file. */
const FAILURE_LIVES_MS = 600_000
const MOST_FAILURES = 2_000
const MOST_KEPT_BYTES = 48 << 20

/** The key of a task: whose it is, over which bytes, and its arguments. The time of a validation is none of them. */
export function keyOf(name: string, { tenant, sha256, given }: { tenant: string; sha256: string; given: unknown }): string {
  const { now: _, ...argumentsOf } = given as { now?: Date }
  return createHash('sha256')
    .update(serialize([name, tenant, sha256, argumentsOf]))
    .digest('base64')
}

export class Remembered {
  private readonly failures = new Map<string, { problem: Problem; until: number }>()
  private readonly made = new Map<string, Uint8Array>()
  private bytes = 0

  constructor(private readonly now: () => number) {}

  failure(key: string): Problem | undefined {
    const found = this.failures.get(key)
    if (found && found.until > this.now()) return found.problem
    this.failures.delete(key)
    return undefined
  }

  keepFailure(key: string, problem: Problem): void {
    this.failures.set(key, { problem, until: this.now() + FAILURE_LIVES_MS })
    for (const oldest of this.failures.keys()) if (this.failures.size > MOST_FAILURES) this.failures.delete(oldest)
  }

  result(key: string): Uint8Array | undefined {
    const found = this.made.get(key)
    if (!found) return undefined
    // The one that was asked for last is forgotten last.
    this.made.delete(key)
    this.made.set(key, found)
    return found
  }

  keepResult(key: string, made: Uint8Array): void {
    this.made.set(key, made)
    this.bytes += made.length
    for (const [oldest, { length }] of this.made) {
      if (this.bytes <= MOST_KEPT_BYTES) break
      this.made.delete(oldest)
      this.bytes -= length
    }
  }
}
