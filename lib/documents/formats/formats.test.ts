// Which files are taken, as what, and which are refused with what code: by their bytes alone.

import { constants, crc32, deflateRawSync } from 'node:zlib'
import { zipSync, type Zippable } from 'fflate'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../domain/problem'
import { memorySource } from '../../signature/pdf/source'
import { docxParts, sampleDocx, sampleXlsx, sampleXml } from '../../testing/sample-files'
import { KINDS } from '../kinds'
import { formatOf } from './recognise'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

async function verdict(bytes: Uint8Array): Promise<string> {
  try {
    const source = memorySource(bytes)
    const { kind, inspect } = formatOf(source)
    const { pages } = await inspect(source, { acceptDecrypted: false })
    return `${KINDS[kind].extension} ${pages}`
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

const changed = (parts: Record<string, Uint8Array | undefined>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries({ ...docxParts('x'), ...parts }).filter(([, bytes]) => bytes !== undefined)) as Zippable)

const typed = (type: string): Uint8Array =>
  changed({
    '[Content_Types].xml': text(
      Buffer.from(docxParts('x')['[Content_Types].xml'] ?? '')
        .toString()
        .replace(/application\/vnd\.openxml[^"]*main\+xml/, type),
    ),
  })

/** Lists one type more, of a part with a harmless name. */
const alsoOfType = (type: string): Uint8Array => {
  const types = Buffer.from(docxParts('x')['[Content_Types].xml'] ?? '').toString()
  return changed({
    '[Content_Types].xml': text(types.replace('</Types>', `<Override PartName="/word/other.xml" ContentType="${type}"/></Types>`)),
    'word/other.xml': text('<a/>'),
  })
}

/** Adds a part of so many megabytes of zeros: one compressed megabyte again and again, because compressing them all takes seconds. */
function bomb(megabytes: number): Uint8Array {
  const name = 'word/media/a.bin'
  const zeros = Buffer.alloc(1 << 20)
  const megabyte = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH })
  const lastBlock = Buffer.from('0300', 'hex')
  const stream = Buffer.concat([...Array.from({ length: megabytes }, () => megabyte), lastBlock])
  const check = Array.from({ length: megabytes }).reduce<number>((value) => crc32(zeros, value), 0)
  const archive = Buffer.from(zipSync({ ...docxParts('x'), [name]: [stream, { level: 0 }] } as Zippable))
  // The method stands in both headers of the part. A header ends where the name begins, after 30 bytes before the content and 46 in the
  // central directory (APPNOTE.TXT 4.3.7, 4.3.12).
  for (const method of [archive.indexOf(name) - 30 + 8, archive.lastIndexOf(name) - 46 + 10]) {
    archive.writeUInt16LE(8, method)
    archive.writeUInt32LE(check, method + 6)
    archive.writeUInt32LE(megabytes << 20, method + 14)
  }
  return archive
}

function utf16(xml: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\ufeff${xml}`, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

describe('what is accepted', () => {
  it.each<[string, Uint8Array, string]>([
    ['DOCX', sampleDocx(), '.docx 0'],
    ['DOCX with a sheet in it', changed({ 'word/embeddings/Sheet1.xlsx': sampleXlsx() }), '.docx 0'],
    ['XLSX', sampleXlsx(), '.xlsx 0'],
    ['XML in UTF-8', sampleXml(), '.xml 0'],
    ['XML with a byte order mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), sampleXml()]), '.xml 0'],
    ['XML in UTF-16, little end first', utf16('<?xml version="1.0" encoding="UTF-16"?><a>ż</a>'), '.xml 0'],
    ['XML in UTF-16, big end first', utf16('<a>ż</a>', true), '.xml 0'],
    ['XML with characters on every boundary', text(`<a>${'€𝄞ż'.repeat(40_000)}</a>`), '.xml 0'],
  ])('%s', async (_, bytes, expected) => expect(await verdict(bytes)).toBe(expected))
})

it('tells of a style sheet, by which programs may show XML in another way', async () => {
  const source = memorySource(text('<?xml-stylesheet type="text/xsl" href="invoice.xsl"?><a>100</a>'))
  expect(await formatOf(source).inspect(source, { acceptDecrypted: false })).toMatchObject({ remarks: ['STYLE_SHEET'] })
})

describe('what an office document takes from elsewhere', () => {
  const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const related = (type: string, target: string, mode = 'TargetMode="External"'): Uint8Array =>
    changed({
      'word/_rels/settings.xml.rels': text(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATIONSHIPS}/${type}" Target="${target}" ${mode}/></Relationships>`,
      ),
    })
  const wordXml = (body: string): string =>
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>${body}</w:p></w:body></w:document>`
  const main = (body: string): Uint8Array => changed({ 'word/document.xml': text(wordXml(body)) })
  const run = (words: string): string => `<w:r><w:instrText xml:space="preserve">${words}</w:instrText></w:r>`
  const field = (...runs: string[]): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${runs.map(run).join('')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
  async function says(bytes: Uint8Array): Promise<string> {
    try {
      await formatOf(memorySource(bytes)).inspect(memorySource(bytes), { acceptDecrypted: false })
      return 'accepted'
    } catch (error) {
      return (error as Problem).says
    }
  }

  it.each<[string, Uint8Array]>([
    ['a template on the web', related('attachedTemplate', 'https://example.com/a.dotm')],
    ['a template on a server', related('attachedTemplate', '\\\\host\\share\\a.dotm')],
    ['a template on a server, as an address', related('attachedTemplate', 'file://host/share/a.dotm')],
    ['a template beside it', related('attachedTemplate', 'a.dotm')],
    ['a picture', related('image', 'https://example.com/a.png')],
    ['a linked object', related('oleObject', 'file:///C:/a.xlsx')],
    ['another workbook', related('externalLinkPath', 'other.xlsx')],
    ['a frame', related('frame', 'https://example.com/')],
    ['a part that is an address', related('image', 'https://example.com/a.png', '')],
    ['a part that is an address, and says that it is not', related('image', '//example.com/a.png', 'TargetMode="Internal"')],
    ['a web page that is put in', related('aFChunk', 'page.xml', '')],
    ['a link that starts something', related('hyperlink', 'javascript:alert(1)')],
    ['a link to a disk', related('hyperlink', 'file:///C:/setup.exe')],
    ['a kind of relationship that nobody knows', related('other', 'https://example.com/')],
    ['what says in other letters that it is external', related('image', 'a.png', 'TargetMode="EXTERNAL"')],
    ['a field that asks another program', main(field('DDE', 'AUTO c:\\windows\\cmd.exe "/k"'))],
    ['a field that puts in a picture', main(field(' INCLUDEPICTURE ', '"https://example.com/a.png" \\d '))],
    ['a field that puts in text', main('<w:fldSimple w:instr="INCLUDETEXT &quot;https://example.com/&quot;"/>')],
    [
      'a field in another one',
      main(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${run(' IF 1=1 ')}${field('LINK Excel.Sheet.8 a.xlsx')}`),
    ],
    ['a field whose name is in quotation marks', main(field(' "INCLUDEPICTURE" "https://example.com/a.png" '))],
    [
      'a field in a header that has the type of its ending',
      changed({
        '[Content_Types].xml': text(
          Buffer.from(docxParts('x')['[Content_Types].xml'] ?? '')
            .toString()
            .replace(
              '<Override',
              '<Default Extension="dat" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override',
            ),
        ),
        'word/header1.dat': text(wordXml(field(' INCLUDEPICTURE "https://example.com/a.png" '))),
      }),
    ],
    [
      'a film on the web',
      main(
        '<w:drawing><wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing" embeddedHtml="a"/></w:drawing>',
      ),
    ],
    ['letters made out of a database', main('<w:mailMerge><w:connectString w:val="Data Source=a"/></w:mailMerge>')],
    ['a picture of the older drawings', main('<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="https://example.com/a.png"/>')],
    ['a shape that leads to a disk', main('<v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="file:///C:/setup.exe"/>')],
    ['a field in a part of another type', changed({ 'word/notes.xml': text(wordXml(field('DDE ', 'a b c'))) })],
    ...[
      '_xlfn.WEBSERVICE("https://example.com/?"&amp;A1)',
      'IF(A1,_xlfn.IMAGE(B1),"")',
      'RTD("server",,"topic")',
      '_xlfn._xlws.PY(1,1)',
      'SUM(1, webservice (A1))',
      'CALL("kernel32","WinExec","JCJ","calc",0)',
      "cmd|' /c calc'!A0",
      "'https://example.com/[b.xlsx]S'!A1",
      '[b.xlsx]S!A1',
    ].map((formula): [string, Uint8Array] => [`the formula ${formula}`, sampleXlsx(`<f>${formula}</f><v>1</v>`)]),
    ['a formula cut in pieces', sampleXlsx('<f>_xlfn.WEB<!-- -->SERVICE<![CDATA[(A1)]]></f>')],
    [
      'a name for a formula',
      sampleXlsx('<v>1</v>', {
        'xl/names.xml': text(
          '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><definedNames><definedName name="rate">_xlfn.WEBSERVICE(A1)</definedName></definedNames></workbook>',
        ),
      }),
    ],
    ...['externalLink', 'connections', 'queryTable'].map((type): [string, Uint8Array] => [
      `a part of the type ${type}`,
      alsoOfType(`application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml`),
    ]),
  ])('is refused: %s', async (_, bytes) => expect(await says(bytes)).toBe('DOCUMENT_FORMAT_UNSUPPORTED.linked'))

  it.each<[string, Uint8Array]>([
    ['a link to the web', related('hyperlink', 'https://example.com/a?b#c')],
    ['a link to a mailbox', related('hyperlink', 'mailto:anna@example.com')],
    ['a picture in the document', related('image', 'media/image1.png', '')],
    ['a picture in the document, said so', related('image', '/word/media/image1.png', 'TargetMode="Internal"')],
    ['a template on the disk of whoever wrote it', related('attachedTemplate', 'file:///C:\\Users\\Anna\\Templates\\Letter.dotx')],
    ['the number of the page', main(field(' PAGE '))],
    ['a shape that leads to the web', main('<v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://example.com/"/>')],
    ['a picture of the older drawings in the document', main('<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="media/a.png"/>')],
    ['a link as a field', main(field(' HYPERLINK "https://example.com/" '))],
    ...[
      'SUM(A1:B2)+TODAY()',
      '"WEBSERVICE(" &amp; "a|b"',
      "'a|b'!A1*MYIMAGE(1)",
      'HYPERLINK("https://example.com/")',
      'IMSUM(A1)',
      'SUM(Table1[Amount])*Sheet2!A1',
    ].map((formula): [string, Uint8Array] => [`the formula ${formula}`, sampleXlsx(`<f>${formula}</f><v>1</v>`)]),
    ['data of somebody else', sampleXlsx('<v>1</v>', { 'customXml/item1.xml': text('<f xmlns="urn:example">WEBSERVICE(a|b)</f>') })],
    ['words with which a field could begin', main('<w:r><w:t>LINK and DATABASE are words</w:t></w:r>')],
  ])('is none of it: %s', async (_, bytes) => expect(await says(bytes)).toBe('accepted'))
})

