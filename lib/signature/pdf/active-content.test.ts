// What acts, comes from elsewhere or is a program is refused by its name and place, wherever it is hidden; links, invoices and portfolios are
// not.

import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Draft, type Layout } from '@/lib/testing/hostile/draft'
import { inspectPdf } from './inspect'
import { PdfProblem } from './problem'
import { memorySource } from './source'

const SCRIPT = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
const link = (action: string): string => `[<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A ${action} >>]`

function refusal(make: (draft: Draft) => void, layout: Layout = 'table'): string {
  const draft = new Draft(layout)
  make(draft)
  try {
    inspectPdf(memorySource(draft.bytes()))
    return 'accepted'
  } catch (error) {
    if (!(error instanceof PdfProblem)) throw error
    return `${error.code} ${/\(([^)]*)\)/.exec(error.message)?.[1] ?? error.message}`
  }
}

describe('refuses', () => {
  it.each<[string, (draft: Draft) => void]>([
    ['JavaScript, when it is opened', (draft) => draft.catalog.set('OpenAction', SCRIPT)],
    ['JavaScript, in the document', (draft) => draft.catalog.set('Names', `<< /JavaScript << /Names [(a) ${SCRIPT}] >> >>`)],
    ['additional actions, when it is opened', (draft) => draft.catalog.set('AA', '<< /WC << /S /GoTo >> >>')],
    ['Launch, on page 1', (draft) => draft.page.set('Annots', link('<< /S /Launch /F (cmd.exe) >>'))],
    [
      'SubmitForm, on page 3',
      (draft) => {
        draft.addPage('')
        draft.addPage(`/Annots ${link('<< /S /SubmitForm /F (https://example.com) >>')}`)
      },
    ],
    ['additional actions, on page 2', (draft) => draft.addPage('/AA << /O << /S /Named /N /LastPage >> >>')],
    ['JavaScript, in its form', (draft) => draft.fields.push(draft.add(`<< /FT /Tx /T (a) /AA << /F ${SCRIPT} >> >>`))],
    ['ImportData, in its form', (draft) => draft.fields.push(draft.add(`<< /FT /Btn /T (a) /A << /S /ImportData /F (x) >> >>`))],
    [
      'Launch, in its bookmarks',
      (draft) => {
        const third = draft.add('<< /Title (3) /A << /S /GoTo /Next [<< /S /URI >> << /S /Launch >>] >> >>')
        const second = draft.add(`<< /Title (2) /Next ${third} 0 R >>`)
        draft.catalog.set('Outlines', `<< /First << /Title (1) /First ${second} 0 R >> >>`)
      },
    ],
    ['RichMedia, on page 1', (draft) => draft.page.set('Annots', '[<< /Type /Annot /Subtype /RichMedia >>]')],
    ['3D, on page 1', (draft) => draft.page.set('Annots', '[<< /Type /Annot /Subtype /3D >>]')],
    ['Movie, on page 1', (draft) => draft.page.set('Annots', '[<< /Type /Annot /Subtype /Movie >>]')],
    ['Screen, on page 1', (draft) => draft.page.set('Annots', '[<< /Type /Annot /Subtype /Screen >>]')],
    [
      'JavaScript, on page 1',
      (draft) => {
        // A name behind references, spelled with an escape, at the end of a chain of actions that also leads back.
        const type = draft.add('/Java#53cript')
        const chain = draft.reserve()
        draft.set(chain, `<< /S /GoTo /Next [${chain} 0 R << /S /GoTo /Next << /S ${type} 0 R >> >>] >>`)
        draft.page.set('Annots', link(`${chain} 0 R`))
      },
    ],
    ['JavaScript, in the document', (draft) => draft.catalog.set('Hidden', `[[[${draft.add(`[${draft.add(SCRIPT)} 0 R]`)} 0 R]]]`)],
  ])('%s', (found, make) => {
    for (const layout of ['table', 'stream', 'packed'] as const) expect(refusal(make, layout)).toBe(`PDF_ACTIVE_CONTENT ${found}`)
  })
})

