// Files made to exhaust their reader, more than a hundred from fixed seeds and those that once did: each is read, placed, prepared and validated
// within the budget of its document, or refused with a code.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { samplePdf } from '@/scripts/sample-pdf'
import { GIANTS } from '@/lib/testing/hostile/giants'
import { hostileDocuments, type HostileDocument } from '@/lib/testing/hostile/documents'
import { validateDocument } from '../../validation/formats/document'
import { placeFields } from '../fields'
import { prepare, type Signer } from '../pades'
import { automaticPlace } from '../placement'
import { XmlProblem } from '../xml/problem'
import { scanXml } from '../xml/scan'
import { inspectPdf } from './inspect'
import { PdfProblem } from './problem'
import { memorySource, withTails, type Source } from './source'

const SEEDS = [11, 37, 59, 97]
/** What becomes of those that once did harm: what reading and signing them says, and what judging them says. */
const FATES: Readonly<Record<keyof typeof GIANTS, string>> = {
  'long-names': 'PDF_TOO_COMPLEX PDF_TOO_COMPLEX',
  'shared-contents': 'accepted judged',
  'shared-kids': 'accepted judged',
  'inflating-sections': 'PDF_TOO_COMPLEX PDF_TOO_COMPLEX',
  'doubled-kids': 'accepted judged',
  'many-signatures': 'accepted PDF_TOO_COMPLEX',
  'brackets-in-cdata': 'XML_TOO_COMPLEX XML_UNREADABLE',
  'elements-by-the-million': 'XML_TOO_COMPLEX XML_UNREADABLE',
  'prefixes-in-force': 'accepted judged',
  'manifests-of-one-file': 'accepted judged',
}
/** Bytes of objects that may be alive beside those of the tests themselves. */
const MOST_HEAP = 400 << 20
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

let trust: SampleTrust
let signer: Signer
let heap: number

beforeAll(async () => {
  trust = await openSampleTrust()
  signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  heap = process.memoryUsage().heapUsed
})

/** Bytes of objects beyond those of the tests. Garbage counts for nothing: how much of it waits to be collected depends on the machine. */
function held(): number {
  const used = () => process.memoryUsage().heapUsed - heap
  if (used() > MOST_HEAP) collect()
  return used()
}

/** What becomes of a file: `accepted`, or the codes of its refusals. Everything else that is thrown fails the test. */
async function fate({ name, bytes }: HostileDocument): Promise<string> {
  const source = memorySource(bytes)
  const { problem } = await validateDocument(source, { anchors: [trust.root], now: new Date() })
  const read = name.endsWith('.pdf') ? signed(source) : name.endsWith('.xml') ? scanXml(source) : Promise.resolve()
  const refused = await read.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof PdfProblem || error instanceof XmlProblem) return error.code
      throw new Error(`${name} broke its reader`, { cause: error })
    },
  )
  expect(held(), name).toBeLessThan(MOST_HEAP)
  return `${refused} ${problem ?? 'judged'}`
}

async function signed(source: Source): Promise<void> {
  inspectPdf(source)
  const tail = placeFields(source, [{ name: 'sgn_1', ...automaticPlace(source, []) }])
  await prepare(withTails(source, [tail]), { field: 'sgn_1', certificate: signer.certificate, chain: signer.chain, now: new Date() })
}

describe('hostile files', () => {
  it.each(SEEDS)('of seed %i are refused with a code, or cost no more than their budget', async (seed) => {
    for (const file of hostileDocuments(seed)) expect(await fate(file), file.name).toMatch(/^(accepted|(PDF|XML|FIELD|NOT_A)_?\w+) \w+$/)
  })

  it.each(Object.entries(GIANTS))('%s, at full size', async (name, make) => {
    expect(await fate(make())).toBe(FATES[name])
  })

  it('and honest ones are far from any limit', async () => {
    for (const pdf of [samplePdf({ pages: 1 }), samplePdf({ pages: 2000 })]) {
      expect(await fate({ name: 'honest.pdf', bytes: pdf })).toBe('accepted judged')
    }
  })
})
