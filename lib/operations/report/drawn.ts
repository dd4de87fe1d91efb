// A report as a PDF. It is drawn in a document worker, because nothing bounds its length.

import { sha256Hex } from '../../crypto/algorithms'
import type { Report } from '../../documents/report/report'
import type { Place } from '../../domain/fair-line'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'

const NOTHING = new Uint8Array(0)
/** A report is no file: all that is drawn stands in the arguments of the task. */
export const NO_FILE = { sha256: sha256Hex(NOTHING), bytes: () => Promise.resolve(piecesFrom(NOTHING)) }

/** `line`: in whose the drawing waits. */
export function drawn({ documents }: Pick<Context, 'documents'>, report: Report, line: Place): Promise<Uint8Array> {
  // It asks for nothing outside, and so nothing of it is remembered: no report is drawn twice.
  return documents.run('draw', { ...line, ...NO_FILE, given: report, outside: {} })
}