describe('an action', () => {
  const onPage = (action: string): string => refusal((draft) => draft.page.set('Annots', link(action)))

  it.each([
    ...[
      'GoToR /F (other.pdf)',
      'GoToR /F (\\\\\\\\host\\\\share\\\\a.pdf)',
      'GoToE /T << /R /C >>',
      'GoToDp /Dp 9 0 R',
      'Thread /F (a.pdf) /D 0',
      'Hide /T (a)',
    ],
    ...['ResetForm', 'SetOCGState /State [/OFF 9 0 R]', 'Rendition /OP 0', 'Movie', 'Sound', 'Trans', 'GoTo3DView', 'RichMediaExecute'],
    ...['Named /N /Print', 'Named /N /SaveAs', 'Named', 'SetState', 'NoOp'],
  ])('of the type %s is refused by its name, wherever it stands', (type) => {
    const [name = ''] = type.split(' ')
    const action = `<< /S /${type} >>`
    expect(onPage(action)).toBe(`PDF_ACTIVE_CONTENT ${name}, on page 1`)
    expect(onPage(`<< /S /GoTo /D [3 0 R] /Next [${action}] >>`)).toBe(`PDF_ACTIVE_CONTENT ${name}, on page 1`)
    expect(refusal((draft) => draft.catalog.set('OpenAction', action))).toBe(`PDF_ACTIVE_CONTENT ${name}, when it is opened`)
    expect(refusal((draft) => draft.catalog.set('Hidden', `[[${action}]]`))).toBe(`PDF_ACTIVE_CONTENT ${name}, in the document`)
  })

  it.each(['<< /S /Explode >>', '<< /S /goto >>'])('of a type that no standard has is refused: %s', (action) => {
    expect(onPage(action)).toBe('PDF_ACTIVE_CONTENT an unknown action, on page 1')
    const declared = action.replace('<<', '<< /Type /Action')
    expect(refusal((draft) => draft.catalog.set('Hidden', declared))).toBe('PDF_ACTIVE_CONTENT an unknown action, in the document')
  })

  it('cannot pass as an element of the structure tree', () => {
    expect(onPage('<< /Type /StructElem /S /Hide >>')).toBe('PDF_ACTIVE_CONTENT Hide, on page 1')
    const script = '<< /Type /StructElem /S /JavaScript /JS 3 0 R >>'
    expect(refusal((draft) => draft.catalog.set('Names', `<< /JavaScript << /Names [(a) ${script}] >> >>`))).toBe(
      'PDF_ACTIVE_CONTENT JavaScript, in the document',
    )
  })

  it.each(['GoTo /D [3 0 R /Fit]', 'Named /N /NextPage', 'Named /N /PrevPage', 'Named /N /FirstPage', 'Named /N /LastPage'])(
    'that leads to a place in the document is accepted: %s',
    (type) => expect(onPage(`<< /Type /Action /S /${type} >>`)).toBe('accepted'),
  )

  it.each([
    'https://example.com/a?b#c',
    'HTTP://example.com',
    'mailto:a@example.com',
    'tel:+48500123456',
    'www.example.com/a',
    '#top',
    ' https://example.com',
    '',
  ])('that opens %j is accepted', (address) => expect(onPage(`<< /S /URI /URI (${address}) >>`)).toBe('accepted'))

  it.each([
    ...[
      'javascript:alert%281%29',
      'JavaScript:x',
      ' file:///etc/passwd',
      'data:text/html,x',
      'smb://host/share',
      'ms-msdt:x',
      'vbscript:x',
      'C:/a.exe',
    ],
    ...['\\\\\\\\host\\\\share', '//host/share', 'https:\\\\host', 'https://\\\\host', 'setup.exe', '../a.pdf', 'java\nscript:x'],
  ])('that opens %j is refused', (address) => {
    const found = 'PDF_ACTIVE_CONTENT a link to something else than http, https, mailto or tel'
    expect(onPage(`<< /S /URI /URI (${address}) >>`)).toBe(`${found}, on page 1`)
    expect(refusal((draft) => draft.catalog.set('URI', `<< /Base (${address}) >>`))).toBe(`${found}, in the document`)
  })
})

