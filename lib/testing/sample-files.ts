// Small real files of the kinds that are not PDF: made here, so that tests can also break them.

import { zipSync, type Zippable } from 'fflate'

const OFFICE = 'http://schemas.openxmlformats.org'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

const types = (part: string, type: string): string =>
  `${DECLARATION}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="${type}"/></Types>`
const relationships = (target: string): string =>
  `${DECLARATION}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`

export function docxParts(words: string): Record<string, Uint8Array> {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  return {
    '[Content_Types].xml': text(types('/word/document.xml', type)),
    '_rels/.rels': text(relationships('word/document.xml')),
    'word/document.xml': text(
      `${DECLARATION}<w:document xmlns:w="${OFFICE}/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:body></w:document>`,
    ),
  }
}

export const sampleDocx = (words = 'Loan agreement'): Uint8Array => zipSync(docxParts(words) as Zippable)

/** A workbook with one cell. `cell`: what stands in it, as XML. */
export function sampleXlsx(cell = '<v>42</v>', more: Zippable = {}): Uint8Array {
  const main = `${OFFICE}/spreadsheetml/2006/main`
  return zipSync({
    '[Content_Types].xml': text(types('/xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml')),
    '_rels/.rels': text(relationships('xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': text(
      `${DECLARATION}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': text(
      `${DECLARATION}<workbook xmlns="${main}" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="Sum" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/worksheets/sheet1.xml': text(
      `${DECLARATION}<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1">${cell}</c></row></sheetData></worksheet>`,
    ),
    ...more,
  })
}

export const sampleXml = (amount = '100.00'): Uint8Array =>
  text(
    `<?xml version="1.0" encoding="UTF-8"?>\n<?display as="invoice"?>\n<invoice xmlns="urn:example:invoice" xmlns:m="urn:example:money" m:currency="PLN" id="A-1">\n` +
      `  <!-- a comment -->\n  <buyer>Zażółć &amp; Παπαδοπούλου</buyer>\n  <m:amount xml:space="preserve">${amount}</m:amount>\n  <note><![CDATA[a < b]]></note>\n</invoice>\n`,
  )
