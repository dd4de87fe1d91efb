// Has a document worker judge a file that was sent in, and shows what each signature proves under the trust of whoever asks.

import type { StagedBlob } from '../../domain/ports'
import type { Trust } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'
import { shownSignature, statusNow, type ShownSignature } from './shown-signature'
import { shownTimestamp, type ShownTimestamp } from './shown-timestamp'

export type ValidatedDocument = { valid: boolean; signatures: readonly ShownSignature[]; timestamps: readonly ShownTimestamp[] }

/** `line`: whose turn it takes among those who wait for a worker. Without `trust` no signature is trusted. */
export async function judgeFile(
  context: Context,
  { staged, source, line, trust }: { staged: StagedBlob; source: Source; line: string; trust: Trust | null },
): Promise<ValidatedDocument> {
  const report = await context.documents.run('validate', {
    tenant: line,
    sha256: staged.sha256,
    bytes: async () => piecesFrom(source),
    given: { anchors: trust ? trust.chain.slice(-1) : [], now: context.machineNow() },
  })
  const signatures: ShownSignature[] = []
  const status = statusNow(context, trust)
  for (const signature of report.signatures) signatures.push(await shownSignature(trust, signature, status))
  return { valid: report.valid, signatures, timestamps: report.documentTimestamps.map(shownTimestamp) }
}
