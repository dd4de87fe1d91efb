// The bench of validation: signatures per second over 200 files of our own signer, in one document worker and in two; fifty megabytes against
// their SHA-256; and documents that grow in one respect, whose time may grow no more than they do.

import { createHash } from 'node:crypto'
import { DocumentPool } from '@/lib/adapters/documents/pool'
import { builtFile } from '@/lib/config'
import { sha256Hex } from '@/lib/crypto/algorithms'
import { piecesFrom } from '@/lib/operations/kernel/stored-bytes'
import { Draft, references, repeated } from '@/lib/testing/hostile/draft'
import { sampleDocx } from '@/lib/testing/sample-files'
import { packed } from '@/lib/validation/trusted-lists/packed-lists'
import { validatePdf } from '@/lib/validation/validate'
import { samplePdf } from './sample-pdf'
import { cades, openSigning, pades, xades, type Signing } from './signed-samples'

const FILES = 200
const MOST_TIMES_SHA256 = 1.5
const MOST_TIMES_SIZE = 2
const RUNS = 15
/** Before time is taken: until then code is slower. */
const WARMING = 10

export async function benchValidation(): Promise<void> {
  const signing = await openSigning()
  await throughput(signing)
  await against(signing)
  await growth(signing)
}

type Target = { title: string; value: number; most: number }

function judge({ title, value, most }: Target): void {
  console.log(`${value <= most ? 'met   ' : 'MISSED'}  ${title}: ${value.toFixed(2)} (at most ${most})`)
  if (value > most) process.exitCode = 1
}

