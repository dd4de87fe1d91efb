// Validates an ASiC container with CAdES or XAdES signatures (EN 319 162-1): bytes in, report out; a bad signature is an answer.

import { digestOf, UnsupportedAlgorithm, type Sha2 } from '../../crypto/algorithms'
import { equalBytes } from '../../crypto/certificate'
import { readContainer, type Container } from '../../signature/asic/container'
import { readManifest } from '../../signature/asic/manifest'
import { Budget } from '../../signature/pdf/budget'
import { memorySource, type Source } from '../../signature/pdf/source'
import { ZipProblem, type ZipProblemCode } from '../../signature/zip/read'
import { Anchors } from '../anchors'
import { Proofs } from '../proofs'
import type { ReasonCode } from '../reasons'
import type { SignatureReport } from '../signature'
import type { Grounds } from '../timestamps'
import { dersIn } from '../validation-material'
import { unreadableSignature, type ValidationContext, type ValidationReport } from '../validate'
import { toldStamp, type Judging } from './ades'
import { stampsIn, type Part, type Stamp } from './container-stamps'
import { judgeXml, type JudgedXml } from './xml/xml'
import { cmsMaterial, judgeCades, readCades, type JudgedCades, type ReadCades } from './cades'

const PROBLEMS: ReadonlyMap<ZipProblemCode, NonNullable<ValidationReport['problem']>> = new Map([
  ['ZIP_DAMAGED', 'CONTAINER_DAMAGED'],
  ['ZIP_TOO_LARGE', 'CONTAINER_TOO_LARGE'],
])
const SIMPLE_SIGNATURE = 'META-INF/signature.p7s'

export async function validateContainer(source: Source, { now, ...trusted }: ValidationContext): Promise<ValidationReport> {
  let container: Container
  try {
    container = readContainer(source)
  } catch (error) {
    const problem = (error instanceof ZipProblem && PROBLEMS.get(error.code)) || 'CONTAINER_UNREADABLE'
    return { valid: false, signatures: [], documentTimestamps: [], problem }
  }
  return judged(container, { anchors: new Anchors(trusted), now, budget: new Budget(source.size) })
}

async function judged(container: Container, judging: Judging): Promise<ValidationReport> {
  const { parts, unknown } = await manifestsOf(container, judging.budget)
  const found = container.signatures.filter(({ name }) => /\.p7s$/i.test(name))
  judging.budget.spend('signatures', found.length)
  const signed = found.map(({ name, bytes }) => ({ name, signed: readCades(bytes) }))
  const material = cmsMaterial(
    signed.map(({ signed: one }) => one),
    judging.budget,
  )
  const grounds = { anchors: judging.anchors, material, proofs: new Proofs(judging.now) }
  const held = new Map(signed.map((one) => [one.name, typeof one.signed === 'string' ? [] : dersIn(one.signed)]))
  const stamps = stampsIn(parts, container, held, grounds)
  const cades = signed.map((one) => judgedCades(one, { parts, unknown, stamps }, container, grounds))
  const xades = await xadesIn(container, stamps, judging)
  const judgedOnes = [...cades, ...xades].flatMap(({ reports }) => reports)
  const signatures = judgedOnes.length > 0 ? judgedOnes : lost(parts, container)
  return {
    valid: signatures.length > 0 && signatures.every(({ valid }) => valid),
    signatures,
    documentTimestamps: [...stamps, ...[...cades, ...xades].flatMap(({ archive }) => archive)].map(toldStamp),
  }
}

/** Of a container without any signature, those that its manifests are of: nobody else would be told that it once bore them. */
function lost(parts: readonly Part[], { signatures }: Container): SignatureReport[] {
  const here = new Set(signatures.map(({ name }) => name))
  return parts
    .map(({ manifest }) => manifest.over.name)
    .filter((name) => /\.p7s$/i.test(name) && !here.has(name))
    .map((name) => unreadableSignature(name, 'SIGNATURE_UNREACHED', 'CAdES'))
}

/** EN 319 162-1 4.4.3.2: XAdES signatures stand in files of their own, and refer to the files of the container by name. */
async function xadesIn({ files, signatures }: Container, stamps: readonly Stamp[], judging: Judging): Promise<JudgedXml[]> {
  const named = new Map(files.map(({ name, bytes }) => [name, bytes]))
  const judged: JudgedXml[] = []
  for (const { name, bytes } of signatures.filter((entry) => /^META-INF\/[^/]*signature[^/]*\.xml$/i.test(entry.name))) {
    const unreadable = { reports: [unreadableSignature(name, 'SIGNATURE_MALFORMED', 'XAdES')], archive: [] }
    const over = stamps.filter(({ covered }) => covered.has(name))
    const found = await judgeXml(memorySource(bytes), named, { ...judging, over })
    judged.push(...(found && found.length > 0 ? found : [unreadable]))
  }
  return judged
}

/**
 * Every manifest, and whether its digests are those of its files. Each file is hashed once with an algorithm, however many manifests name it.
 * `unknown`: there is one with a digest that is not known here, so nobody can say what is over it.
 */
async function manifestsOf({ files, signatures }: Container, budget: Budget): Promise<{ parts: Part[]; unknown: boolean }> {
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
  let unknown = false
  for (const entry of signatures.filter(({ name }) => /^META-INF\/ASiC(Archive|EvidenceRecord)?Manifest[^/]*\.xml$/.test(name))) {
    budget.spend('signatures', 0.5)
    const manifest = await readManifest(entry.bytes).catch((error: unknown) => void (unknown ||= error instanceof UnsupportedAlgorithm))
    if (!manifest) continue
    const intact = manifest.references.every(({ name, algorithm, digest }) => {
      const actual = digestOfFile(name, algorithm)
      return actual !== undefined && equalBytes(actual, digest)
    })
    parts.push({ entry, manifest, intact, covered: new Set(manifest.references.map(({ name }) => name)) })
  }
  return { parts, unknown }
}

function judgedCades(
  { name, signed }: { name: string; signed: ReadCades },
  { parts, unknown, stamps }: { parts: readonly Part[]; unknown: boolean; stamps: readonly Stamp[] },
  { files }: Container,
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
  const notUnderstood = over.length === 0 && unknown
  // No manifest, or two: it is not clear what was signed.
  if (over.length !== 1 || !part) codes.add(notUnderstood ? 'FORMAT_UNSUPPORTED' : 'REFERENCE_INVALID')
  if (part && !part.intact) codes.add('HASH_FAILURE')
  const coversWholeDocument = part !== undefined && files.every(({ name: file }) => part.covered.has(file))
  if (!coversWholeDocument) codes.add('FILE_NOT_SIGNED')
  return judgeCades(
    signed,
    {
      name,
      codes,
      content: part?.entry.bytes ?? (notUnderstood ? null : new Uint8Array()),
      intact: over.length === 1 && part !== undefined && part.intact,
      coversWholeDocument,
      archive: stamps.filter(({ covered }) => covered.has(name) && part !== undefined && covered.has(part.entry.name)),
    },
    grounds,
  )
}
