// Words of strangers that mean something to JavaScript: a table that is an object answers for names that it does not hold. Wherever a file may
// name something, such a name is put, and nothing but an answer or a refusal may come of it.

import { beforeAll, describe, expect, it } from 'vitest'
import { cades, openSigning, xades, type Signing } from '@/scripts/signed-samples'
import { Name, Ref } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { readEntryContent, readZip } from '../signature/zip/read'
import { storedZip } from '../signature/zip/stored'
import { contractPdf, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { LaterRevision } from '../testing/later-revision'
import { validateDocument } from '../validation/formats/document'
import { refusalOf, TASKS } from './tasks'

const STRANGE = ['constructor', '__proto__']
let signing: Signing
let pdf: Buffer
let xml: string
let container: Buffer

beforeAll(async () => {
  signing = await openSigning()
  const [anna] = signing.people
  pdf = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer: anna })
  xml = (await xades(signing, anna, { bytes: Buffer.from('<a>1</a>'), id: 'S' })).toString()
  container = await cades(signing, anna, { bytes: Buffer.from('hello'), base: 'file', file: { name: 'a.txt', mimeType: 'text/plain' } })
})

/** What a worker answers crosses to another process. */
const judged = async (bytes: Uint8Array) =>
  structuredClone(await validateDocument(bytes, { anchors: [signing.sample.root], now: new Date() }))

/** For each dictionary of the PDF, the name as a key more, and in place of each of its names. */
function* namedSo(strange: string): Generator<Buffer> {
  const { document } = new LaterRevision(pdf)
  for (let number = 1; number < document.nextNumber; number++) {
    const value = document.indirect(number)?.value
    if (!(value instanceof Map)) continue
    for (const key of [strange, ...[...value].flatMap(([own, entry]) => (entry instanceof Name ? [own] : []))]) {
      const revision = new LaterRevision(pdf)
      const altered = new Map(value).set(key, new Name(strange))
      revision.set(new Ref(number, 0), altered, streamOf(revision, number))
      yield revision.bytes()
    }
  }
}

const streamOf = ({ document }: LaterRevision, number: number): Buffer | undefined =>
  document.indirect(number)?.streamStart === undefined ? undefined : document.storedStream(number).bytes

describe.each(STRANGE)('%s', (strange) => {
  it('in a PDF', async () => {
    for (const file of namedSo(strange)) {
      await judged(file)
      await TASKS.inspect(memorySource(file), { acceptDecrypted: false }).catch((error: unknown) =>
        expect(refusalOf(error), String(error)).toBeDefined(),
      )
    }
  })

  it('in XML', async () => {
    const places = [...xml.matchAll(/(?:Algorithm|Id|URI|Type|Target|Filter)="([^"]*)"/g)]
    expect(places.length).toBeGreaterThan(10)
    for (const { index, 0: whole } of places) {
      const changed = `${xml.slice(0, index)}${whole.replace(/"[^"]*"/, `"${strange}"`)}${xml.slice(index + whole.length)}`
      expect((await judged(Buffer.from(changed))).signatures).toHaveLength(1)
    }
  })

  it('in a container', async () => {
    const source = memorySource(container)
    const entries = readZip(source).map((entry) => ({ name: entry.name, bytes: readEntryContent(source, entry, 1 << 20) }))
    await judged(storedZip([...entries, { name: strange, bytes: Buffer.of() }]))
    for (const one of entries) {
      if (!one.name.endsWith('.xml')) continue
      const bytes = Buffer.from(one.bytes.toString().replaceAll(/(Algorithm|URI|MimeType)="[^"]*"/g, `$1="${strange}"`))
      await judged(storedZip(entries.map((entry) => (entry === one ? { ...entry, bytes } : entry))))
    }
  })
})
