// The structures of hostile PDFs, one function each: what is shared, what leads to itself, what is long, deep, or unpacks to far more.

import { deflateSync } from 'node:zlib'
import { Draft, references, repeated, startxrefOf, Writer } from './draft'
import type { Random } from './random'

/** Puts one structure into a file. Several fit into one file. */
type Shape = (draft: Draft, random: Random) => void

export const SHAPES: Readonly<Record<string, Shape>> = {
  /** Many fields whose kids are one and the same array. */
  'shared-kids': (draft, random) => {
    const kids = Array.from({ length: random.between(100, 3000) }, (_, i) => draft.add(`<< /T (k${i}) /FT /Tx >>`))
    const array = draft.add(`[${references(kids)}]`)
    for (let i = random.between(50, 1000); i > 0; i--) draft.fields.push(draft.add(`<< /T (f${i}) /Kids ${array} 0 R >>`))
  },
  /** Each level names the next one twice: two to the power of the depth ways down. */
  'doubled-kids': (draft, random) => {
    const named = random.pick([true, false])
    let below = draft.add(`<< /T (leaf) /FT /Sig >>`)
    for (let level = random.between(20, 70); level > 0; level--) {
      below = draft.add(`<< ${named ? `/T (l${level})` : ''} /Kids [${repeated(below, random.between(2, 3))}] >>`)
    }
    draft.fields.push(below)
  },
  /** Qualified names that grow from field to field. */
  'long-names': (draft, random) => {
    const length = random.between(10_000, 300_000)
    const kids = Array.from({ length: random.between(100, 2000) }, (_, i) => draft.add(`<< /T (k${i}) /FT /Sig >>`))
    let above = draft.add(`<< /T (${'n'.repeat(length)}) /Kids [${references(kids)}] >>`)
    for (let level = random.between(0, 30); level > 0; level--) above = draft.add(`<< /T (${'m'.repeat(5000)}) /Kids [${above} 0 R] >>`)
    draft.fields.push(above)
  },
  /** Many pages whose contents are one array of many streams. */
  'shared-contents': (draft, random) => {
    const stream = draft.stream('', 'q Q')
    const array = draft.add(`[${repeated(stream, random.between(500, 6000))}]`)
    draft.page.set('Contents', `${array} 0 R`)
    for (let i = random.between(20, 400); i > 0; i--) draft.addPage(`/Contents ${array} 0 R`)
  },
  /** Annotations that all pages share, each with an action. */
  'shared-annotations': (draft, random) => {
    const action = draft.add('<< /S /URI /URI (https://example.com) >>')
    const each = Array.from({ length: random.between(50, 2000) }, () =>
      draft.add(`<< /Type /Annot /Subtype /Link /A ${action} 0 R /Rect [0 0 9 9] >>`),
    )
    const array = draft.add(`[${references(each)}]`)
    draft.page.set('Annots', `${array} 0 R`)
    for (let i = random.between(20, 300); i > 0; i--) draft.addPage(`/Annots ${array} 0 R`)
  },
  /** Everything that should lead on leads back. */
  'self-referring': (draft, random) => {
    const self = draft.reserve()
    const kinds = [
      'Kids',
      'Parent',
      'Next',
      'First',
      'A',
      'AA',
      'AP',
      'Annots',
      'Contents',
      'Resources',
      'Fields',
      'Names',
      'Length',
      'DSS',
      'N',
    ]
    const entries = kinds.map((key) => `/${key} ${random.pick([`${self} 0 R`, `[${repeated(self, random.between(1, 50))}]`])}`)
    draft.set(self, `<< /T (self) /FT /Sig /S /GoTo ${entries.join(' ')} >>`)
    for (const key of ['Outlines', 'Names', 'AA', 'OpenAction', 'DSS', 'Extensions', 'Metadata', 'StructTreeRoot', 'OCProperties'])
      draft.catalog.set(key, `${self} 0 R`)
    draft.page.set('Annots', `[${self} 0 R]`)
    draft.page.set('Resources', `${self} 0 R`)
    draft.fields.push(self)
  },
  /** References that lead to references, in a ring or to nothing. */
  'rings-of-references': (draft, random) => {
    const ring = Array.from({ length: random.between(1, 40) }, () => draft.reserve())
    ring.forEach((number, i) => draft.set(number, `${ring[(i + 1) % ring.length] ?? number} 0 R`))
    const key = random.pick(['AcroForm', 'Outlines', 'DSS', 'Names', 'Extensions', 'Version'])
    draft.catalog.set(key, `${ring[0] ?? 1} 0 R`)
    draft.page.set(random.pick(['Contents', 'Annots', 'MediaBox', 'Rotate']), `${ring[0] ?? 1} 0 R`)
  },
  /** A tree of pages that names its nodes twice, goes too deep, or counts wrongly. */
  'tree-of-pages': (draft, random) => {
    let below = 3
    let count = 1
    const times = random.between(1, 3)
    for (let level = random.between(5, 200); level > 0; level--) {
      count = Math.min(count * times, 2_000_000_000)
      below = draft.add(`<< /Type /Pages /Count ${random.pick([count, 1, 2_000_000_000])} /Kids [${repeated(below, times)}] >>`)
    }
    draft.set(2, `<< /Type /Pages /Count ${random.pick([count, 1, 2_000_000_000])} /Kids [${repeated(below, times)}] >>`)
  },
  /** Name trees with rings and with doubled kids. */
  'trees-of-names': (draft, random) => {
    const root = draft.reserve()
    let below = draft.add(`<< /Names [(a) ${root} 0 R (b) << /S /GoTo /Next ${root} 0 R >>] >>`)
    for (let level = random.between(10, 60); level > 0; level--) below = draft.add(`<< /Kids [${repeated(below, 2)} ${root} 0 R] >>`)
    draft.set(root, `<< /Kids [${below} 0 R ${root} 0 R] >>`)
    draft.catalog.set('Names', `<< /${random.pick(['EmbeddedFiles', 'Dests', 'Pages', 'JavaScript'])} ${root} 0 R >>`)
  },
  /** An outline whose items lead round, each with a chain of actions that doubles. */
  outline: (draft, random) => {
    let action = draft.add('<< /S /GoTo >>')
    for (let level = random.between(10, 80); level > 0; level--) action = draft.add(`<< /S /GoTo /Next [${repeated(action, 2)}] >>`)
    const items = Array.from({ length: random.between(10, 3000) }, () => draft.reserve())
    items.forEach((number, i) => {
      const next = items[(i + 1) % items.length] ?? number
      draft.set(number, `<< /Title (t) /A ${action} 0 R /Next ${next} 0 R /First ${items[0] ?? number} 0 R /Last ${next} 0 R >>`)
    })
    draft.catalog.set('Outlines', `<< /First ${items[0] ?? 1} 0 R /Last ${items.at(-1) ?? 1} 0 R >>`)
  },
  /** Validation data that is one stream named many times, and streams that unpack. */
  'validation-data': (draft, random) => {
    const zeros = draft.deflated('', Buffer.alloc(random.between(1, 20) << 20))
    const junk = draft.stream('', random.bytes(500))
    const array = draft.add(`[${repeated(zeros, random.between(10, 3000))} ${repeated(junk, random.between(10, 3000))}]`)
    const entry = draft.add(`<< /Cert ${array} 0 R /OCSP ${array} 0 R /CRL ${array} 0 R >>`)
    const entries = Array.from({ length: random.between(10, 2000) }, (_, i) => `/K${i} ${entry} 0 R`)
    draft.catalog.set('DSS', `<< /Certs ${array} 0 R /OCSPs ${array} 0 R /CRLs ${array} 0 R /VRI << ${entries.join(' ')} >> >>`)
  },
  /** Arrays and dictionaries in each other, up to the edge of what is read and over it. */
  deep: (draft, random) => {
    const depth = random.pick([10, 62, 64, 66, 300, 20_000])
    const closed = random.pick([true, false])
    const [open, close] = random.pick([
      ['[', ']'],
      ['<< /A ', ' >>'],
    ])
    draft.catalog.set(random.pick(['AcroForm', 'Outlines', 'Lang', 'DSS']), `${open.repeat(depth)}null${closed ? close.repeat(depth) : ''}`)
  },
  /** An object of very many values. */
  wide: (draft, random) => {
    const value = random.pick(['0 ', '() ', '<> ', '/N ', '[] ', '<<>> ', '1 0 R ', 'true '])
    const array = draft.add(`[${value.repeat(random.between(10_000, 400_000))}]`)
    draft.catalog.set(random.pick(['Lang', 'Extensions', 'Outlines', 'Names']), `${array} 0 R`)
    draft.page.set(random.pick(['Annots', 'Contents', 'MediaBox', 'Resources']), `${array} 0 R`)
  },
  /** Signature fields whose signatures claim to cover everything, and share values, references and locks. */
  'many-signatures': (draft, random) => {
    const reference = draft.add(
      `<< /TransformMethod /FieldMDP /TransformParams << /P 2 /Fields [${'(x) '.repeat(random.between(1, 500))}] >> >>`,
    )
    const locks = draft.add(`[${repeated(reference, random.between(1, 500))}]`)
    for (let i = random.between(20, 400); i > 0; i--) {
      const range = `[0 ${random.between(0, 400)} ${random.between(400, 900)} ${random.between(0, 2000)}]`
      const type = random.pick(['/Sig', '/DocTimeStamp'])
      const format = random.pick(['/ETSI.CAdES.detached', '/adbe.pkcs7.detached', '/ETSI.RFC3161'])
      const signature = draft.add(`<< /Type ${type} /SubFilter ${format} /ByteRange ${range} /Contents <3080> /Reference ${locks} 0 R >>`)
      draft.fields.push(draft.add(`<< /T (s${i}) /FT /Sig /V ${signature} 0 R >>`))
    }
  },
  /** Object streams that name each other as their place, or a length that stands inside of them. */
  'nested-containers': (draft, random) => {
    const inner = `${draft.reserve() + 1} 0 ${'<< /Type /ObjStm >>'}`
    const one = draft.stream(`/Type /ObjStm /N 1 /First ${inner.indexOf('<<')}`, inner)
    const length = draft.reserve()
    draft.set(length, `${length} 0 R`)
    const container = draft.add(`<< /Type /ObjStm /N 3 /First 10 /Length ${random.pick([length, one])} 0 R >>`)
    for (let i = random.between(1, 50); i > 0; i--) draft.add(`<< /Extends ${container} 0 R /Of ${one} 0 R >>`)
    draft.catalog.set('Outlines', `${container} 0 R`)
  },
  /** Resources, layers and a structure tree that share their parts level by level. */
  'shared-resources': (draft, random) => {
    let below = draft.add('<< /Type /OCG /Name (l) >>')
    for (let level = random.between(20, 60); level > 0; level--)
      below = draft.add(`<< /Resources << /XObject << /A ${below} 0 R /B ${below} 0 R >> >> /K [${repeated(below, 2)}] >>`)
    draft.page.set('Resources', `<< /XObject << /X ${below} 0 R >> >>`)
    draft.catalog.set('StructTreeRoot', `${below} 0 R`)
    draft.catalog.set('OCProperties', `<< /OCGs [${repeated(below, random.between(1, 2000))}] /D << /Order [${repeated(below, 100)}] >> >>`)
  },
  /** A signature dictionary, resources and all else behind streams that unpack to far more. */
  'inflating-streams': (draft, random) => {
    for (let i = random.between(1, 6); i > 0; i--) {
      const stream = draft.deflated(
        '/Type /ObjStm /N 1 /First 4',
        Buffer.concat([Buffer.from('9 0 '), Buffer.alloc(random.between(1, 60) << 20, 32)]),
      )
      draft.catalog.set(`Metadata${i}`, `${stream} 0 R`)
      draft.page.set('Contents', `${stream} 0 R`)
    }
  },
}

