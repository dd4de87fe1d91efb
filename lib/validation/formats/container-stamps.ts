// The proofs of time beside the signatures of a container (EN 319 162-1): time-stamps and evidence records, over the one file of a simple container
// or over what a manifest names.

import { createHash } from 'node:crypto'
import type { Der } from '../../crypto/der'
import type { Container } from '../../signature/asic/container'
import type { Manifest } from '../../signature/asic/manifest'
import type { ZipEntry } from '../../signature/zip/stored'
import { judgeEvidenceRecord } from '../evidence-records'
import { brokenTimestamp, judgeTimestamp, unknownTimestamp, type Grounds, type Judged } from '../timestamps'
import { earliest } from '../trust'
import type { ArchiveStamp } from './ades'

/** A manifest. `covered`: the names of the files that it is over. */
export type Part = { entry: ZipEntry; manifest: Manifest; intact: boolean; covered: ReadonlySet<string> }
export type Stamp = ArchiveStamp & { covered: ReadonlySet<string> }

const TOKEN = /\.tst$/i
/** EN 319 162-1 4.3.3.2: over the one file, as nothing says but their names. */
const SIMPLE_TOKEN = 'META-INF/timestamp.tst'
const SIMPLE_RECORD = 'META-INF/evidencerecord.ers'
const RECORD = /^META-INF\/(?!ASiC)[^/]*evidencerecord[^/]*\.(ers|xml)$/i

/** `held`: the certificates and revocation data in each signature, which exist since whatever is over it. */
export function stampsIn(
  parts: readonly Part[],
  container: Container,
  held: ReadonlyMap<string, readonly Der[]>,
  grounds: Grounds,
): Stamp[] {
  const noted = (stamp: Stamp): Stamp => {
    const { report, genTime } = stamp.judged
    if (report.valid && genTime) for (const [file, ders] of held) if (stamp.covered.has(file)) grounds.proofs.add(ders, genTime)
    return stamp
  }
  const records = container.signatures
    .filter(({ name }) => RECORD.test(name))
    .map((entry) => noted(recordIn(entry, parts, container, grounds)))
  const manifests = parts.filter(({ manifest }) => TOKEN.test(manifest.over.name))
  const archive = archiveStamps(manifests, container, grounds, noted)
  const known = new Set(archive.map(({ name }) => name))
  const others = container.signatures.filter(({ name }) => TOKEN.test(name) && !known.has(name))
  return [...archive, ...others.map((entry) => noted(tokenAlone(entry, container, grounds))), ...records]
}

/** Judged newest first, because each time-stamp proves that the ones before it existed at its time; returned oldest first. */
function archiveStamps(parts: readonly Part[], container: Container, grounds: Grounds, noted: (stamp: Stamp) => Stamp): Stamp[] {
  const { material, proofs } = grounds
  const newestFirst = [...parts].sort((a, b) => b.manifest.references.length - a.manifest.references.length)
  const stamps: Stamp[] = []
  for (const part of newestFirst) {
    const { name } = part.manifest.over
    const token = container.signatures.find((entry) => entry.name === name)?.bytes ?? new Uint8Array()
    const over = stamps.filter((stamp) => stamp.covered.has(name) && stamp.judged.report.valid)
    const proven = earliest(...over.map(({ judged: { genTime } }) => genTime)) ?? proofs.now
    const judged = judgeTimestamp(token, (algorithm) => createHash(algorithm).update(part.entry.bytes).digest(), {
      ...grounds,
      pool: material.certificates,
      proven,
    })
    stamps.unshift(noted(overPart(name, judged, part, container)))
  }
  return stamps
}

/** What the manifest covers of a signature, it covers whole. */
function overPart(name: string, judged: Judged, { entry, intact, covered }: Part, { files, signatures }: Container): Stamp {
  const report = intact
    ? judged.report
    : { ...judged.report, valid: false, reasons: [...judged.report.reasons, 'MODIFIED_AFTERWARDS' as const] }
  const everything = [...files, ...signatures].every((file) => covered.has(file.name) || file.name === entry.name || file.name === name)
  return { name, judged: { ...judged, report }, coversEverything: everything, covers: () => true, covered }
}

/** Of any other than the one of a simple container, no manifest says what it is over, or none that can be read. */
function tokenAlone({ name, bytes }: ZipEntry, { files }: Container, grounds: Grounds): Stamp {
  const [file, another] = files
  if (name !== SIMPLE_TOKEN || !file || another) return nothing(name, brokenTimestamp())
  const judged = judgeTimestamp(bytes, (algorithm) => createHash(algorithm).update(file.bytes).digest(), {
    ...grounds,
    pool: grounds.material.certificates,
    proven: grounds.proofs.now,
  })
  return { name, judged, coversEverything: true, covers: () => false, covered: new Set([file.name]) }
}

function recordIn({ name, bytes }: ZipEntry, parts: readonly Part[], container: Container, grounds: Grounds): Stamp {
  grounds.material.budget.spend('signatures')
  // Those in XML (RFC 6283) are not read here.
  if (!/\.ers$/i.test(name)) return nothing(name, unknownTimestamp())
  const over = parts.filter(({ manifest }) => manifest.over.name === name)
  const [part, second] = over
  const [file, another] = container.files
  const contents = new Map([...container.files, ...container.signatures].map((entry) => [entry.name, entry.bytes]))
  const judged = (names: readonly string[]): Judged =>
    judgeEvidenceRecord(
      bytes,
      names.map((one) => contents.get(one) ?? new Uint8Array()),
      grounds,
    )
  if (part && !second) return overPart(name, judged([...part.covered]), part, container)
  if (part || name !== SIMPLE_RECORD || !file || another) return nothing(name, brokenTimestamp())
  return { name, judged: judged([file.name]), coversEverything: true, covers: () => false, covered: new Set([file.name]) }
}

const nothing = (name: string, judged: Judged): Stamp => ({
  name,
  judged,
  coversEverything: false,
  covers: () => false,
  covered: new Set(),
})
