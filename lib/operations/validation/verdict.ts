// What to think of a file in one word, for people: the worst of its signatures is that of the file.

import type { ShownEvidence } from './judge-evidence'
import type { ValidatedDocument } from './judge-file'
import { isAddedTo } from './shown-changes'

/** `added`: valid, and something was filled in or added since, as the signatures allow. */
const VERDICTS = ['none', 'broken', 'unsure', 'test', 'added', 'valid'] as const
export type Verdict = (typeof VERDICTS)[number]
export type EvidenceVerdict = Exclude<Verdict, 'none' | 'added'>

export function verdictOf({ signatures }: Pick<ValidatedDocument, 'signatures'>): Verdict {
  if (signatures.length === 0) return 'none'
  if (signatures.some(({ indication }) => indication === 'TOTAL-FAILED')) return 'broken'
  if (signatures.some(({ indication }) => indication === 'INDETERMINATE')) return 'unsure'
  if (signatures.some(({ test }) => test)) return 'test'
  return signatures.some(({ changes }) => isAddedTo(changes)) ? 'added' : 'valid'
}

/** A document without a signature is no fault of an archive: its request may have ended before anybody signed. */
export function verdictOfEvidence({ checks, root, documents }: ShownEvidence): EvidenceVerdict {
  const parts = documents.flatMap(({ judged }) => (judged ? [verdictOf(judged)] : []))
  if (checks.some(({ state }) => state === 'failed') || parts.includes('broken')) return 'broken'
  if (checks.some(({ state }) => state === 'open') || parts.includes('unsure')) return 'unsure'
  return root === 'test' ? 'test' : 'valid'
}
