// Validates an ASiC-E container with CAdES signatures (EN 319 162-1): bytes in, report out; a bad signature is an answer.

import { createHash } from 'node:crypto'
import { UnsupportedAlgorithm, digestOf } from '../../crypto/algorithms'
import { equalBytes, readCertificate } from '../../crypto/certificate'
import { readSignedData, verifySignerInfo, type SignedData } from '../../crypto/cms'
import { readCrl, readOcspResponse } from '../../crypto/revocation'
import { readContainer, type Container } from '../../signature/asic/container'
import { readManifest, type Manifest } from '../../signature/asic/manifest'
import { Budget } from '../../signature/pdf/budget'
import type { Source } from '../../signature/pdf/source'
import type { ZipEntry } from '../../signature/zip/stored'
import { readable, type ValidationMaterial } from '../validation-material'
import type { ReasonCode } from '../reasons'
import type { SignatureReport } from '../signature'
import { judgeTimestamp } from '../timestamps'
import type { ValidationContext, ValidationReport } from '../validate'
import { judgeAdes, type ArchiveStamp, type Judging } from './ades'

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
  const signed = found.map(({ name, bytes }) => ({ name, signed: readable(() => readSignedData(bytes)) }))
  const material = materialOf(
    signed.flatMap(({ signed: one }) => one ?? []),
    judging.budget,
  )
  const stamps = archiveStamps(
    parts.filter(({ manifest }) => /\.tst$/i.test(manifest.over.name)),
    container,
    bytesOf,
    material,
    judging,
  )
  const signatures = signed.map((one) => signatureReport(one, parts, container, stamps, material, judging))
  return {
    valid: signatures.length > 0 && signatures.every(({ valid }) => valid),
    signatures,
    documentTimestamps: stamps.map(({ name, judged: { report }, coversEverything }) => ({
      field: name,
      coversWholeRevision: coversEverything,
      coversWholeDocument: coversEverything,
      ...report,
    })),
  }
}

