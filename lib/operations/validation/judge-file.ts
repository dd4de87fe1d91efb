// Has a document worker judge a file that was sent in, and shows what each signature proves under the trust and the lists of whoever asks.

import type { Mode } from '../../domain/event'
import type { Place } from '../../domain/fair-line'
import type { StagedBlob, Trust } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { QualifiedReport } from '../../validation/trusted-lists/qualify-report'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'
import { listsFor } from './known-lists'
import { shownSignature, statusNow, type ShownSignature } from './shown-signature'
import { shownTimestamp, type ShownTimestamp } from './shown-timestamp'
import { trustOf } from './trust-of'

/** `countersigns`: the place in the list, from 1, of the signature that this one is over instead of the document. */
type ListedSignature = ShownSignature & { countersigns: number | null }
export type ValidatedDocument = { valid: boolean; signatures: readonly ListedSignature[]; timestamps: readonly ShownTimestamp[] }

/** `line`: whose turn it takes among those who wait for a worker. `mode`: whose trust and lists count. */
export async function judgeFile(
  context: Context,
  { staged, source, line, mode }: { staged: StagedBlob; source: Source; line: Place; mode: Mode },
): Promise<ValidatedDocument> {
  const trust = trustOf(context, mode)
  const report = await context.documents.run('validate', {
    ...line,
    sha256: staged.sha256,
    bytes: async () => piecesFrom(source),
    given: { anchors: anchorsOf(trust), lists: await listsFor(context, mode), now: context.machineNow() },
  })
  return shown(context, trust, report)
}

export const anchorsOf = (trust: Trust | null): readonly Uint8Array[] => (trust ? trust.chain.slice(-1) : [])

export async function shown(context: Context, trust: Trust | null, report: QualifiedReport): Promise<ValidatedDocument> {
  const signatures: ListedSignature[] = []
  const status = statusNow(context, trust)
  for (const [index, signature] of report.signatures.entries()) {
    const { countersigns } = signature
    // It stands behind the one that it is over.
    const over = countersigns === undefined ? -1 : report.signatures.slice(0, index).findLastIndex(({ field }) => field === countersigns)
    signatures.push({ ...(await shownSignature(trust, signature, status)), countersigns: over < 0 ? null : over + 1 })
  }
  return { valid: report.valid, signatures, timestamps: report.documentTimestamps.map(shownTimestamp) }
}
