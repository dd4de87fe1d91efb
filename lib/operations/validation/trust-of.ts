// The trust anchors of an API key: those of the test trust service count for test keys only.

import type { Mode } from '../../domain/event'
import type { Trust } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'

/** Null where no provider is connected for this mode: then validation calls no signature trusted. */
export function trustOf(context: Pick<Context, 'trust'>, mode: Mode): Trust | null {
  try {
    return context.trust(mode)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
