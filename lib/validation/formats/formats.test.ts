// What the validator says of containers and XML documents, unchanged and tampered with.

import { zipSync, unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleDocx } from '@/lib/testing/sample-files'
import { cades, openSigning, xades, type Signing } from '@/scripts/signed-samples'
import { sha256 } from '../../crypto/algorithms'
import { readSignedData } from '../../crypto/cms'
import { storedZip } from '../../signature/zip/stored'
import { validateDocument } from './document'

const now = new Date()
const file = { name: 'Contract.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
let sample: Signing['sample']
let container: Buffer
let xml: Buffer

beforeAll(async () => {
  const signing = await openSigning(() => now)
  const [anna, john] = signing.people
  sample = signing.sample
  const once = await cades(signing, anna, { bytes: sampleDocx(), base: 'file', file })
  container = await cades(signing, john, { bytes: once, base: 'container', file })
  xml = await xades(signing, anna, { bytes: Buffer.from('<loan Id="x"><amount>100</amount></loan>'), id: 'first' })
  xml = await xades(signing, john, { bytes: xml, id: 'second' })
})

async function verdict(bytes: Uint8Array): Promise<string[]> {
  const { problem, signatures } = await validateDocument(bytes, { anchors: [sample.root], now })
  return problem ? [problem] : signatures.map(({ level, indication, reasons }) => [level, indication, ...reasons].join(' '))
}

const repacked = (change: (files: Record<string, Uint8Array>) => void): Buffer => {
  const files = unzipSync(container)
  change(files)
  return storedZip(Object.entries(files).map(([name, bytes]) => ({ name, bytes })))
}
const flipped = (bytes: Uint8Array | undefined, at: number): Uint8Array => {
  const copy = Uint8Array.from(bytes ?? [])
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('a container', () => {
  it('with two signatures is B-LTA, twice', async () => {
    const report = await validateDocument(container, { anchors: [sample.root], now })
    expect(report.valid).toBe(true)
    expect(report.signatures.map(({ level, indication, signerName, revocation }) => [level, indication, signerName, revocation])).toEqual([
      ['B-LTA', 'TOTAL-PASSED', 'Anna Kowalska', 'good'],
      ['B-LTA', 'TOTAL-PASSED', 'John Smith', 'good'],
    ])
    expect(report.documentTimestamps.map(({ valid, coversWholeDocument }) => [valid, coversWholeDocument])).toEqual([
      [true, false],
      [true, true],
    ])
  })

  it('with another file in place of the signed one fails', async () => {
    const swapped = repacked((files) => {
      files[file.name] = sampleDocx('Another contract')
    })
    for (const one of await verdict(swapped)) expect(one).toMatch(/TOTAL-FAILED.*HASH_FAILURE/)
  })

  it.each(['Read me first.docx', 'META-INF/Read me first.docx', 'META-INF/signature.docx'])(
    'with %s beside the signed file says so',
    async (name) => {
      const added = repacked((files) => {
        files[name] = sampleDocx('Not signed')
      })
      for (const one of await verdict(added)) expect(one).toMatch(/INDETERMINATE.*FILE_NOT_SIGNED/)
    },
  )

  it('with a changed manifest, signature or time-stamp is not valid', async () => {
    const manifest = repacked((files) => {
      files['META-INF/ASiCManifest001.xml'] = Buffer.from(
        Buffer.from(files['META-INF/ASiCManifest001.xml'] ?? '')
          .toString()
          .replace('standalone="no"', 'standalone="yes"'),
      )
    })
    expect((await verdict(manifest))[0]).toMatch(/TOTAL-FAILED.*HASH_FAILURE/)
    const signature = repacked((files) => {
      const p7s = Buffer.from(files['META-INF/signature001.p7s'] ?? [])
      files['META-INF/signature001.p7s'] = flipped(p7s, p7s.indexOf(readSignedData(p7s).signerInfo.signature) + 20)
    })
    expect((await verdict(signature))[0]).toMatch(/TOTAL-FAILED.*SIGNATURE_FAILURE/)
    const stamp = repacked((files) => {
      const token = Buffer.from(files['META-INF/timestamp002.tst'] ?? [])
      files['META-INF/timestamp002.tst'] = flipped(
        token,
        token.indexOf(sha256(files['META-INF/ASiCArchiveManifest.xml'] ?? new Uint8Array())),
      )
    })
    expect((await verdict(stamp))[1]).not.toMatch(/B-LTA/)
  })

  it('whose signature was taken out is told to have borne it', async () => {
    const without = repacked((files) => {
      for (const name of Object.keys(files)) if (name.endsWith('.p7s')) delete files[name]
    })
    expect(await verdict(without)).toEqual(Array(2).fill(expect.stringMatching(/INDETERMINATE.*SIGNATURE_UNREACHED/)))
  })

  it('with what looks like a signature in XML is judged with it', async () => {
    const added = repacked((files) => {
      files['META-INF/signature9.xml'] = Buffer.from('<evil>900</evil>')
    })
    expect((await verdict(added)).at(-1)).toMatch(/SIGNATURE_MALFORMED/)
  })

  it.each([
    ['between those of its directory', directoryOf],
    ['before those of its directory', () => 0],
  ])('with a file %s, which some programs show, is refused', async (_, place) => {
    const other = storedZip([{ name: file.name, bytes: Buffer.from('Another contract') }])
    const hidden = other.subarray(0, directoryOf(other))
    expect(await verdict(inserted(container, place(container), hidden))).toEqual(['CONTAINER_DAMAGED'])
    expect(await verdict(inserted(container, directoryOf(container), Buffer.alloc(16)))).toEqual(await verdict(container))
  })

  it('that is none, or damaged, is refused without an exception', async () => {
    expect(await verdict(zipSync({ 'a.txt': new Uint8Array(3) }))).toEqual(['CONTAINER_UNREADABLE'])
    // A checksum that is wrong, and an end that is missing, are damage: the file is a container all the same.
    expect(await verdict(flipped(container, container.indexOf(file.name) + file.name.length + 9))).toEqual(['CONTAINER_DAMAGED'])
    expect(await verdict(container.subarray(0, container.length - 9))).toEqual(['CONTAINER_DAMAGED'])
    for (let at = 0; at < container.length; at += 997) await verdict(container.subarray(0, at))
    for (let at = 0; at < container.length; at += 1499) await verdict(flipped(container, at))
  })

  it('of a service that is not trusted is not valid', async () => {
    const { signatures } = await validateDocument(container, { anchors: [], now })
    expect(signatures.map(({ indication, integrity }) => [indication, integrity])).toEqual([
      ['INDETERMINATE', true],
      ['INDETERMINATE', true],
    ])
  })
})

const endOf = (zip: Buffer): number => zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
const directoryOf = (zip: Buffer): number => zip.readUInt32LE(endOf(zip) + 16)

/** The same ZIP with bytes at this place, which its directory knows nothing of (APPNOTE 4.3.12 and 4.3.16). */
function inserted(zip: Buffer, at: number, bytes: Buffer): Buffer {
  const made = Buffer.concat([zip.subarray(0, at), bytes, zip.subarray(at)])
  const moved = (offset: number) => (offset >= at ? offset + bytes.length : offset)
  const end = endOf(made)
  const directory = directoryOf(made) + bytes.length
  made.writeUInt32LE(directory, end + 16)
  const lengths = (entry: number) => [28, 30, 32].reduce((sum, field) => sum + made.readUInt16LE(entry + field), 46)
  for (let entry = directory; entry < end; entry += lengths(entry)) made.writeUInt32LE(moved(made.readUInt32LE(entry + 42)), entry + 42)
  return made
}

describe('an XML document', () => {
  const changed = (from: string | RegExp, to: string): Promise<string[]> => verdict(Buffer.from(xml.toString().replace(from, to)))

  it('with two signatures is B-LTA, twice', async () => expect(await verdict(xml)).toEqual(['B-LTA TOTAL-PASSED', 'B-LTA TOTAL-PASSED']))
  it('may be written differently where XML says the same', async () =>
    expect(await changed('<loan Id="x">', "<loan\n Id='x' >")).toEqual(['B-LTA TOTAL-PASSED', 'B-LTA TOTAL-PASSED']))

  it('that was changed fails', async () => {
    for (const one of await changed('>100<', '>900<')) expect(one).toMatch(/TOTAL-FAILED.*HASH_FAILURE/)
    const [first, second] = await changed('<xades:SigningTime>20', '<xades:SigningTime>19')
    expect([first, second]).toEqual([expect.stringMatching(/TOTAL-FAILED.*HASH_FAILURE/), 'B-LTA TOTAL-PASSED'])
  })

  it.each<[string, string, string]>([
    ['in the signature', '</ds:Signature>', '<evil>900</evil></ds:Signature>'],
    ['in the signature, as text', '</ds:Signature>', '900</ds:Signature>'],
    ['beside the properties', '</xades:QualifyingProperties>', '</xades:QualifyingProperties><evil>900</evil>'],
    ['beside the properties, as text', '</xades:QualifyingProperties>', '</xades:QualifyingProperties>900'],
    ['among the properties', '</xades:QualifyingProperties>', '<evil>900</evil></xades:QualifyingProperties>'],
    ['among the unsigned properties', '</xades:UnsignedProperties>', '<evil>900</evil></xades:UnsignedProperties>'],
    ['that is called like a part of it', '</ds:Signature>', '<KeyInfo>900</KeyInfo></ds:Signature>'],
  ])('with content %s that nobody signed says so', async (_, place, more) => {
    expect((await changed(place, more))[0]).toMatch(/INDETERMINATE.*PART_SIGNED/)
  })

  it('with properties that two elements could be is not valid', async () => {
    expect((await changed('<amount>', '<amount Id="first-properties">'))[0]).toMatch(/TOTAL-FAILED.*REFERENCE_INVALID/)
  })

  it('whose signature is over less than the document is not judged valid', async () => {
    expect((await changed('URI=""', 'URI="#x"'))[0]).toMatch(/TOTAL-FAILED.*SIGNATURE_FAILURE/)
    expect((await changed('/descendant::ds:Signature', '/descendant::amount'))[0]).toMatch(/FORMAT_UNSUPPORTED/)
  })

  it('with its validation data removed is not B-LTA', async () => {
    expect((await changed(/<xades:RevocationValues>.*?<\/xades:RevocationValues>/s, ''))[0]).not.toMatch(/B-LT|PASSED/)
  })

  it('that is damaged is refused without an exception', async () => {
    expect(await verdict(xml.subarray(0, xml.length - 4))).toEqual(['XML_UNREADABLE'])
    for (let at = 0; at < xml.length; at += 1499) await verdict(flipped(xml, at))
  })
})
