// Reads an archive of evidence that the product sealed: has the offline verifier check it, and judges the signed documents in it.

import { X509Certificate } from 'node:crypto'
import { CHECKS, verifyEvidence, type Evidence } from '../../scripts/verify-evidence.mjs'
import type { Der } from '../crypto/der'
import { ENDS, MODES, type Mode } from '../domain/event'
import { memorySource, type Source } from '../signature/pdf/source'
import type { PackedLists } from '../validation/trusted-lists/packed-lists'
import type { QualifiedReport } from '../validation/trusted-lists/qualify-report'
import { judge } from './validate'
import { told } from './told'

type EvidenceCheck = (typeof CHECKS)[number]

/** By the mode of the archive. */
type Reading = { roots: Readonly<Record<Mode, Der | null>>; lists: Readonly<Record<Mode, PackedLists>>; now: Date }

export type ReadEvidence = {
  /** Whose root the seal leads to; null where it is of no trust service of this installation. */
  root: Mode | null
  /** What the archive says of itself: it was sealed as such. */
  mode: Mode | null
  request: string | null
  sealedAt: string | null
  createdAt: string | null
  ended: { how: (typeof ENDS)[number]; at: string } | null
  signers: { asked: number; signed: number }
  events: number
  /** In the order of the checks. One that nothing could be read for is open. `said`: in the words of the verifier. */
  checks: { name: EvidenceCheck; state: 'passed' | 'open' | 'failed'; said: string[] }[]
  documents: { name: string; report: QualifiedReport | null }[]
}

/** As many as a request may have. */
const MOST_DOCUMENTS = 20
const LONGEST = 200

/** Null: the file is no archive of evidence. */
export async function readEvidence(source: Source, { roots, lists, now }: Reading): Promise<ReadEvidence | null> {
  const zip = source.read(0, source.size)
  if (!isEvidence(zip)) return null
  const evidence = verifyEvidence(zip)
  const root = rootOf(evidence, roots)
  const mode = MODES.find((one) => one === evidence.manifest?.['mode']) ?? null
  const anchor = mode && roots[mode]
  return {
    root,
    mode,
    request: text(evidence.manifest?.['request']),
    sealedAt: evidence.sealedAt?.toISOString() ?? null,
    ...story(evidence.events),
    checks: CHECKS.map((name) => checked(evidence, name, root !== null)),
    documents: await documents(evidence, { anchors: anchor ? [anchor] : [], lists: lists[mode ?? 'live'], now }),
  }
}

/** A container of signed files begins with its type, or holds META-INF; an archive has its manifest under a seal. Stored, so both can be seen. */
function isEvidence(zip: Buffer): boolean {
  return zip.subarray(30, 38).toString('latin1') !== 'mimetype' && zip.includes('manifest.p7s') && zip.includes('"qsignhub-evidence/')
}

function rootOf({ root }: Evidence, roots: Reading['roots']): Mode | null {
  return MODES.find((mode) => root && roots[mode] && new X509Certificate(roots[mode]).fingerprint256 === root.fingerprint256) ?? null
}

/** Whose root it is, the verifier leaves open: it is known here. */
function checked({ checks }: Evidence, name: EvidenceCheck, ours: boolean): ReadEvidence['checks'][number] {
  const found = checks.find((one) => one.name === name)
  if (!found) return { name, state: 'open', said: [] }
  if (name === 'root') return { name, state: ours ? 'passed' : 'open', said: ours ? [] : [...found.problems, ...found.warnings] }
  const state = found.problems.length > 0 ? 'failed' : found.warnings.length > 0 ? 'open' : 'passed'
  return { name, state, said: [...found.problems, ...found.warnings, ...found.notes] }
}

/** The events are a stranger's: nothing is believed of their form. */
function story(events: Evidence['events']): Pick<ReadEvidence, 'createdAt' | 'ended' | 'signers' | 'events'> {
  const list = (events ?? []).map(({ at, fact }) => ({ at: text(at), fact: membersOf(fact) }))
  const ended = list.findLast(({ fact }) => ENDS.some((end) => end === fact['type']))
  const how = ENDS.find((end) => end === ended?.fact['type'])
  const asked = new Set<unknown>()
  const signed = new Set<unknown>()
  for (const { fact } of list) {
    if (fact['type'] === 'request_created') for (const signer of listOf(fact['signers'])) asked.add(membersOf(signer)['id'])
    if (fact['type'] === 'signer_added') asked.add(fact['signer'])
    if (fact['type'] === 'signer_signed') signed.add(fact['signer'])
  }
  return {
    createdAt: list[0]?.at ?? null,
    ended: how && ended?.at ? { how, at: ended.at } : null,
    signers: { asked: asked.size, signed: signed.size },
    events: list.length,
  }
}

async function documents(
  { manifest, files }: Evidence,
  context: { anchors: readonly Der[]; lists: PackedLists; now: Date },
): Promise<ReadEvidence['documents']> {
  const found: ReadEvidence['documents'] = []
  for (const { name, entry } of listOf(manifest?.['documents']).slice(0, MOST_DOCUMENTS).map(membersOf)) {
    const bytes = files?.get(String(entry))
    found.push({ name: text(name) ?? '', report: bytes ? told(await judge(memorySource(bytes), context)) : null })
  }
  return found
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, LONGEST) : null)
