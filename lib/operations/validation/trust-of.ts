// Whom a key trusts: what was made with the test trust service counts for test keys alone.

import type { Mode } from '../../domain/event'
import type { Trust } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'

/** Null where no provider is connected for this mode: then no signature can be trusted, and validation says so of each. */
export function trustOf(context: Pick<Context, 'trust'>, mode: Mode): Trust | null {
  try {
    return context.trust(mode)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
