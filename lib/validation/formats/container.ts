// Validates an ASiC container with CAdES or XAdES signatures (EN 319 162-1): bytes in, report out; a bad signature is an answer.

import { createHash } from 'node:crypto'
import { digestOf, type Sha2 } from '../../crypto/algorithms'
import { equalBytes, readCertificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { readContainer, type Container } from '../../signature/asic/container'
import { readManifest, type Manifest } from '../../signature/asic/manifest'
import { Budget } from '../../signature/pdf/budget'
import { memorySource, type Source } from '../../signature/pdf/source'
import type { ZipEntry } from '../../signature/zip/stored'
import { Proofs } from '../proofs'
import type { ReasonCode } from '../reasons'
import { brokenTimestamp, judgeTimestamp, type Grounds } from '../timestamps'
import { earliest } from '../trust'
import { unreadableSignature, type ValidationContext, type ValidationReport } from '../validate'
import { toldStamp, type ArchiveStamp, type Judging } from './ades'
import { judgeXml, type JudgedXml } from './xml'
import { cmsMaterial, dersIn, judgeCades, readCades, type JudgedCades, type ReadCades } from './cades'

const SIMPLE_SIGNATURE = 'META-INF/signature.p7s'
const TOKEN = /\.tst$/i

/** `covered`: the names of the files that the manifest is over. */
type Part = { entry: ZipEntry; manifest: Manifest; intact: boolean; covered: ReadonlySet<string> }

export async function validateContainer(source: Source, { anchors, now }: ValidationContext): Promise<ValidationReport> {
  let container: Container
  try {
    container = readContainer(source)
  } catch {
    return { valid: false, signatures: [], documentTimestamps: [], problem: 'CONTAINER_UNREADABLE' }
  }
  return judged(container, { anchors: anchors.map(readCertificate), now, budget: new Budget(source.size) })
}

async function judged(container: Container, judging: Judging): Promise<ValidationReport> {
  const parts = await manifestsOf(container, judging.budget)
  const named = new Map(container.signatures.map(({ name, bytes }) => [name, bytes]))
  const bytesOf = (name: string): Uint8Array | undefined => named.get(name)
  const found = container.signatures.filter(({ name }) => /\.p7s$/i.test(name))
  judging.budget.spend('signatures', found.length)
  const signed = found.map(({ name, bytes }) => ({ name, signed: readCades(bytes) }))
  const material = cmsMaterial(
    signed.map(({ signed: one }) => one),
    judging.budget,
  )
  const grounds = { anchors: judging.anchors, material, proofs: new Proofs(judging.now) }
  const stamps = archiveStamps(
    parts.filter(({ manifest }) => TOKEN.test(manifest.over.name)),
    container,
    { bytesOf, held: new Map(signed.map((one) => [one.name, dersIn(one.signed)])) },
    grounds,
  )
  const cades = signed.map((one) => judgedCades(one, parts, container, stamps, grounds))
  const xades = await xadesIn(container, judging)
  const signatures = [...cades, ...xades].flatMap(({ reports }) => reports)
  return {
    valid: signatures.length > 0 && signatures.every(({ valid }) => valid),
    signatures,
    documentTimestamps: [...stamps, ...looseStamps(container, stamps), ...[...cades, ...xades].flatMap(({ archive }) => archive)].map(
      toldStamp,
    ),
  }
}

/** EN 319 162-1 4.4.3.2: XAdES signatures stand in files of their own, and refer to the files of the container by name. */
async function xadesIn({ files, signatures }: Container, judging: Judging): Promise<JudgedXml[]> {
  const named = new Map(files.map(({ name, bytes }) => [name, bytes]))
  const judged: JudgedXml[] = []
  for (const { name, bytes } of signatures.filter((entry) => /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(entry.name))) {
    const unreadable = { reports: [unreadableSignature(name, 'SIGNATURE_MALFORMED', 'XAdES')], archive: [] }
    judged.push(...((await judgeXml(memorySource(bytes), named, judging)) ?? [unreadable]))
  }
  return judged
}

/** Every manifest, and whether its digests are those of its files. Each file is hashed once with an algorithm, however many manifests name it. */
async function manifestsOf({ files, signatures }: Container, budget: Budget): Promise<Part[]> {
  const contents = new Map([...files, ...signatures].map(({ name, bytes }) => [name, bytes]))
  const digests = new Map<string, Uint8Array>()
  const digestOfFile = (name: string, algorithm: Sha2): Uint8Array | undefined => {
    const bytes = contents.get(name)
    const key = `${algorithm} ${name}`
    const digest = digests.get(key) ?? (bytes && digestOf(algorithm, bytes))
    if (digest) digests.set(key, digest)
    return digest
  }
  const parts: Part[] = []
  for (const entry of signatures.filter(({ name }) => /^META-INF\/ASiC(Archive)?Manifest[^/]*\.xml$/.test(name))) {
    budget.spend('signatures', 0.5)
    const manifest = await readManifest(entry.bytes).catch(() => undefined)
    if (!manifest) continue
    const intact = manifest.references.every(({ name, algorithm, digest }) => {
      const actual = digestOfFile(name, algorithm)
      return actual !== undefined && equalBytes(actual, digest)
    })
    parts.push({ entry, manifest, intact, covered: new Set(manifest.references.map(({ name }) => name)) })
  }
  return parts
}

type Stamp = ArchiveStamp & { covered: ReadonlySet<string> }

/** Judged newest first, because each time-stamp proves that the ones before it existed at its time; returned oldest first. */
function archiveStamps(
  parts: readonly Part[],
  { files, signatures }: Container,
  { bytesOf, held }: { bytesOf: (name: string) => Uint8Array | undefined; held: ReadonlyMap<string, readonly Der[]> },
  grounds: Grounds,
): Stamp[] {
  const { material, proofs } = grounds
  const newestFirst = [...parts].sort((a, b) => b.manifest.references.length - a.manifest.references.length)
  const stamps: Stamp[] = []
  for (const { entry, manifest, intact, covered } of newestFirst) {
    const { name } = manifest.over
    const token = bytesOf(name) ?? new Uint8Array()
    const over = stamps.filter((stamp) => stamp.covered.has(name) && stamp.judged.report.valid)
    const proven = earliest(...over.map(({ judged: { genTime } }) => genTime)) ?? proofs.now
    const result = judgeTimestamp(token, (algorithm) => createHash(algorithm).update(entry.bytes).digest(), {
      ...grounds,
      pool: material.certificates,
      proven,
    })
    const report = intact
      ? result.report
      : { ...result.report, valid: false, reasons: [...result.report.reasons, 'MODIFIED_AFTERWARDS' as const] }
    const everything = [...files, ...signatures].every((file) => covered.has(file.name) || file.name === entry.name || file.name === name)
    // What it covers of a signature, it covers whole.
    stamps.unshift({ name, judged: { ...result, report }, coversEverything: everything, covers: () => true, covered })
    const { genTime } = result
    if (report.valid && genTime) for (const [file, ders] of held) if (covered.has(file)) proofs.add(ders, genTime)
  }
  return stamps
}

/** Time-stamps of which no manifest says what they are over, or none that can be read. */
function looseStamps({ signatures }: Container, stamps: readonly Stamp[]): Stamp[] {
  const known = new Set(stamps.map(({ name }) => name))
  return signatures
    .filter(({ name }) => TOKEN.test(name) && !known.has(name))
    .map(({ name }) => ({ name, judged: brokenTimestamp(), coversEverything: false, covers: () => false, covered: new Set() }))
}

function judgedCades(
  { name, signed }: { name: string; signed: ReadCades },
  parts: readonly Part[],
  { files }: Container,
  stamps: readonly Stamp[],
  grounds: Grounds,
): JudgedCades {
  const codes = new Set<ReasonCode>()
  const over = parts.filter(({ manifest }) => manifest.over.name === name)
  const [part] = over
  const [only, another] = files
  // EN 319 162-1 4.3: in a simple container the one signature is over the one file, and nothing says so but their names.
  if (over.length === 0 && only && !another && name === SIMPLE_SIGNATURE) {
    return judgeCades(signed, { name, codes, content: only.bytes, intact: true, coversWholeDocument: true, archive: [] }, grounds)
  }
  // No manifest, or two: it is not clear what was signed.
  if (over.length !== 1 || !part) codes.add('REFERENCE_INVALID')
  if (part && !part.intact) codes.add('HASH_FAILURE')
  const coversWholeDocument = part !== undefined && files.every(({ name: file }) => part.covered.has(file))
  if (!coversWholeDocument) codes.add('FILE_NOT_SIGNED')
  return judgeCades(
    signed,
    {
      name,
      codes,
      content: part?.entry.bytes ?? new Uint8Array(),
      intact: over.length === 1 && part !== undefined && part.intact,
      coversWholeDocument,
      archive: stamps.filter(({ covered }) => covered.has(name) && part !== undefined && covered.has(part.entry.name)),
    },
    grounds,
  )
}
