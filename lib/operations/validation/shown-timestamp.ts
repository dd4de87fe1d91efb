// One time-stamp over a whole document, an archive time-stamp, in the API's words.

import type { ValidationReport } from '../../validation/validate'
import { moment } from '../kernel/moment'

type Reported = ValidationReport['documentTimestamps'][number]

export type ShownTimestamp = {
  stampedAt: Date | null
  authority: string | null
  valid: boolean
  reasons: Reported['reasons']
  coversWholeDocument: boolean
}

export function shownTimestamp({ at, authority, valid, reasons, coversWholeDocument }: Reported): ShownTimestamp {
  return { stampedAt: moment(at) ?? null, authority: authority ?? null, valid, reasons, coversWholeDocument }
}
