// A small contract with one of everything that a page can show: text, a picture, a drawing, a font of its own, a form and a comment.

import { Draft, type Layout } from './hostile/draft'

/** The field that a reader fills in, and the name of the field for a signature. */
export const SALARY = 'salary'
export const SIGNATURE = 'one'

/** `salary` and `signature` are entries of these fields beside their own. */
export function contractPdf({
  layout = 'table',
  salary = '',
  signature = '',
}: { layout?: Layout; salary?: string; signature?: string } = {}): Buffer {
  const draft = new Draft(layout)
  const helvetica = draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  const glyph = draft.stream('', '1000 0 0 0 1000 1000 d1 0 0 1000 500 re f')
  const drawn = draft.add(
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 97 /Widths [1000] ' +
      `/Encoding << /Type /Encoding /Differences [97 /a] >> /CharProcs << /a ${glyph} 0 R >> /Resources << >> >>`,
  )
  const picture = draft.stream(
    '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8',
    '\x20\x90\xc0\x50',
  )
  const drawing = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Resources << >>', '1 0 0 rg 5 5 40 20 re f')
  const state = draft.add('<< /Type /ExtGState /ca 1 >>')
  const resources = draft.add(
    `<< /Font << /F1 ${helvetica} 0 R /P ${drawn} 0 R >> /XObject << /Im ${picture} 0 R /Fm ${drawing} 0 R >> /ExtGState << /G ${state} 0 R >> >>`,
  )
  const content = draft.stream(
    '',
    '/G gs BT /F1 12 Tf 20 260 Td (Salary) Tj ET BT /P 20 Tf 20 220 Td (a) Tj ET ' +
      'q 60 0 0 60 200 200 cm /Im Do Q q 1 0 0 1 20 140 cm /Fm Do Q 0 0 1 rg 20 20 60 30 re f',
  )
  const value = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 80 20] /Resources << >>', '0 0.5 0 rg 0 0 80 20 re f')
  const comment = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 60 20] /Resources << >>', '1 1 0 rg 0 0 60 20 re f')
  const note = draft.add(
    `<< /Type /Annot /Subtype /FreeText /Rect [120 120 180 140] /F 4 /DA (/F1 9 Tf) /Contents (as agreed) /AP << /N ${comment} 0 R >> >>`,
  )
  const salaryField = draft.add(
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${SALARY}) /V (100) /F 4 /Rect [80 255 160 275] /DA (/F1 9 Tf) /P 3 0 R /AP << /N ${value} 0 R >> ${salary} >>`,
  )
  const signatureField = draft.add(
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${SIGNATURE}) /F 132 /Rect [150 20 280 80] /P 3 0 R ${signature} >>`,
  )
  draft.page.set('Contents', `${content} 0 R`).set('Resources', `${resources} 0 R`)
  draft.page.set('Annots', `[${note} 0 R ${salaryField} 0 R ${signatureField} 0 R]`)
  draft.addPage(`/Resources ${resources} 0 R /Contents ${draft.stream('', '0 1 0 rg 50 50 200 200 re f')} 0 R`)
  draft.fields.push(salaryField, signatureField)
  const metadata = draft.stream(
    '/Type /Metadata /Subtype /XML',
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x/><?xpacket end="w"?>',
  )
  draft.catalog.set('Metadata', `${metadata} 0 R`)
  const bookmark = draft.reserve()
  draft.set(bookmark, `<< /Title (Second page) /Parent ${bookmark + 1} 0 R /Dest [${draft.pages[0] ?? 3} 0 R /Fit] >>`)
  const bookmarks = draft.add(`<< /Type /Outlines /First ${bookmark} 0 R /Last ${bookmark} 0 R /Count 1 >>`)
  draft.catalog.set('Outlines', `${bookmarks} 0 R`)
  draft.trailer.set('Info', `${draft.add('<< /Title (Contract) >>')} 0 R`)
  return draft.bytes()
}
