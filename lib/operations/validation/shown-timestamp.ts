// One time-stamp over a whole document, an archive time-stamp, in the API's words.

import type { QualifiedReport } from '../../validation/trusted-lists/qualify-report'
import { moment } from '../kernel/moment'

type Reported = QualifiedReport['documentTimestamps'][number]

export type ShownTimestamp = {
  stampedAt: Date | null
  authority: string | null
  /** Of the token. */
  sha256: string | null
  valid: boolean
  reasons: Reported['reasons']
  coversWholeDocument: boolean
  qualification: Reported['qualification']['result']
  /** It is qualified by the list of this installation alone. */
  test: boolean
}

export function shownTimestamp({ at, authority, sha256, valid, reasons, coversWholeDocument, qualification }: Reported): ShownTimestamp {
  return {
    stampedAt: moment(at) ?? null,
    authority: authority ?? null,
    sha256: sha256 ?? null,
    valid,
    reasons,
    coversWholeDocument,
    qualification: qualification.result,
    test: qualification.test,
  }
}
