// What acts, comes from elsewhere or is a program is refused by its name and place, wherever it is hidden; links, invoices and portfolios are
// not.

import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { zipSync } from 'fflate'
import { Draft, type Layout } from '@/lib/testing/hostile/draft'
import { sampleDocx, sampleXlsx } from '@/lib/testing/sample-files'
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
    [
      'an address that opens by itself, when it is opened',
      (draft) => draft.catalog.set('OpenAction', '<< /S /URI /URI (https://example.com/) >>'),
    ],
    [
      'an address that opens by itself, when it is opened',
      (draft) =>
        draft.catalog.set(
          'OpenAction',
          '<< /S /GoTo /D [3 0 R /Fit] /Next [<< /S /Named /N /NextPage /Next << /S /URI /URI (https://example.com/) >> >>] >>',
        ),
    ],
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

describe('the name of an attached file', () => {
  const OTHER = 'PDF_ACTIVE_CONTENT an attached file that is not XML, PDF, text, a picture or a new office document, in the document'
  const ascii = (name: string): string => `(${name.replace(/[\\()]/g, '\\$&')})`
  const utf16 = (name: string): string => `<feff${Buffer.from(name, 'utf16le').swap16().toString('hex')}>`

  /** All that a reader may take for the name of a file. */
  const PLACES: Readonly<Record<string, (draft: Draft, name: string) => unknown>> = {
    ...Object.fromEntries(
      ['F', 'UF', 'DOS', 'Mac', 'Unix'].map((key) => [
        key,
        (draft: Draft, name: string) =>
          draft.catalog.set('AF', `[<< /Type /Filespec /${key} ${name} /EF << /F ${draft.stream('', '<a/>')} 0 R >> >>]`),
      ]),
    ),
    'related files': (draft, name) =>
      draft.catalog.set(
        'AF',
        `[<< /F (a.xml) /EF << /F ${draft.stream('', '<a/>')} 0 R >> /RF << /F [(a.xml) 4 0 R ${name} ${draft.stream('', '')} 0 R] >> >>]`,
      ),
    'tree of names': (draft, name) => {
      const leaf = draft.add(`<< /Names [(a.xml) 3 0 R ${name} << /F (a.xml) /EF << /F ${draft.stream('', '<a/>')} 0 R >> >>] >>`)
      draft.catalog.set('Names', `<< /EmbeddedFiles << /Kids [${leaf} 0 R] >> >>`)
    },
    annotation: (draft, name) => draft.catalog.set('Hidden', `<< /FS << /UF ${name} /EF << /UF ${draft.stream('', '<a/>')} 0 R >> >> >>`),
  }
  const named = (name: string, place = 'UF'): string => refusal((draft) => PLACES[place]?.(draft, name))

  it.each(Object.keys(PLACES))('is judged where readers look for it: %s', (place) => {
    expect(named('(evil.exe)', place)).toBe(OTHER)
    expect(named('(letter.txt)', place)).toBe('accepted')
  })

  it.each(
    (
      'exe com scr bat cmd js vbs ps1 hta msi lnk jar sh command desktop url appref-ms diagcab msu xll docm xlsm pptm dotm ppam xla scpt iso img ' +
      'vhd vhdx one slk iqy search-ms theme xbap ppkg cab zip 7z rar html svg swf doc xls rtf msg eml py rb pl mobileconfig settingcontent-ms rdp'
    ).split(' '),
  )('with the ending %s is refused, however it is spelled', (ending) => {
    for (const name of [`a.${ending}`, `A.${ending.toUpperCase()}`, `invoice.pdf.${ending}`]) expect(named(ascii(name)), name).toBe(OTHER)
  })

  it.each([
    ...[
      'a.exe.',
      'a.exe . ',
      'a.exe::$DATA',
      'a.exe:b',
      'a.exe/',
      'a.exe\\',
      'a.exe"',
      'a.exe?',
      'a.exe|',
      'C:\\b.pdf\\a.exe',
      'b.pdf/a.exe',
    ].map(ascii),
    ...[
      'fdp\u202e.exe',
      'a.e\u200bxe',
      'a\uff0eexe',
      'a.\uff45xe',
      'a.exe\u00a0',
      'a.exe\0.txt',
      'a.exe\u001ben\u001b',
      'a.exe\u001b.txt\u001b',
    ].map(utf16),
    '<fffe61002e00650078006500>',
    '<efbbbf612e657865>',
    '(a\\056exe)',
  ])('that hides what it is, %s, is refused', (name) => expect(named(name)).toBe(OTHER))

  it.each([
    ...['factur-x.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml', 'order-x.xml', 'C:/Users/anna.kowalska/invoice.xml', 'Rechnung 29.11.2026'],
    ...['annex.pdf', 'plan.PNG', 'scan.tiff', 'items.csv', 'LICENSE', 'report.docx', 'sum.ods', 'signed.asice', 'Order No. 4711', ''],
  ])('of a kind that runs nowhere is accepted: %j', (name) => expect(named(ascii(name))).toBe('accepted'))
})

