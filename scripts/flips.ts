// Files of our own signer in each form, one bit of which is flipped: what validation says of the result is held against what the bit stood in.

import { unzipSync } from 'fflate'
import { sha256Hex } from '@/lib/crypto/algorithms'
import { readSignedData } from '@/lib/crypto/cms'
import { timestampField } from '@/lib/signature/fields'
import { memorySource } from '@/lib/signature/pdf/source'
import { archivedOctets, partsOf, readSignedXml } from '@/lib/signature/xades/signed-xml'
import { XADES } from '@/lib/signature/xades/names'
import { attributeOf, canonicalOctets, childrenNamed, textOf } from '@/lib/signature/xml/tree'
import { storedZip } from '@/lib/signature/zip/stored'
import { validateDocument } from '@/lib/validation/formats/document'
import type { ReasonCode } from '@/lib/validation/reasons'
import type { ValidationReport } from '@/lib/validation/validate'
import { sampleDocx } from '@/lib/testing/sample-files'
import type { Random } from '@/lib/testing/hostile/random'
import { cades, openSigning, pades, xades, type Signing } from './signed-samples'
import { samplePdf } from './sample-pdf'

/** What is over what, each by its name in the report: a digest of all that it is over, and that must stay as it is for it to be valid. */
type Covered = { signatures: ReadonlyMap<string, string>; stamps: ReadonlyMap<string, string> }

export type Flippable = {
  name: string
  /** Bytes of which one is changed. */
  size: number
  /** The file with a bit changed; none changed where `at` is absent. */
  flipped(at?: number, bit?: number): Buffer
  /** Read anew from a file that was changed; throws where that cannot be read. */
  covered(file: Buffer): Promise<Covered>
}

/** Nothing is changed where `at` is absent. */
export type Flip = { file: Flippable; at?: number; bit?: number }
/** `told`: what became of it. `fault`: why that is not right. */
export type Outcome = {
  told: 'refused' | 'broken' | 'time-stamp broken' | 'as before' | 'not proven'
  signed: boolean
  fault: string | null
}

export type Judge = (file: Buffer) => Promise<ValidationReport>

export async function flippables(): Promise<{ files: Flippable[]; judge: Judge }> {
  const signing = await openSigning()
  const now = new Date()
  const judge: Judge = (file) => validateDocument(file, { anchors: [signing.sample.root], now })
  return { files: [...(await pdfs(signing)), await xml(signing), ...(await containers(signing))], judge }
}

export function flipIn(files: readonly Flippable[], random: Random): Flip {
  const file = files[random.between(0, files.length - 1)]
  if (!file) throw new TypeError('no file')
  return { file, at: random.between(0, file.size - 1), bit: random.between(0, 7) }
}

/** What a signature may be besides broken where what it is over cannot be understood any more. */
const NOT_UNDERSTOOD: ReadonlySet<ReasonCode> = new Set([
  'ALGORITHM_UNSUPPORTED',
  'FORMAT_UNSUPPORTED',
  'NO_SIGNER_CERTIFICATE',
  'SIGNED_DATA_NOT_FOUND',
  'SIGNATURE_UNREACHED',
  'SIGNING_CERTIFICATE_MISMATCH',
])

export async function outcomeOf({ file, at, bit }: Flip, judge: Judge): Promise<Outcome> {
  const changed = file.flipped(at, bit)
  const report = await judge(changed)
  const [before, after] = [await coveredIn(file), await file.covered(changed).catch(() => null)]
  const same = (of: keyof Covered, name: string): boolean =>
    before[of].has(name) && after !== null && before[of].get(name) === after[of].get(name)
  // The name of the last time-stamp is covered by nothing, and may change.
  const stands = (over: string | undefined): boolean => [...before.stamps.values()].some((one) => one === over)
  const signed = [...before.signatures.keys()].some((name) => !same('signatures', name))
  const faults: string[] = []
  if (!report.problem && report.signatures.length === 0) faults.push('an empty list')
  for (const { field, indication, reasons } of report.signatures) {
    if (same('signatures', field)) continue
    if (indication === 'TOTAL-PASSED') faults.push(`${field} passed`)
    if (indication === 'INDETERMINATE' && !reasons.some((code) => NOT_UNDERSTOOD.has(code))) faults.push(`${field}: ${reasons.join(' ')}`)
  }
  for (const { field, valid, reasons } of report.documentTimestamps) {
    if (valid && !stands(after?.stamps.get(field))) faults.push(`time-stamp ${field} is valid`)
    if (!valid && reasons.length === 0) faults.push(`time-stamp ${field} has no reason`)
  }
  // Of what is lost, something must be said.
  const told = report.documentTimestamps.map(({ field }) => field)
  const unchanged = told.map((name) => after?.stamps.get(name))
  const lost = [...before.stamps].filter(([name, over]) => !told.includes(name) && !unchanged.includes(over)).map(([name]) => name)
  if (!report.problem && report.valid && lost.length > 0) faults.push(`time-stamp ${lost.join()} is not named`)
  return { told: toldOf(report), signed, fault: faults.length > 0 ? faults.join('; ') : null }
}

