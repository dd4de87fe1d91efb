// For whom the pictures of a check are read: the readings of one tenant or signer never keep those of others waiting.

import type { Reader } from '../../identity/analysis-pool'
import type { Journey } from '../journey/standing'

export function readerOf({ request, row }: Pick<Journey, 'request' | 'row'>, verification: string): Reader {
  return { tenant: request.tenantId, signer: row.id, check: verification }
}