describe('an attached file', () => {
  const attached = (file: string | Buffer, entries = ''): string =>
    refusal((draft) => {
      const embedded = draft.stream(`/Type /EmbeddedFile ${entries}`, file)
      draft.catalog.set('AF', `[<< /Type /Filespec /F (a.xml) /EF << /F ${embedded} 0 R /UF ${draft.add(`${embedded} 0 R`)} 0 R >> >>]`)
    })
  const program = 'PDF_ACTIVE_CONTENT an attached program, in the document'
  const runs = 'PDF_ACTIVE_CONTENT an attached file with macros or programs in it, in the document'
  const unreadable = 'PDF_ACTIVE_CONTENT an attached file that cannot be read, in the document'
  const archive = (...names: string[]): Buffer =>
    Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array([1, 2, 3])]))))
  const both = (file: Buffer): string[] => [attached(file), attached(deflateSync(file), '/Filter /FlateDecode')]

  const PE = `MZ\x90${'\0'.repeat(80)}`
  it.each([
    [PE, 'of Windows'],
    [`\x7fELF${'\x02'.repeat(80)}`, 'of Linux'],
    ['#!/bin/sh\n', 'a script'],
    ['\xcf\xfa\xed\xfe', 'of the Mac'],
    ['\xca\xfe\xba\xbe', 'of Java'],
    ['L\0\0\0\x01\x14\x02\0', 'a shortcut'],
    ['CWS\x0a\x10\x20\0\0', 'of Flash'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an office document of old'],
  ])('that begins with %j is refused, whatever its name: %s', (bytes) => {
    const file = Buffer.from(bytes, 'latin1')
    expect(both(file)).toEqual([program, program])
    // Two thousand blocks of nothing stand before what the file begins with (RFC 1951, 3.2.4).
    const late = Buffer.concat([
      Buffer.from('7801', 'hex'),
      Buffer.alloc(10_000, Buffer.from('000000ffff', 'hex')),
      deflateSync(file).subarray(2),
    ])
    expect(attached(late, '/Filter /FlateDecode')).toBe(program)
  })

  it('among the related files is looked into, too', () => {
    const related = (draft: Draft) =>
      draft.catalog.set('AF', `[<< /F (a.xml) /RF << /F [(b.xml) ${draft.stream('', '#!/bin/sh')} 0 R] >> >>]`)
    expect(refusal(related)).toBe(program)
  })

  it.each([
    archive('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'),
    archive('[Content_Types].xml', 'xl/workbook.xml', 'xl/macrosheets/sheet1.xml'),
    archive('[Content_Types].xml', 'word/document.xml', 'word/embeddings/oleObject1.bin'),
    archive('[Content_Types].xml', 'word/document.xml', 'word/activeX/activeX1.xml'),
    archive('mimetype', 'content.xml', 'Basic/Standard/Module1.xml'),
    archive('META-INF/MANIFEST.MF', 'A.class'),
    archive('META-INF/manifest.xml', 'setup.exe'),
    Buffer.from(`<?xml version="1.0"?>${' '.repeat(5000)}<?mso-application progid="Word.Document"?><w:wordDocument/>`),
    Buffer.from('\ufeff<?mso-application progid="Excel.Sheet"?><Workbook/>', 'utf16le'),
  ])('in which something runs is refused: %#', (file) => expect(both(file)).toEqual([runs, runs]))

  it.each([
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<invoice><h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></invoice>',
    '<a xmlns="http://www.w3.org/1999/xht&#109;l"/>',
    '<a xmlns="http://www.w3.org/2000/&#x73;v&#x67;"/>',
    '<?xml-stylesheet type="text/xsl" href="#s"?><a><s:stylesheet id="s" xmlns:s="http://www.w3.org/1999/XSL/Transform"/></a>',
    '<!DOCTYPE a [<!ENTITY n "http://www.w3.org/1999"><!ENTITY m "/xhtml">]><a xmlns="&n;&m;"/>',
    '<!DOCTYPE a [<!ATTLIST a xmlns CDATA #FIXED "http://www.w3.org/1999/xhtml">]><a/>',
  ])('that browsers open as a web page is refused, in any encoding: %s', (page) => {
    const found = 'PDF_ACTIVE_CONTENT an attached file that browsers open as a web page, in the document'
    const utf16 = Buffer.from(`\ufeff${page}`, 'utf16le')
    for (const file of [Buffer.from(page), utf16, Buffer.from(utf16).swap16(), Buffer.from(`\ufeff  ${page}`)])
      expect(both(file)).toEqual([found, found])
  })

  it('that cannot be looked into is refused', () => {
    expect(attached('4d5a>', '/Filter /ASCIIHexDecode')).toBe(unreadable)
    expect(attached('no deflate', '/Filter /FlateDecode')).toBe(unreadable)
    expect(attached('PK\x03\x04 and no archive')).toBe(unreadable)
  })

  it.each<[string, Buffer]>([
    ['an invoice', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice/>')],
    ['an invoice with a style of its own', Buffer.from('<?xml-stylesheet type="text/xsl" href="fattura.xsl"?><p:FatturaElettronica/>')],
    ['a table of countries', Buffer.from('MZ,Mozambique\nZM,Zambia\nZW,Zimbabwe\nmore of them, so that there are enough\n')],
    ['a Word document', Buffer.from(sampleDocx())],
    ['an Excel workbook', Buffer.from(sampleXlsx())],
    [
      'a letter with a sheet in it',
      archive('[Content_Types].xml', 'word/media/image1.emf', 'word/embeddings/Sheet1.xlsx', 'word/_rels/document.xml.rels'),
    ],
    ['a container of signed files', archive('mimetype', 'contract.pdf', 'META-INF/signatures.xml')],
    ['an OpenDocument letter', archive('mimetype', 'content.xml', 'Object 1', 'Configurations2/', 'META-INF/manifest.xml', 'manifest.rdf')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['nothing', Buffer.alloc(0)],
  ])('that runs nowhere is accepted: %s', (_, file) => expect(both(file)).toEqual(['accepted', 'accepted']))
})

describe('what screen and paper do not both show', () => {
  const onlyPrinted = 'PDF_ACTIVE_CONTENT an annotation that only the paper shows, on page 1'
  const note = (type: string, flags: number, entries = ''): string =>
    refusal((draft) => {
      const form = draft.stream('/Subtype /Form /BBox [0 0 9 9]', '0 0 9 9 re f')
      draft.page.set('Annots', `[<< /Subtype /${type} /Rect [0 0 9 9] /F ${flags} ${entries.replace('FORM', `${form} 0 R`)} >>]`)
    })
  const SHOWN = '/AP << /N FORM >>'

  it.each([36, 36 + 1, 36 + 64, 36 + 128 + 512])('is refused where only the paper shows it: flags %i', (flags) => {
    expect(note('Stamp', flags, SHOWN)).toBe(onlyPrinted)
    expect(note('Widget', flags, SHOWN)).toBe(onlyPrinted)
    expect(note('Square', flags)).toBe(onlyPrinted)
  })

  it.each([
    ['Stamp', 4, SHOWN],
    ['Stamp', 0, SHOWN],
    ['Stamp', 2 + 36, SHOWN],
    ['Widget', 132, SHOWN],
    ['Link', 36, ''],
    ['Widget', 36, ''],
    ['Popup', 36, SHOWN],
  ] as [string, number, string][])('is accepted where the screen shows it, or nothing does: %s %i', (type, flags, entries) =>
    expect(note(type, flags, entries)).toBe('accepted'),
  )
})

describe('what readers run although the standard has it otherwise', () => {
  it.each<[string, (draft: Draft) => void]>([
    [
      'JavaScript, in the document',
      (draft) => draft.catalog.set('Names', `<< /JavaScript << /Names [(a) << /JS ${draft.stream('', 'x')} 0 R >>] >> >>`),
    ],
    ['an unknown action, when it is opened', (draft) => draft.catalog.set('OpenAction', '<< /F (calc.exe) /Win << /F (calc.exe) >> >>')],
    ['an unknown action, when it is opened', (draft) => draft.catalog.set('OpenAction', '<< /S (Launch) /F (calc.exe) >>')],
    ['an unknown action, on page 1', (draft) => draft.page.set('Annots', link('<< /Type /Action /F (calc.exe) >>'))],
    ['an unknown action, on page 1', (draft) => draft.page.set('Annots', link('<< /S (JavaScript) >>'))],
    ['GoToR, on page 1', (draft) => draft.page.set('Annots', link('<< /S /GoTo /F (x.pdf) /D [0 /Fit] >>'))],
    [
      'a link to something else than http, https, mailto or tel, on page 1',
      (draft) => draft.page.set('Annots', link('<< /S /URI /URI /javascript:alert >>')),
    ],
    ['Flash, in the document', (draft) => draft.catalog.set('Collection', '<< /View /C /Navigator << /SWF (n.xml) >> >>')],
    ...['/Subtype /Form /Subtype2 /PS', '/Subtype /Image /Alternates [<< /DefaultForPrinting true >>]'].map(
      (entries, index): [string, (draft: Draft) => void] => [
        `${['PostScript', 'another picture for the printer'][index]}, on page 1`,
        (draft) => draft.page.set('Resources', `<< /XObject << /X ${draft.stream(entries, '')} 0 R >> >>`),
      ],
    ),
  ])('%s', (found, make) => {
    for (const layout of ['table', 'stream', 'packed'] as const) expect(refusal(make, layout)).toBe(`PDF_ACTIVE_CONTENT ${found}`)
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
    draft.addPage(`/Resources << /XObject << /JS ${draft.stream('/Subtype /Form /BBox [0 0 1 1]', '')} 0 R /SWF null >> >>`)
    draft.page.set('Trans', '<< /S /Wipe >>')
    const font = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
    const form = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Group << /S /Transparency >>', '')
    draft.page.set('Resources', `<< /Font << /AA ${font} 0 R >> /XObject << /AA ${form} 0 R >> >>`)
    draft.fields.push(draft.add('<< /FT /Tx /T (a) /AA << >> >>'))
  }
  for (const layout of ['table', 'stream', 'packed'] as const) expect(refusal(accepted, layout)).toBe('accepted')
})

it('accepts a place in the document to open it at', () => {
  for (const place of ['[3 0 R /Fit]', '(chapter)', '/chapter', 'null'])
    expect(refusal((draft) => draft.catalog.set('OpenAction', place))).toBe('accepted')
})

it('counts layers', () => {
  const draft = new Draft()
  draft.catalog.set('OCProperties', `<< /OCGs [${draft.add('<< /Type /OCG >>')} 0 R ${draft.add('<< /Type /OCG >>')} 0 R] /D << >> >>`)
  expect(inspectPdf(memorySource(draft.bytes())).layers).toBe(2)
})
