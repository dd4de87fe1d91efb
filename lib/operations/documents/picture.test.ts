// A file without pages has a picture, too: of its name, its kind and its digest.

import sharp from 'sharp'
import { expect, it } from 'vitest'
import { KINDS } from '../../documents/kinds'
import { documentWorkers } from '../../testing/document-workers'
import { pictureOf } from './picture'

const blobs = new Proxy({} as never, {
  get() {
    throw new Error('the file itself is not read')
  },
})

it('says what a file is that has no pages', async () => {
  const document = { tenantId: 'ten_1', mimeType: KINDS.docx.mimeType, sizeBytes: 42_000, sha256: 'ab'.repeat(32) }
  const drawn = (name: string) => pictureOf({ documents: documentWorkers(), blobs }, { ...document, name }, 1, 480)
  const [one, other] = await Promise.all([drawn('Kredyt Zażółć'), drawn('Another name')])
  expect(await sharp(one).metadata()).toMatchObject({ format: 'png', space: 'srgb' })
  expect(Buffer.compare(one, other)).not.toBe(0)
})
