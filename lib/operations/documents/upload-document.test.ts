// What an upload says of a PDF that does more than be shown: refused where it acts, told where it has layers; validation refuses neither.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex } from '../../crypto/algorithms'
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
  expect(await validateDocument(t.context, t.caller, { file })).toMatchObject({ valid: false, signatures: [], timestamps: [] })
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

test('what is signed instead of the upload is told with both digests, and is what others are shown', async () => {
  const sound = fileWith('Lang', '(en)')
  const file = { ...sound, bytes: Buffer.concat([Buffer.from('\ufeff'), sound.bytes]) }
  const { id } = await uploadDocument(t.context, t.caller, { file })
  const shown = presentDocument(await getDocument(t.context, t.caller, { documentId: id }))
  expect(shown.warnings.map(({ code }) => code)).toEqual(['REPAIRED'])
  expect(shown.uploaded_sha256).toBe(sha256Hex(file.bytes))
  const kept = await t.context.blobs.get(shown.sha256)
  expect([sha256Hex(kept), kept.length]).toEqual([shown.sha256, shown.size_bytes])
  expect(Buffer.from(kept).subarray(0, sound.bytes.length).equals(sound.bytes)).toBe(true)
  expect(presentDocument(await uploadDocument(t.context, t.caller, { file: sound }))).toMatchObject({ uploaded_sha256: null, warnings: [] })
})

test('layers are told in the answer of the upload, and whenever the document is shown', async () => {
  const layered = fileWith('OCProperties', '<< /OCGs [<< /Type /OCG /Name (Draft) >>] /D << >> >>')
  const { id } = await uploadDocument(t.context, t.caller, { file: layered })
  expect(presentDocument(await getDocument(t.context, t.caller, { documentId: id })).warnings).toMatchObject([{ code: 'OPTIONAL_CONTENT' }])
  const plain = await uploadDocument(t.context, t.caller, { file: fileWith('Lang', '(en)') })
  expect(presentDocument(plain).warnings).toEqual([])
})
