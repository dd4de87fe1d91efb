// What an upload says of a PDF that does more than be shown: refused where it acts, told where it has layers; validation refuses neither.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentDocument } from '../../http/schemas/document'
import { Draft } from '../../testing/hostile/draft'
import { testContext, type TestContext } from '../../testing/test-context'
import { validateDocument } from '../validation/validate-document'
import { getDocument } from './get-document'
import { uploadDocument } from './upload-document'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

function fileWith(entry: string, value: string): { name: string; mimeType: string; bytes: Buffer } {
  const draft = new Draft()
  draft.catalog.set(entry, value)
  return { name: 'a.pdf', mimeType: 'application/pdf', bytes: draft.bytes() }
}

test('active content is refused by its name and place; validation only reads it', async () => {
  const file = fileWith('OpenAction', '<< /S /JavaScript /JS (app.alert\\(1\\)) >>')
  await expect(uploadDocument(t.context, t.caller, { file })).rejects.toMatchObject({
    code: 'DOCUMENT_ACTIVE_CONTENT',
    status: 422,
    parameters: { text: expect.stringContaining('JavaScript, when it is opened') },
  })
  expect(await validateDocument(t.context, t.caller, { file })).toEqual({ valid: false, signatures: [] })
})

test.each([
  ['Stamp', 0, ['NOT_PRINTED']],
  ['Stamp', 4, []],
  ['Text', 0, ['NOT_PRINTED']],
  ['Link', 0, []],
  ['Widget', 0, []],
  ['Stamp', 2, []],
])('what the screen shows and the paper lacks is told: %s with the flags %i', async (type, flags, warned) => {
  const draft = new Draft()
  const appearance = type === 'Stamp' ? `/AP << /N ${draft.stream('/Subtype /Form /BBox [0 0 9 9]', '0 0 9 9 re f')} 0 R >>` : ''
  const note = draft.add(`<< /Type /Annot /Subtype /${type} /Rect [0 0 9 9] /F ${flags} ${appearance} >>`)
  draft.page.set('Annots', `[${note} 0 R]`)
  const file = { name: 'a.pdf', mimeType: 'application/pdf', bytes: draft.bytes() }
  const { id } = await uploadDocument(t.context, t.caller, { file })
  const { warnings } = presentDocument(await getDocument(t.context, t.caller, { documentId: id }))
  expect(warnings.map(({ code }) => code)).toEqual(warned)
})

test('layers are told in the answer of the upload, and whenever the document is shown', async () => {
  const layered = fileWith('OCProperties', '<< /OCGs [<< /Type /OCG /Name (Draft) >>] /D << >> >>')
  const { id } = await uploadDocument(t.context, t.caller, { file: layered })
  expect(presentDocument(await getDocument(t.context, t.caller, { documentId: id })).warnings).toMatchObject([{ code: 'OPTIONAL_CONTENT' }])
  const plain = await uploadDocument(t.context, t.caller, { file: fileWith('Lang', '(en)') })
  expect(presentDocument(plain).warnings).toEqual([])
})
