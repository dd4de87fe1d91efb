// What exists in test mode only: in live mode the outbox is not there at all.

import { config } from '../config'
import { Problem } from '../domain/problem'

export function isTestMode(): boolean {
  return config().mode === 'test'
}

export function requireTestMode(): void {
  if (!isTestMode()) throw new Problem('NOT_FOUND', 'There is nothing at this address.')
}
