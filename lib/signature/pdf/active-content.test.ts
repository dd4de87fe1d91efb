// What acts by itself is refused by its name and place, wherever it is hidden; links to pages and addresses are not.

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
    ['additional actions, on page 2', (draft) => draft.addPage('/AA << /O << /S /Named /N /Print >> >>')],
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

it('accepts links, bookmarks, embedded files and whatever only has such a name', () => {
  const accepted = (draft: Draft): void => {
    draft.addPage(`/Annots ${link('<< /S /URI /URI (https://example.com) >>')}`)
    draft.catalog.set('OpenAction', '<< /S /GoTo /D [3 0 R /Fit] >>')
    draft.catalog.set('Outlines', '<< /First << /Title (JavaScript) /A << /S /GoTo /D [3 0 R /Fit] >> >> >>')
    draft.catalog.set(
      'Names',
      `<< /EmbeddedFiles << /Names [(invoice) << /F (invoice.xml) /EF << /F ${draft.stream('', '<a/>')} 0 R >> >>] >> >>`,
    )
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