function toldOf({ problem, signatures, documentTimestamps }: ValidationReport): Outcome['told'] {
  if (problem) return 'refused'
  if (signatures.some(({ indication }) => indication === 'TOTAL-FAILED')) return 'broken'
  if (signatures.some(({ indication }) => indication === 'INDETERMINATE')) return 'not proven'
  return documentTimestamps.some(({ valid }) => !valid) ? 'time-stamp broken' : 'as before'
}

const known = new WeakMap<Flippable, Promise<Covered>>()

function coveredIn(file: Flippable): Promise<Covered> {
  const covered = known.get(file) ?? file.covered(file.flipped())
  known.set(file, covered)
  return covered
}

/** A file as it is. */
const whole = (name: string, bytes: Buffer, covered: Flippable['covered']): Flippable => ({
  name,
  size: bytes.length,
  flipped: (at, bit = 0) => changedAt(bytes, at, bit),
  covered,
})

function changedAt(bytes: Uint8Array, at: number | undefined, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  if (at !== undefined) copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}

async function pdfs(signing: Signing): Promise<Flippable[]> {
  const pdf = samplePdf({ pages: 1 })
  const made: Flippable[] = []
  for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) {
    const fields = level === 'B-LTA' ? ['one', 'two'] : ['one']
    const bytes = await pades(signing, pdf, level, fields)
    const holes = holesIn(bytes, fields)
    made.push(whole(`PAdES ${level}`, bytes, async (file) => coveredOfPdf(file, holes)))
  }
  return made
}

type Hole = { name: string; stamp: boolean; from: number; to: number; end: number }

/** Where each signature and time-stamp stands in the file as it was signed, and where its revision ends. */
function holesIn(pdf: Buffer, fields: readonly string[]): Hole[] {
  const ranges = [...pdf.toString('latin1').matchAll(/\/SubFilter \/(\S+)[^>]*?\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/g)]
  return ranges.map(([, format, from, to, rest], index) => {
    // Each signature is followed by the time-stamp that archives it.
    const field = fields[Math.floor(index / 2)] ?? ''
    const stamp = format === 'ETSI.RFC3161'
    return { name: stamp ? timestampField(field) : field, stamp, from: Number(from), to: Number(to), end: Number(to) + Number(rest) }
  })
}

function coveredOfPdf(file: Buffer, holes: readonly Hole[]): Covered {
  const digest = ({ from, to, end }: Hole): string =>
    sha256Hex(file.subarray(0, from), file.subarray(to, end), protectedIn(bytesOf(file.toString('latin1', from + 1, to - 1))))
  const of = (stamp: boolean) => new Map(holes.filter((hole) => hole.stamp === stamp).map((hole) => [hole.name, digest(hole)]))
  return { signatures: of(false), stamps: of(true) }
}

/** ISO 32000-2, 7.3.4.3: white space means nothing, and a last digit that is missing is 0. */
function bytesOf(hexadecimal: string): Buffer {
  const digits = hexadecimal.replace(/[\0\t\n\f\r ]/g, '')
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
}

/** What the signature value of a CMS protects, and the value. What cannot be read is nothing that was signed. */
function protectedIn(cms: Uint8Array): string {
  try {
    const { content = new Uint8Array(), signerInfo } = readSignedData(cms)
    return sha256Hex(content, signerInfo.signedAttributesDer ?? new Uint8Array(), signerInfo.signature)
  } catch {
    return 'unreadable'
  }
}

