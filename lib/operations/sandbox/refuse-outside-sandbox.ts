// The sandbox is for test keys: no clock is moved, no camera scripted and nobody walked for a live request.

import { Problem } from '../../domain/problem'
import type { ApiCaller } from '../kernel/context'

export function refuseOutsideSandbox({ mode }: Pick<ApiCaller, 'mode'>): void {
  if (mode === 'test') return
  throw new Problem('SANDBOX_ONLY.live_key')
}