/** Every manifest, and whether its digests are those of its files. Each file is hashed once, however many manifests name it. */
async function manifestsOf({ files, signatures }: Container, budget: Budget): Promise<Part[]> {
  const contents = new Map([...files, ...signatures].map(({ name, bytes }) => [name, bytes]))
  const digests = new Map<string, Uint8Array>()
  const digestOfFile = (name: string): Uint8Array | undefined => {
    const bytes = contents.get(name)
    const digest = digests.get(name) ?? (bytes && digestOf('sha256', bytes))
    if (digest) digests.set(name, digest)
    return digest
  }
  const parts: Part[] = []
  for (const entry of signatures.filter(({ name }) => /^META-INF\/ASiC(Archive)?Manifest[^/]*\.xml$/.test(name))) {
    budget.spend('signatures', 0.5)
    const manifest = await readManifest(entry.bytes).catch(() => undefined)
    if (!manifest) continue
    const intact = manifest.references.every(({ name, digest }) => {
      const actual = digestOfFile(name)
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
  bytesOf: (name: string) => Uint8Array | undefined,
  material: ValidationMaterial,
  { anchors, now }: Judging,
): Stamp[] {
  const newestFirst = [...parts].sort((a, b) => b.manifest.references.length - a.manifest.references.length)
  const stamps: Stamp[] = []
  let proven = now
  for (const { entry, manifest, intact, covered } of newestFirst) {
    const token = bytesOf(manifest.over.name)
    if (!token) continue
    const result = judgeTimestamp(token, (algorithm) => createHash(algorithm).update(entry.bytes).digest(), {
      pool: material.certificates,
      anchors,
      material,
      proven,
    })
    const report = intact
      ? result.report
      : { ...result.report, valid: false, reasons: [...result.report.reasons, 'MODIFIED_AFTERWARDS' as const] }
    const everything = [...files, ...signatures].every(
      ({ name }) => covered.has(name) || name === entry.name || name === manifest.over.name,
    )
    stamps.unshift({ name: manifest.over.name, judged: { ...result, report }, coversEverything: everything, covered })
    if (report.valid && result.genTime) proven = result.genTime
  }
  return stamps
}

function signatureReport(
  { name, signed }: { name: string; signed: SignedData | undefined },
  parts: readonly Part[],
  { files }: Container,
  stamps: readonly Stamp[],
  material: ValidationMaterial,
  judging: Judging,
): SignatureReport {
  const codes = new Set<ReasonCode>()
  const over = parts.filter(({ manifest }) => manifest.over.name === name)
  const [part] = over
  // No manifest, or two: it is not clear what was signed.
  if (over.length !== 1 || !part) codes.add('REFERENCE_INVALID')
  if (part && !part.intact) codes.add('HASH_FAILURE')
  const coversWholeDocument = part !== undefined && files.every(({ name: file }) => part.covered.has(file))
  if (!coversWholeDocument) codes.add('FILE_NOT_SIGNED')
  const empty = {
    name,
    format: 'CAdES' as const,
    codes,
    coversWholeDocument,
    material,
    stamped: new Uint8Array(),
    signatureTimestamps: [],
    archive: [],
  }
  if (!signed) {
    codes.add('SIGNATURE_MALFORMED')
    return judgeAdes({ ...empty, integrity: false, baseline: false }, judging)
  }
  const { signerInfo } = signed
  const sound = part !== undefined && verified(signed, part.entry.bytes, codes)
  if (signerInfo.signingCertificate === 'absent') codes.add('SIGNING_CERTIFICATE_ABSENT')
  if (signerInfo.signingCertificate === 'mismatch' && signerInfo.signerCertificate) codes.add('SIGNING_CERTIFICATE_MISMATCH')
  return judgeAdes(
    {
      ...empty,
      integrity: sound && part.intact && over.length === 1,
      // EN 319 122-1 6.3: signing-time is mandatory here, where PAdES forbids it.
      baseline: signerInfo.signingCertificate === 'match' && signerInfo.signingTime !== undefined,
      ...(signerInfo.signerCertificate ? { signer: signerInfo.signerCertificate } : {}),
      ...(signerInfo.signingTime ? { claimedAt: signerInfo.signingTime.toISOString() } : {}),
      stamped: signerInfo.signature,
      signatureTimestamps: signerInfo.signatureTimestamps,
      archive: stamps.filter(({ covered }) => covered.has(name) && part !== undefined && covered.has(part.entry.name)),
    },
    judging,
  )
}

function verified(signed: SignedData, manifest: Uint8Array, codes: Set<ReasonCode>): boolean {
  if (signed.content) {
    codes.add('CONTENT_INSIDE_SIGNATURE')
    return false
  }
  try {
    if (/^(md5|sha1|ripemd160)$/.test(signed.signerInfo.digestAlgorithm)) codes.add('ALGORITHM_WEAK')
    const verdict = verifySignerInfo(signed, { content: manifest })
    if (verdict === 'hash_failure') codes.add('HASH_FAILURE')
    if (verdict === 'signature_failure') codes.add('SIGNATURE_FAILURE')
    if (verdict === 'content_type_mismatch') codes.add('SIGNATURE_MALFORMED')
    return verdict === 'valid'
  } catch (error) {
    codes.add(error instanceof UnsupportedAlgorithm ? 'ALGORITHM_UNSUPPORTED' : 'SIGNATURE_MALFORMED')
    return false
  }
}

function materialOf(signatures: readonly SignedData[], budget: Budget): ValidationMaterial {
  return {
    certificates: signatures.flatMap(({ certificates }) => certificates),
    ocsps: signatures.flatMap(({ ocsps }) => ocsps.flatMap((der) => readable(() => readOcspResponse(der)) ?? [])),
    crls: signatures.flatMap(({ crls }) => crls.flatMap((der) => readable(() => readCrl(der)) ?? [])),
    budget,
  }
}
