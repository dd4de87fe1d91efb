// Has a document worker check an archive of evidence, and shows what it says of its request and what the signatures on its documents prove.

import type { ReadEvidence } from '../../documents/read-evidence'
import type { Place } from '../../domain/fair-line'
import type { StagedBlob } from '../../domain/ports'
import type { Source } from '../../signature/pdf/source'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'
import { anchorsOf, shown, type ValidatedDocument } from './judge-file'
import { listsFor } from './known-lists'
import { trustOf } from './trust-of'

/** `judged`: null for a document that has left the archive with its retention, and for one that was taken out of it. */
export type ShownEvidence = Omit<ReadEvidence, 'documents'> & { documents: readonly { name: string; judged: ValidatedDocument | null }[] }

/** `line`: whose turn it takes among those who wait for a worker. Null: the file is no archive of evidence. */
export async function judgeEvidence(
  context: Context,
  { staged, source, line }: { staged: StagedBlob; source: Source; line: Place },
): Promise<ShownEvidence | null> {
  if (!source.read(0, ZIP.length).equals(ZIP)) return null
  const trusts = { live: trustOf(context, 'live'), test: trustOf(context, 'test') }
  const [live = null, test = null] = [anchorsOf(trusts.live)[0], anchorsOf(trusts.test)[0]]
  const evidence = await context.documents.run('readEvidence', {
    ...line,
    sha256: staged.sha256,
    bytes: async () => piecesFrom(source),
    given: {
      roots: { live, test },
      lists: { live: await listsFor(context, 'live'), test: await listsFor(context, 'test') },
      now: context.machineNow(),
    },
  })
  if (!evidence) return null
  const trust = evidence.mode && trusts[evidence.mode]
  const documents: ShownEvidence['documents'][number][] = []
  for (const { name, report } of evidence.documents) documents.push({ name, judged: report && (await shown(context, trust, report)) })
  return { ...evidence, documents }
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1')