/** Changes a whole file: its cross-reference sections, its revisions, where objects stand. */
type Rewrite = (pdf: Buffer, random: Random) => Buffer

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  /** Revision after revision, each with the page and the form written anew. */
  revisions: (pdf, random) => {
    const out = new Writer(pdf)
    let previous = startxrefOf(pdf)
    for (let i = random.between(50, 600); i > 0; i--) {
      const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${200 + i} 300] >>`
      previous = out.update(new Map([[3, page]]), { size: 5000, previous })
    }
    return out.bytes()
  },
  /** Signed revisions: each adds a field whose signature covers all before it, as far as offsets can say. */
  'signed-revisions': (pdf, random) => {
    const out = new Writer(pdf)
    let previous = startxrefOf(pdf)
    const count = random.between(5, 80)
    const fields: number[] = []
    for (let i = 0; i < count; i++) {
      const field = 5000 + 2 * i
      fields.push(field)
      const before = out.length
      const digits = String(before + 400).padStart(10, '0')
      const objects = new Map([
        [field + 1, `<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 ${before} ${digits} 100] /Contents <30800000> >>`],
        [field, `<< /T (s${i}) /FT /Sig /V ${field + 1} 0 R >>`],
        [1, `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${references(fields)}] >> >>`],
      ])
      previous = out.update(objects, { size: field + 2, previous })
    }
    return out.bytes()
  },
  /** Sections that lead in a ring. */
  'ring-of-sections': (pdf, random) => {
    const out = new Writer(pdf)
    const first = out.length + random.between(0, 1) * 7
    out.put(' '.repeat(first - out.length))
    out.put(`xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${first} >>\n`)
    out.end(first)
    return out.bytes()
  },
  /** Cross-reference streams in a chain, each of which inflates to megabytes. */
  'inflating-sections': (pdf, random) => {
    const out = new Writer(pdf)
    let previous = startxrefOf(pdf)
    const stream = deflateSync(Buffer.alloc(random.between(1, 62) << 20))
    for (let i = random.between(2, 30); i > 0; i--) {
      const at = out.length
      const entries = `/Type /XRef /Size 9 /W [1 2 1] /Index [0 0] /Root 1 0 R /Prev ${previous} /Filter /FlateDecode /Length ${stream.length}`
      out.object(9000 + i, `<< ${entries} >>`, stream)
      out.end(at)
      previous = at
    }
    return out.bytes()
  },
  /** A chain of empty sections: a revision costs its author sixty bytes. */
  'chain-of-sections': (pdf, random) => {
    const out = new Writer(pdf)
    let previous = startxrefOf(pdf)
    for (let i = random.between(100, 4000); i > 0; i--) {
      const at = out.put(`xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${previous} ${random.pick(['', `/XRefStm ${previous}`])} >>\n`)
      previous = at
    }
    out.end(previous)
    return out.bytes()
  },
  /** A table of very many subsections, one object each. */
  subsections: (pdf, random) => {
    const out = new Writer(pdf)
    const previous = startxrefOf(pdf)
    const rows = Array.from({ length: random.between(1000, 60_000) }, (_, i) => `${10_000 + 2 * i} 1\n0000000009 00000 n\r\n`)
    const at = out.put(`xref\n${rows.join('')}trailer\n<< /Size 200000 /Root 1 0 R /Prev ${previous} >>\n`)
    out.end(at)
    return out.bytes()
  },
  /** Bytes changed at random. */
  noise: (pdf, random) => {
    const changed = Buffer.from(pdf)
    for (let i = random.between(1, 40); i > 0; i--)
      changed[random.between(0, Math.min(changed.length, 1 << 16) - 1)] = random.between(0, 255)
    return changed
  },
}
