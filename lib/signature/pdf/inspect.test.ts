// Hostile, broken and unusual files: each is accepted, or refused with a code; none fails in another way.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchFile } from '@/scripts/judges'
import { samplePdf } from '@/scripts/sample-pdf'
import { placeFields } from '../fields'
import { inspectPdf } from './inspect'
import { PdfProblem, type PdfProblemCode } from './problem'
import { memorySource } from './source'

const inspect = (pdf: Buffer): ReturnType<typeof inspectPdf> => inspectPdf(memorySource(pdf))

function qpdf(pdf: Buffer, ...options: string[]): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', [...options, scratchFile(pdf, 'pdf'), file])
  return readFileSync(file)
}

function codeOf(pdf: Buffer): PdfProblemCode | 'accepted' {
  try {
    inspect(pdf)
    return 'accepted'
  } catch (error) {
    if (error instanceof PdfProblem) return error.code
    throw error
  }
}

/** A file of a few objects, with the right offsets. Object 1 is the catalog. */
function file(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n'
  const rows = objects.map((body, i) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n\r\n`
    text += `${i + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\n`
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, 'latin1')
}

const pages = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'
const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>'

describe('accepts', () => {
  const plain = samplePdf({ pages: 3 })

  it('tables, streams, linearized files and white space before xref', () => {
    const shifted = Buffer.from(plain.toString('latin1').replace('xref\n0', '\n xref\n0'), 'latin1')
    for (const pdf of [plain, qpdf(plain, '--object-streams=generate'), qpdf(plain, '--linearize'), shifted]) {
      expect(inspect(pdf)).toMatchObject({ pages: 3, version: '1.7', hasForm: false, signatures: 0 })
    }
    expect(inspect(qpdf(plain, '--object-streams=generate')).pageSize(2)).toEqual({ width: 595, height: 842 })
  })

  it('a hybrid file and /Prev 0', () => {
    expect(codeOf(file(['<< /Type /Catalog /Pages 2 0 R >>', pages, page], '/Prev 0'))).toBe('accepted')
    const base = file(['<< /Type /Catalog /Pages 2 0 R >>', pages, page])
    const table = base.lastIndexOf('xref\n0 ')
    const hidden = Buffer.from('4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 2] /Index [4 1] /Length 7 >>\nstream\n', 'latin1')
    const row = Buffer.from([1, 0, 0, 0, 0, 0, 0])
    row.writeUInt32BE(table, 1)
    const stream = Buffer.concat([hidden, row, Buffer.from('\nendstream\nendobj\n', 'latin1')])
    const end = base
      .toString('latin1', table)
      .replace('/Root', `/XRefStm ${table} /Root`)
      .replace(/startxref\n\d+/, `startxref\n${table + stream.length}`)
    const hybrid = Buffer.concat([base.subarray(0, table), stream, Buffer.from(end, 'latin1')])
    expect(codeOf(hybrid)).toBe('accepted')
    const placed = Buffer.concat([hybrid, placeFields(memorySource(hybrid), [{ name: 'a', page: 0, rect: [0, 0, 50, 20] }])])
    expect(inspect(placed).hasForm).toBe(true)
  })

  it('tells size as displayed', () => {
    const turned = samplePdf({ pages: 1, rotate: 90, mediaBox: '[0 0 600 800]', cropBox: '[100 100 400 700]' })
    expect(inspect(turned).pageSize(0)).toEqual({ width: 600, height: 300 })
  })
})

it('takes a static XFA form, and says that it is one', () => {
  const config =
    '<config><present><script><currentPage>0</currentPage></script></present><acrobat7><dynamicRender>forbidden</dynamicRender></acrobat7></config>'
  const form = `<< /XFA [(config) (${config}) (template) (<template/>)] /Fields [4 0 R] >>`
  const pdf = file([`<< /Type /Catalog /Pages 2 0 R /AcroForm ${form} >>`, pages, page, '<< /FT /Tx /T (name) >>'])
  expect(inspect(pdf)).toMatchObject({ xfa: true, hasForm: true })
})

describe('refuses', () => {
  const catalog = (more: string): string => `<< /Type /Catalog /Pages 2 0 R ${more} >>`
  const xfa = (config: string): string => `<< /XFA [(config) (${config}) (template) (<template/>)] /Fields [4 0 R] >>`
  const field = '<< /FT /Tx /T (name) >>'
  const lzw = '<< /Filter /LZWDecode /Length 2 >>\nstream\nab\nendstream'
  const locking = '<< /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >>'

  it.each<[PdfProblemCode, string, () => Buffer]>([
    ['NOT_A_PDF', 'a picture', () => Buffer.from('\x89PNG\r\n\x1a\n0000000000000000', 'latin1')],
    ['NOT_A_PDF', 'nothing', () => Buffer.alloc(0)],
    ['PDF_ENCRYPTED', 'a password', () => qpdf(samplePdf({ pages: 1 }), '--encrypt', 'user', 'owner', '256', '--')],
    ['PDF_XFA', 'XFA without pages of its own', () => file([catalog('/AcroForm << /XFA (x) /Fields [] >>'), pages, page])],
    ['PDF_XFA', 'XFA that is to be laid out', () => file([catalog(`/NeedsRendering true /AcroForm ${xfa('')}`), pages, page, field])],
    [
      'PDF_XFA',
      'XFA that says so',
      () => file([catalog(`/AcroForm ${xfa('<dynamicRender> required</dynamicRender>')}`), pages, page, field]),
    ],
    ...[
      '<c:dynamicRender xmlns:c="urn:x">required</c:dynamicRender>',
      '<dynamicRender >required</dynamicRender>',
      '<dynamicRender>re<!-- -->quired</dynamicRender>',
      '<dynamicRender>&#114;equired</dynamicRender>',
      '<dynamicRender\n>required</dynamicRender>',
      '<!DOCTYPE x [<!ENTITY a "&#60;dynamicRender>required&#60;/dynamicRender>">]><config>&a;</config>',
      Buffer.from('<dynamicRender>required</dynamicRender>', 'utf16le').toString('latin1'),
    ].map((config): [PdfProblemCode, string, () => Buffer] => [
      'PDF_XFA',
      `XFA that says it as ${JSON.stringify(config)}`,
      () => file([catalog(`/AcroForm ${xfa(config)}`), pages, page, field]),
    ]),
    ...[
      '<event activity="initialize"><script>app.alert(1)</script></event>',
      '<x:script xmlns:x="urn:x" contentType="application/x-javascript"><![CDATA[app.alert(1)]]></x:script>',
      '<script name=">"><!-- -->app.alert(1)</script>',
      '<event activity="docReady" ref="$host"><submit format="xml" target="https://example.com/"/></event>',
      '<execute connection="a"/>',
      '<image contentType="image/png" href="https://example.com/a.png"/>',
    ].map((template): [PdfProblemCode, string, () => Buffer] => [
      'PDF_ACTIVE_CONTENT',
      `XFA with ${template}`,
      () => file([catalog(`/AcroForm ${xfa(template)}`), pages, page, field]),
    ]),
    [
      'PDF_XFA',
      'XFA that cannot be read',
      () => file([catalog('/AcroForm << /XFA [(a) 5 0 R] /Fields [4 0 R] >>'), pages, page, field, lzw]),
    ],
    ['PDF_XFA', 'XFA spelled with escapes', () => file([catalog('/Acro#46orm << /#58FA (x) /Fields [] >>'), pages, page])],
    ['PDF_LOCKED', 'a certification without changes', () => file([catalog('/Perms << /DocMDP 4 0 R >>'), pages, page, locking])],
    ['PDF_NO_PAGES', 'no pages', () => file([catalog(''), '<< /Type /Pages /Count 0 /Kids [] >>'])],
    ['PDF_DAMAGED', 'a page tree that contains itself', () => file([catalog(''), '<< /Type /Pages /Count 1 /Kids [2 0 R] >>'])],
    ['PDF_DAMAGED', 'a wrong count', () => file([catalog(''), '<< /Type /Pages /Count 9 /Kids [3 0 R] >>', page])],
    ['PDF_DAMAGED', 'two faces of one key', () => file([catalog('/Pages 3 0 R'), pages, page])],
    [
      'PDF_DAMAGED',
      'sections in a loop',
      () => {
        const pdf = file([catalog(''), pages, page], '/Prev 0000000000')
        const start = String(pdf.lastIndexOf('xref\n0 ')).padStart(10, '0')
        return Buffer.from(pdf.toString('latin1').replace('/Prev 0000000000', `/Prev ${start}`), 'latin1')
      },
    ],
    ['PDF_TOO_COMPLEX', 'arrays nested without end', () => file([catalog(`/A ${'['.repeat(5000)}`), pages, page])],
  ])('%s: %s', (code, _, make) => {
    expect(codeOf(make())).toBe(code)
  })

  it('a reference to itself, an object stream in itself', () => {
    expect(codeOf(file(['1 0 R', pages, page]))).toBe('PDF_DAMAGED')
    const container = qpdf(samplePdf({ pages: 2 }), '--object-streams=generate')
    const text = container.toString('latin1').replace(/\/Type \/ObjStm/, '/Type /Nothing')
    expect(['accepted', 'PDF_DAMAGED']).toContain(codeOf(Buffer.from(text, 'latin1')))
  })

  it('every file that was cut short', () => {
    const plain = samplePdf({ pages: 3 })
    for (const pdf of [plain, qpdf(plain, '--object-streams=generate'), qpdf(plain, '--linearize')]) {
      for (let length = 0; length < pdf.length - 2; length += length > pdf.length - 64 ? 1 : 37) {
        expect(codeOf(pdf.subarray(0, length))).not.toBe('accepted')
      }
    }
  })

  it('or accepts whatever bits are flipped, and never fails in another way', () => {
    for (const original of [samplePdf({ pages: 2 }), qpdf(samplePdf({ pages: 2 }), '--object-streams=generate')]) {
      let state = 12345
      for (let round = 0; round < 3000; round++) {
        state = (state * 1103515245 + 12345) & 0x7fffffff
        const pdf = Buffer.from(original)
        const at = state % pdf.length
        pdf[at] = (pdf[at] ?? 0) ^ (1 << ((state >> 24) % 8))
        if (codeOf(pdf) !== 'accepted') continue
        try {
          placeFields(memorySource(pdf), [{ name: 'a', page: 0, rect: [0, 0, 50, 20] }])
        } catch (error) {
          expect(error).toBeInstanceOf(PdfProblem)
        }
      }
    }
  })

  it('work that grows with the square of the file', () => {
    // Each page's string holds all the pages behind it, so reading one page reads the rest of the file.
    const count = 20_000
    let text = '%PDF-1.7\n'
    const rows = Array.from({ length: count }, (_, i) => {
      const row = `${String(text.length).padStart(10, '0')} 00000 n\r\n`
      text += `${i + 1} 0 obj << /X (`
      return row
    })
    const kids = rows.map((_, i) => `${i + 1} 0 R`).join(' ')
    text += `${')>> '.repeat(count)}\n`
    const tree = String(text.length).padStart(10, '0')
    text += `${count + 1} 0 obj << /Pages ${count + 1} 0 R /Count ${count} /Kids [${kids}] >> endobj\n`
    const start = text.length
    text += `xref\n0 ${count + 2}\n0000000000 65535 f\r\n${rows.join('')}${tree} 00000 n\r\n`
    const pdf = Buffer.from(`${text}trailer << /Size ${count + 2} /Root ${count + 1} 0 R >>\nstartxref\n${start}\n%%EOF\n`, 'latin1')
    expect(codeOf(pdf)).toBe('PDF_TOO_COMPLEX')
  })
})
