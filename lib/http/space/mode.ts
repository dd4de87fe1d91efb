// Whether this installation signs for real: until a trust service is connected, all spaces are those of tests.

import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'

export function liveIsConnected(context: Pick<Context, 'trust'>): boolean {
  try {
    context.trust('live')
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
