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

type Judged = { staged: StagedBlob; source: Source; line: Place }

/** `line`: whose turn it takes among those who wait for a worker. `mode`: whose trust and lists count. */
export async function judgeFile(context: Context, { mode, ...file }: Judged & { mode: Mode }): Promise<ValidatedDocument> {
  const { report } = await reported(context, file, mode)
  return shown(context, trustOf(context, mode), report)
}

/** For somebody without an account: signatures of the test trust service are recognised, and say that they are tests. */
export async function judgeForAnyone(context: Context, file: Judged): Promise<ValidatedDocument> {
  const [real, test] = [trustOf(context, 'live'), trustOf(context, 'test')]
  const { report, otherwise } = await reported(context, file, real ? 'live' : 'test', real && test ? 'test' : undefined)
  const first = await shown(context, real ?? test, report)
  return otherwise ? withTests(first, await shown(context, test, otherwise)) : first
}

/** What nobody vouches for who matters, and the test service does. */
function withTests(real: ValidatedDocument, tested: ValidatedDocument): ValidatedDocument {
  const signatures = real.signatures.map((signature, at) => {
    const other = tested.signatures[at]
    return signature.trustedList === 'NOT_TRUSTED' && other?.test ? other : signature
  })
  const timestamps = real.timestamps.map((stamp, at) => (stamp.valid ? stamp : (tested.timestamps[at] ?? stamp)))
  const valid = signatures.length > 0 && signatures.every(({ indication }) => indication === 'TOTAL-PASSED')
  return { valid, signatures, timestamps }
}

async function reported(context: Context, { staged, source, line }: Judged, mode: Mode, otherwise?: Mode) {
  const trusting = async (whose: Mode) => ({ anchors: anchorsOf(trustOf(context, whose)), lists: await listsFor(context, whose) })
  return context.documents.run('validate', {
    ...line,
    sha256: staged.sha256,
    bytes: async () => piecesFrom(source),
    given: {
      ...(await trusting(mode)),
      ...(otherwise ? { otherwise: await trusting(otherwise) } : {}),
      now: context.machineNow(),
    },
  })
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
