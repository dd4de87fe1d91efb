// Single files that once took a server down, at the size at which they did.

import { deflateSync } from 'node:zlib'
import { manifestXml, referenceTo } from '../../signature/asic/manifest'
import { storedZip } from '../../signature/zip/stored'
import type { HostileDocument } from './documents'
import { Draft, references, repeated, startxrefOf, Writer } from './draft'

const CONTAINER_MARK = { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-e+zip') }

/** Each is made when it is asked for: the largest has fifty megabytes. */
export const GIANTS: Readonly<Record<string, () => HostileDocument>> = {
  /** 5,000 named kids below one field with a name of a megabyte: the qualified names together have five gigabytes. */
  'long-names': () => {
    const draft = new Draft()
    const kids = Array.from({ length: 5000 }, (_, i) => draft.add(`<< /T (k${i}) /FT /Tx >>`))
    draft.fields.push(draft.add(`<< /T (${'n'.repeat(1 << 20)}) /Kids [${references(kids)}] >>`))
    return { name: 'long-names.pdf', bytes: draft.bytes() }
  },
  /** 400 pages with one array of 6,000 references to one stream: 2,400,000 streams to look at, in 78 kilobytes. */
  'shared-contents': () => {
    const draft = new Draft()
    const array = draft.add(`[${repeated(draft.stream('', 'q Q'), 6000)}]`)
    draft.page.set('Contents', `${array} 0 R`)
    for (let i = 1; i < 400; i++) draft.addPage(`/Contents ${array} 0 R`)
    return { name: 'shared-contents.pdf', bytes: draft.bytes() }
  },
  /** 4,000 fields with one array of 50,000 kids: 200,000,000 kids to look at. */
  'shared-kids': () => {
    const draft = new Draft()
    const array = draft.add(`[${repeated(draft.add('<< /FT /Tx >>'), 50_000)}]`)
    for (let i = 0; i < 4000; i++) draft.fields.push(draft.add(`<< /T (f${i}) /Kids ${array} 0 R >>`))
    return { name: 'shared-kids.pdf', bytes: draft.bytes() }
  },
  /** 40 cross-reference streams that each inflate to 62 megabytes. */
  'inflating-sections': () => {
    const pdf = new Draft().bytes()
    const out = new Writer(pdf)
    let previous = startxrefOf(pdf)
    const stream = deflateSync(Buffer.alloc(62 << 20))
    for (let i = 0; i < 40; i++) {
      const at = out.length
      const entries = `/Type /XRef /Size 9 /W [1 2 1] /Index [0 0] /Root 1 0 R /Prev ${previous} /Filter /FlateDecode /Length ${stream.length}`
      out.object(9000 + i, `<< ${entries} >>`, stream)
      out.end(at)
      previous = at
    }
    return { name: 'inflating-sections.pdf', bytes: out.bytes() }
  },
  /** Unnamed kids, each level naming the next one twice, 30 levels deep; and a revision after it, so that both are compared. */
  'doubled-kids': () => {
    const draft = new Draft()
    let below = draft.add('<< /FT /Tx >>')
    for (let level = 0; level < 30; level++) below = draft.add(`<< /Kids [${repeated(below, 2)}] >>`)
    draft.fields.push(below)
    const signature = draft.reserve()
    draft.fields.push(draft.add(`<< /T (s) /FT /Sig /V ${signature} 0 R >>`))
    // The signature covers the file up to its end, with a hole of 32 bytes where it stands.
    const sized = (before: number, after: number, end: number): Buffer => {
      const range = [before, after, end - after].map((offset) => String(offset).padStart(10, '0')).join(' ')
      draft.set(signature, `<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 ${range}] /Contents <${'30'.repeat(15)}> >>`)
      return draft.bytes()
    }
    const first = sized(0, 0, 0)
    const hole = first.indexOf(`<${'30'.repeat(15)}>`)
    const pdf = sized(hole, hole + 32, first.length)
    const out = new Writer(pdf)
    const field = draft.fields[0] ?? 0
    out.update(new Map([[field, `<< /Kids [${repeated(field - 1, 2)}] /F 4 >>`]]), { size: signature + 5, previous: startxrefOf(pdf) })
    return { name: 'doubled-kids.pdf', bytes: out.bytes() }
  },
  /** Signature fields by the hundred, each of which covers another part of the file. */
  'many-signatures': () => {
    const draft = new Draft()
    for (let i = 0; i < 2000; i++) {
      const signature = draft.add(`<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 ${i} ${i + 900} 100] /Contents <3080> >>`)
      draft.fields.push(draft.add(`<< /T (s${i}) /FT /Sig /V ${signature} 0 R >>`))
    }
    return { name: 'many-signatures.pdf', bytes: draft.bytes() }
  },
  'brackets-in-cdata': () => ({ name: 'brackets.xml', bytes: Buffer.from(`<a><![CDATA[${']'.repeat(40 << 20)}]]></a>`) }),
  'elements-by-the-million': () => ({ name: 'elements.xml', bytes: Buffer.from(`<a>${'<b/>'.repeat(3_000_000)}</a>`) }),
  /** 50,000 prefixes in force, and 20,000 elements inside that each declare one more. */
  'prefixes-in-force': () => {
    const levels = Array.from({ length: 200 }, (_, level) => {
      const prefixes = Array.from({ length: 250 }, (_, i) => `p${level}-${i}`)
      return `<l${prefixes.map((prefix) => ` xmlns:${prefix}="urn:${prefix}" ${prefix}:a=""`).join('')}>`
    })
    const inside = '<q:b xmlns:q="urn:q"/>'.repeat(20_000)
    return { name: 'prefixes.xml', bytes: Buffer.from(`${levels.join('')}${inside}${'</l>'.repeat(levels.length)}`) }
  },
  /** A hundred manifests that each name one file two hundred times: 80 gigabytes to hash. */
  'manifests-of-one-file': () => {
    const bytes = Buffer.alloc(4 << 20, 'x')
    const reference = referenceTo('file.txt', 'text/plain', bytes)
    const references = Array.from({ length: 200 }, () => reference)
    const manifests = Array.from({ length: 100 }, (_, i) => ({
      name: `META-INF/ASiCManifest${i}.xml`,
      bytes: manifestXml({ over: { name: `META-INF/signature${i}.p7s`, mimeType: 'application/pkcs7-signature' }, references }),
    }))
    return { name: 'manifests.asice', bytes: storedZip([CONTAINER_MARK, { name: 'file.txt', bytes }, ...manifests]) }
  },
}