describe('content from elsewhere', () => {
  it.each<[string, (draft: Draft) => number]>([
    ['an external stream', (draft) => draft.stream('/Type /XObject /Subtype /Image /F (https://example.com/a.png)', '')],
    ['an external stream', (draft) => draft.stream('/F << /FS /URL /F (https://example.com/a) >>', '')],
    ['a page of another file', (draft) => draft.stream('/Subtype /Form /BBox [0 0 1 1] /Ref << /F (a.pdf) /Page 0 >>', '')],
    ['a picture of another file', (draft) => draft.stream('/Subtype /Image /OPI << /2.0 << /F (a.tif) >> >>', '')],
    ['PostScript', (draft) => draft.stream('/Subtype /PS', 'showpage')],
    ['an external file', (draft) => draft.add('<< /Type /Filespec /FS /URL /F (https://example.com/a) >>')],
  ])('is refused: %s', (what, make) => {
    for (const layout of ['table', 'stream', 'packed'] as const) {
      const hidden = (draft: Draft): void =>
        void draft.page.set('Resources', `<< /XObject << /X ${draft.add(`${make(draft)} 0 R`)} 0 R >> >>`)
      expect(refusal(hidden, layout)).toBe(`PDF_ACTIVE_CONTENT ${what}, on page 1`)
    }
  })
})

describe('an attached file', () => {
  const attached = (name: string, file: string | Buffer, entries = ''): string =>
    refusal((draft) => {
      const embedded = draft.stream(`/Type /EmbeddedFile ${entries}`, file)
      draft.catalog.set(
        'AF',
        `[<< /Type /Filespec /F (a.xml) /UF ${name} /EF << /F ${embedded} 0 R /UF ${draft.add(`${embedded} 0 R`)} 0 R >> >>]`,
      )
    })
  const program = 'PDF_ACTIVE_CONTENT an attached program, in the document'
  const unicode = (name: string): string => `<feff${Buffer.from(name, 'utf16le').swap16().toString('hex')}>`

  it.each(
    'a.exe A.EXE a.js a.bat a.cmd a.msi a.scr a.ps1 a.sh a.jar a.lnk a.hta a.vbs a.wsf a.com a.pif a.dll a.command a.desktop a.url invoice.pdf.exe'.split(
      ' ',
    ),
  )('named %s is refused', (name) => expect(attached(`(${name})`, '<a/>')).toBe(program))

  it.each(['a.exe.', 'a.exe . ', 'fdp\u202e.exe', 'a.e\u200bxe'])('whose name hides what it is, %j, is refused', (name) =>
    expect(attached(unicode(name), '<a/>')).toBe(program),
  )

  const PE = `MZ\x90${'\0'.repeat(80)}`
  it.each([
    [PE, 'of Windows'],
    [`\x7fELF${'\x02'.repeat(80)}`, 'of Linux'],
    ['#!/bin/sh\n', 'a script'],
    ['\xcf\xfa\xed\xfe', 'of the Mac'],
    ['\xca\xfe\xba\xbe', 'of Java'],
    ['L\0\0\0\x01\x14\x02\0', 'a shortcut'],
    [`PK\x03\x04${'\0'.repeat(26)}META-INF/MANIFEST.MF`, 'an archive of Java'],
    [`PK\x03\x04${'\0'.repeat(26)}META-INF/\xfe\xca\0\0PK`, 'an archive of Java'],
  ])('that begins with %j is refused, whatever its name: %s', (bytes) => {
    const file = Buffer.from(bytes, 'latin1')
    expect(attached('(a.xml)', file)).toBe(program)
    expect(attached('(a.xml)', deflateSync(file), '/Filter /FlateDecode')).toBe(program)
    // Two thousand blocks of nothing stand before what the file begins with (RFC 1951, 3.2.4).
    const late = Buffer.concat([
      Buffer.from('7801', 'hex'),
      Buffer.alloc(10_000, Buffer.from('000000ffff', 'hex')),
      deflateSync(file).subarray(2),
    ])
    expect(attached('(a.xml)', late, '/Filter /FlateDecode')).toBe(program)
  })

  it('that cannot be looked into is refused', () => {
    const found = 'PDF_ACTIVE_CONTENT an attached file that cannot be read, in the document'
    expect(attached('(a.xml)', '4d5a>', '/Filter /ASCIIHexDecode')).toBe(found)
    expect(attached('(a.xml)', 'no deflate', '/Filter /FlateDecode')).toBe(found)
  })

  it.each([
    ['factur-x.xml', '<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice/>'],
    ['countries.csv', 'MZ,Mozambique\nZM,Zambia\nZW,Zimbabwe\nmore of them, so that there are enough\n'],
    ['report.docx', `PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`],
    ['signed.asice', `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.etsi.asic-e+zip`],
    ['letter.odt', `PK\x03\x04${'\0'.repeat(26)}META-INF/manifest.xml`],
    ['annex.pdf', '%PDF-1.7\n'],
    ['empty.txt', ''],
  ])('that runs nowhere is accepted: %s', (name = '', file = '') => {
    expect(attached(`(${name})`, file)).toBe('accepted')
    expect(attached(`(${name})`, deflateSync(Buffer.from(file, 'latin1')), '/Filter /FlateDecode')).toBe('accepted')
  })
})