async function xml(signing: Signing): Promise<Flippable> {
  const [first, second] = signing.people
  const once = await xades(signing, first, { bytes: Buffer.from('<loan Id="x"><amount>100</amount></loan>'), id: 'first' })
  return whole('XAdES B-LTA', await xades(signing, second, { bytes: once, id: 'second' }), coveredOfXml)
}

async function coveredOfXml(file: Buffer): Promise<Covered> {
  const { content, signatures } = await readSignedXml(memorySource(file))
  const document = content.get('sha256')?.copy().digest('hex') ?? ''
  const stamps = new Map<string, string>()
  const signed = signatures.map((signature): [string, string] => {
    const { signedInfo, signedProperties, value, unsigned } = partsOf(signature)
    const octets = [signedInfo, signedProperties].map((node) => (node ? canonicalOctets(node) : Buffer.alloc(0)))
    for (const stamp of unsigned.filter(({ local }) => local === 'ArchiveTimeStamp')) {
      const token = textOf(childrenNamed(stamp, XADES, 'EncapsulatedTimeStamp')[0])
      stamps.set(
        attributeOf(stamp, 'Id') ?? '',
        sha256Hex(document, ...archivedOctets(signature, stamp), protectedIn(Buffer.from(token, 'base64'))),
      )
    }
    return [attributeOf(signature, 'Id') ?? '', sha256Hex(document, ...octets, Buffer.from(textOf(value), 'base64'))]
  })
  return { signatures: new Map(signed), stamps }
}

const DOCUMENT = { name: 'Contract.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }

/** A container as it is, whose checksums find nearly every flip, and one whose checksums are made anew. */
async function containers(signing: Signing): Promise<Flippable[]> {
  const [first, second] = signing.people
  const once = await cades(signing, first, { bytes: sampleDocx(), base: 'file', file: DOCUMENT })
  const bytes = await cades(signing, second, { bytes: once, base: 'container', file: DOCUMENT })
  const entries = Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, bytes: content }))
  const repacked: Flippable = {
    name: 'ASiC-E B-LTA, checksums made anew',
    size: entries.reduce((sum, entry) => sum + entry.bytes.length, 0),
    flipped(at, bit = 0) {
      let before = 0
      return storedZip(
        entries.map((entry) => {
          const inside = at !== undefined && at >= before && at < before + entry.bytes.length
          const changed = inside ? changedAt(entry.bytes, at - before, bit) : entry.bytes
          before += entry.bytes.length
          return { name: entry.name, bytes: changed }
        }),
      )
    },
    covered: coveredOfContainer,
  }
  return [whole('ASiC-E B-LTA', bytes, coveredOfContainer), repacked]
}

async function coveredOfContainer(file: Buffer): Promise<Covered> {
  const entries = unzipSync(file)
  const content = Object.entries(entries).filter(([name]) => !name.startsWith('META-INF/') && name !== 'mimetype')
  const document = sha256Hex(...content.flat())
  const bytes = (name: string): Uint8Array => entries[`META-INF/${name}`] ?? new Uint8Array()
  const signature = (number: string) => [document, bytes(`ASiCManifest${number}.xml`), protectedIn(bytes(`signature${number}.p7s`))]
  const archived = (number: string) => [bytes(`ASiCManifest${number}.xml`), bytes(`signature${number}.p7s`)]
  const first = [document, ...archived('001'), bytes('ASiCArchiveManifest001.xml')]
  const both = [...first, ...archived('002'), bytes('timestamp001.tst'), bytes('ASiCArchiveManifest.xml')]
  return {
    signatures: new Map(['001', '002'].map((number) => [`META-INF/signature${number}.p7s`, sha256Hex(...signature(number))])),
    stamps: new Map([
      ['META-INF/timestamp001.tst', sha256Hex(...first, protectedIn(bytes('timestamp001.tst')))],
      ['META-INF/timestamp002.tst', sha256Hex(...both, protectedIn(bytes('timestamp002.tst')))],
    ]),
  }
}