describe('what is refused', () => {
  const docx = Buffer.from(sampleDocx())
  const flagged = Buffer.from(docx)
  flagged.writeUInt16LE(flagged.readUInt16LE(6) | 1, 6)
  const central = flagged.indexOf('PK\x01\x02')
  flagged.writeUInt16LE(flagged.readUInt16LE(central + 8) | 1, central + 8)
  const corrupted = Buffer.from(docx)
  const content = corrupted.indexOf('word/document.xml') + 60
  corrupted[content] = (corrupted[content] ?? 0) ^ 0xff
  const renamed = Buffer.from(docx)
  renamed.write('word/documenu.xml', renamed.indexOf('word/document.xml'))
  const zip64 = Buffer.from(docx)
  // APPNOTE 4.4.1.4: this count says that the true one stands in a record of ZIP64.
  zip64.writeUInt16LE(0xffff, zip64.length - 12)
  zip64.writeUInt16LE(0xffff, zip64.length - 14)
  const compound = (words: string): Buffer =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(words, 'utf16le'), Buffer.alloc(600)])
  const laughs = `<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "${'&b;'.repeat(100)}">]><a>&c;</a>`
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'DOCUMENT_DAMAGED'],
    ['plain text', text('Dear Sir or Madam'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['a plain ZIP', zipSync({ 'a.txt': text('a') }), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['macros by type', typed('application/vnd.ms-word.document.macroEnabled.main+xml'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ...['word/a.exe', 'word/a.html', 'word/a.png.js', 'a.vbs', 'word/media/a.exe::$DATA'].map((part): [string, Uint8Array, string] => [
      `a part called ${part}`,
      changed({ [part]: text('MZ') }),
      'DOCUMENT_FORMAT_UNSUPPORTED',
    ]),
    ...[
      '<?mso-application progid="Word.Document"?><a>100</a>',
      '<html xmlns="http://www.w3.org/1999/xhtml"><body>100</body></html>',
      '<a><h:script xmlns:h="&#104;ttp://www.w3.org/1999/xhtml">1</h:script>100</a>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<a><x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform"/>100</a>',
      '<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="b.xml"/></a>',
    ].map((xml): [string, Uint8Array, string] => [`XML that is shown otherwise: ${xml}`, text(xml), 'DOCUMENT_FORMAT_UNSUPPORTED']),
    ...['word/vbaProject.bin', 'word/embeddings/oleObject1.bin', 'word/activeX/activeX1.xml', 'xl/macrosheets/sheet1.xml'].map(
      (part): [string, Uint8Array, string] => [
        `what runs, by part: ${part}`,
        changed({ [part]: text('x') }),
        'DOCUMENT_FORMAT_UNSUPPORTED',
      ],
    ),
    ...['vnd.ms-excel.macrosheet+xml', 'vnd.ms-office.activeX+xml', 'vnd.openxmlformats-officedocument.oleObject'].map(
      (type): [string, Uint8Array, string] => [
        `what runs, by type: ${type}`,
        alsoOfType(`application/${type}`),
        'DOCUMENT_FORMAT_UNSUPPORTED',
      ],
    ),
    [
      'a template',
      typed('application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml'),
      'DOCUMENT_FORMAT_UNSUPPORTED',
    ],
    ['slides', typed('application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['an office file of old', compound('WordDocument'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['a password around an office file', compound('EncryptedPackage'), 'DOCUMENT_ENCRYPTED'],
    ['an encrypted ZIP', flagged, 'DOCUMENT_ENCRYPTED'],
    ['ZIP64', zip64, 'DOCUMENT_DAMAGED'],
    ['a cut DOCX', docx.subarray(0, docx.length - 30), 'DOCUMENT_DAMAGED'],
    ['a DOCX with a flipped byte', corrupted, 'DOCUMENT_DAMAGED'],
    ['two names for one part', renamed, 'DOCUMENT_DAMAGED'],
    ['a DOCX without its main part', changed({ 'word/document.xml': undefined }), 'DOCUMENT_DAMAGED'],
    ['a main part that is no XML', changed({ 'word/document.xml': text('<w:document>') }), 'DOCUMENT_DAMAGED'],
    ['a way out of the archive', changed({ '../evil': text('x') }), 'DOCUMENT_DAMAGED'],
    ['a bomb', bomb(401), 'DOCUMENT_DAMAGED'],
    ['entities', text(laughs), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['entities in UTF-16', utf16(laughs), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['an external entity', text('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['an undefined entity', text('<a>&nbsp;</a>'), 'DOCUMENT_DAMAGED'],
    ['XML that ends too early', text('<a><b></b>'), 'DOCUMENT_DAMAGED'],
    ['an undeclared prefix', text('<a:b/>'), 'DOCUMENT_DAMAGED'],
    ['a relative namespace', text('<a xmlns="b"/>'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['XML 1.1', text('<?xml version="1.1"?><a/>'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['Latin 1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', 'latin1'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['bytes that are no UTF-8', Buffer.from('<a>\xe9</a>', 'latin1'), 'DOCUMENT_FORMAT_UNSUPPORTED'],
    ['a thousand levels', text(`${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`), 'DOCUMENT_DAMAGED'],
    ['XML signed by somebody', text('<a><s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></a>'), 'DOCUMENT_LOCKED'],
  ])('%s', async (_, bytes, expected) => expect(await verdict(bytes)).toBe(expected))

  it('a DOCX cut off anywhere, with a code', async () => {
    for (let length = 0; length < docx.length; length += 7) expect(await verdict(docx.subarray(0, length))).toMatch(/^DOCUMENT_/)
  })
})