it('accepts links, bookmarks, embedded files and whatever only has such a name', () => {
  const accepted = (draft: Draft): void => {
    draft.addPage(`/Annots ${link('<< /S /URI /URI (https://example.com) >>')}`)
    draft.catalog.set('OpenAction', '<< /S /GoTo /D [3 0 R /Fit] >>')
    draft.catalog.set('Outlines', '<< /First << /Title (JavaScript) /A << /S /GoTo /D [3 0 R /Fit] >> >> >>')
    draft.catalog.set(
      'Names',
      `<< /EmbeddedFiles << /Names [(invoice) << /F (invoice.xml) /EF << /F ${draft.stream('', '<a/>')} 0 R >> >>] >> >>`,
    )
    draft.catalog.set('StructTreeRoot', '<< /K << /Type /StructElem /S /Hide /A << /O /Layout /Placement /Block >> /Ref [3 0 R] >> >>')
    draft.catalog.set('Collection', '<< /View /D /Schema << /F << /Type /CollectionField /Subtype /F /N (Name) >> >> >>')
    draft.catalog.set('PageLabels', '<< /Nums [0 << /S /D >>] >>')
    draft.page.set('Trans', '<< /S /Wipe >>')
    const font = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
    const form = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Group << /S /Transparency >>', '')
    draft.page.set('Resources', `<< /Font << /AA ${font} 0 R >> /XObject << /AA ${form} 0 R >> >>`)
    draft.fields.push(draft.add('<< /FT /Tx /T (a) /AA << >> >>'))
  }
  for (const layout of ['table', 'stream', 'packed'] as const) expect(refusal(accepted, layout)).toBe('accepted')
})

it('counts layers', () => {
  const draft = new Draft()
  draft.catalog.set('OCProperties', `<< /OCGs [${draft.add('<< /Type /OCG >>')} 0 R ${draft.add('<< /Type /OCG >>')} 0 R] /D << >> >>`)
  expect(inspectPdf(memorySource(draft.bytes())).layers).toBe(2)
})