/** Files as people sign them, from the smallest to containers with two signatures, each another one: nothing is remembered of it. */
async function filesOf(signing: Signing): Promise<{ bytes: Buffer; signatures: number }[]> {
  const [first, second] = signing.people
  const makers: ((number: number) => Promise<{ bytes: Buffer; signatures: number }>)[] = [
    async (number) => ({ bytes: await pades(signing, contract(number), 'B-LTA'), signatures: 1 }),
    async (number) => ({ bytes: await pades(signing, contract(number), 'B-LTA', ['one', 'two']), signatures: 2 }),
    async (number) => ({ bytes: await pades(signing, contract(number), 'B-T'), signatures: 1 }),
    async (number) => {
      const once = await xades(signing, first, { bytes: Buffer.from(`<loan><amount>${number}</amount></loan>`), id: 'first' })
      return { bytes: await xades(signing, second, { bytes: once, id: 'second' }), signatures: 2 }
    },
    async (number) => {
      const file = { name: 'Contract.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
      const once = await cades(signing, first, { bytes: sampleDocx(`Loan of ${number}`), base: 'file', file })
      return { bytes: await cades(signing, second, { bytes: once, base: 'container', file }), signatures: 2 }
    },
  ]
  const files: { bytes: Buffer; signatures: number }[] = []
  for (let number = 0; number < FILES; number++) {
    const make = makers[number % makers.length]
    if (make) files.push(await make(number))
  }
  return files
}

const contract = (number: number): Buffer => samplePdf({ pages: 1 + (number % 20), imageBytes: 1000 * (1 + (number % 20)) })

async function throughput(signing: Signing): Promise<void> {
  const files = await filesOf(signing)
  const signatures = files.reduce((sum, file) => sum + file.signatures, 0)
  const given = { anchors: [signing.sample.root], lists: packed([]), now: new Date() }
  for (const workers of [1, 2]) {
    const log = { warn: () => undefined, error: () => undefined }
    const pool = new DocumentPool({
      file: builtFile('document-worker.mjs'),
      log,
      line: { waiting: { tenant: FILES, all: FILES }, served: { tenant: workers } },
    })
    const validated = (bytes: Buffer) =>
      pool.run('validate', { tenant: 'bench', sha256: sha256Hex(bytes), bytes: async () => piecesFrom(bytes), given })
    await Promise.all(
      files.slice(0, 2 * WARMING * workers).map(({ bytes }) => validated(Buffer.concat([bytes, Buffer.from('\n')])).catch(() => undefined)),
    )
    const begun = performance.now()
    const reports = await Promise.all(files.map(({ bytes }) => validated(bytes)))
    const seconds = (performance.now() - begun) / 1000
    pool.close()
    const told = reports.reduce((sum, { report }) => sum + report.signatures.length, 0)
    if (told !== signatures) throw new Error(`${told} signatures told of ${signatures}`)
    console.log(
      `${workers} worker${workers > 1 ? 's' : ''}: ${files.length} files, ${signatures} signatures in ${seconds.toFixed(2)} s, ${(signatures / seconds).toFixed(0)} signatures per second`,
    )
  }
}

/** Milliseconds of the processor's time, which whoever else is at work does not change. */
function minimum(work: () => unknown): number {
  const times = Array.from({ length: WARMING + RUNS }, () => {
    const begun = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  })
  return Math.min(...times.slice(WARMING))
}

/** Fifty megabytes, of which validation reads what is signed once. */
async function against(signing: Signing): Promise<void> {
  const file = await pades(signing, samplePdf({ pages: 200, imageBytes: 262_144 }), 'B-LTA')
  const context = { anchors: [signing.sample.root], now: new Date() }
  const floor = minimum(() => createHash('sha256').update(file).digest())
  const ours = minimum(() => validatePdf(file, context))
  judge({
    title: `${(file.length / 1e6).toFixed(0)} MB, x its SHA-256 (${floor.toFixed(0)} ms)`,
    value: ours / floor,
    most: MOST_TIMES_SHA256,
  })
}

/** In what documents grow, from the smallest size to the largest. */
const GROWING: Readonly<Record<string, { sizes: readonly number[]; make: (size: number) => Buffer }>> = {
  annotations: { sizes: [625, 2_500, 10_000], make: annotated },
  'signature fields': { sizes: [31, 125, 500], make: withFields },
  'levels of shared kids': { sizes: [5, 15, 30], make: sharedKids },
}

async function growth(signing: Signing): Promise<void> {
  const context = { anchors: [signing.sample.root], now: new Date() }
  for (const [title, { sizes, make }] of Object.entries(GROWING)) {
    const measured: { size: number; bytes: number; ms: number }[] = []
    for (const size of sizes) {
      // The second signature makes the judge compare what the first one signed with what the document is now.
      const file = await pades(signing, make(size), 'B-B', ['bench-1', 'bench-2'])
      measured.push({ size, bytes: file.length, ms: minimum(() => validatePdf(file, context)) })
    }
    console.log(measured.map(({ size, bytes, ms }) => `${size} ${title}, ${(bytes / 1000).toFixed(0)} kB: ${ms.toFixed(1)} ms`).join('; '))
    const [least, most] = [measured[0], measured.at(-1)]
    if (!least || !most) continue
    judge({ title: `${title}, time to size`, value: most.ms / least.ms / (most.size / least.size), most: MOST_TIMES_SIZE })
  }
}

function annotated(size: number): Buffer {
  const draft = new Draft()
  const notes = Array.from({ length: size }, (_, index) =>
    draft.add(`<< /Type /Annot /Subtype /Text /Rect [${index % 290} 9 ${(index % 290) + 9} 18] /Contents (note ${index}) >>`),
  )
  draft.page.set('Annots', `[${references(notes)}]`)
  return draft.bytes()
}

function withFields(size: number): Buffer {
  const draft = new Draft()
  for (let index = 0; index < size; index++) draft.fields.push(draft.add(`<< /T (s${index}) /FT /Sig /Subtype /Widget /Rect [0 0 0 0] >>`))
  return draft.bytes()
}

function sharedKids(size: number): Buffer {
  const draft = new Draft()
  let below = draft.add('<< /FT /Tx >>')
  for (let level = 0; level < size; level++) below = draft.add(`<< /Kids [${repeated(below, 2)}] >>`)
  draft.fields.push(below)
  return draft.bytes()
}
