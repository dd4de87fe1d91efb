// Begins the decision of a check at once. The page polls for the verdict; the queued job takes over if this process stops.

import type { Context } from '../kernel/context'
import { checkIdentity } from './check-identity'

export function decideInBackground(context: Context, verification: string | null): void {
  if (verification === null) return
  checkIdentity(context, { verification }).catch((error: unknown) =>
    context.log.warn({ verification, error }, 'the check of identity will be tried again by its job'),
  )
}
