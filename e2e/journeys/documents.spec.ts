// Every kind of PDF that people send: long, with form fields, with cross-reference streams, 45 MB, and already signed by a stranger.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { formPdf, largePdf, plainPdf, strangerSignedPdf, streamPdf } from '../documents'
import { judgePdf } from '../judges/pdf'
import { fetchPki } from '../server'
import { anna, ask, completed, seat } from './people'
import { test } from './product'

test('a returning signer signs each kind of document with PIN and code alone', async ({ browser, product }) => {
  test.setTimeout(900_000)
  const directory = mkdtempSync(path.join(tmpdir(), 'documents-'))
  const pki = await fetchPki(product.baseUrl, directory)
  const stranger = await strangerSignedPdf(directory)
  const kinds: readonly (readonly [string, Uint8Array])[] = [
    ['one page', await plainPdf(1)], ['a hundred pages', await plainPdf(100)], ['form fields', await formPdf()],
    ['cross-reference streams', await streamPdf(directory)], ['45 MB', await largePdf(45)], ['signed by a stranger', stranger.pdf],
  ]
  const person = anna()
  const { at, context } = await seat(browser, product, person)
  for (const [number, [kind, bytes]] of kinds.entries()) {
    const asked = await ask(product, [person], [bytes])
    at.visited.length = 0
    await at.open(asked.links[0] ?? '')
    expect(await at.goOn(), kind).toBe('done')
    if (number > 0) expect(at.visited, 'whoever has a certificate goes from the terms to the review').toEqual(['terms', 'review', 'sign', 'done'])
    await completed(asked)
    const file = path.join(directory, `${number}.pdf`)
    writeFileSync(file, await asked.api.download(asked.request.id))
    const judged = judgePdf(file, [pki.root, stranger.root])
    expect(judged.problems, kind).toEqual([])
    expect([judged.signatureTimestamps, judged.documentTimestamps], kind).toEqual([[true], [true]])
    expect(judged.signatures.map(({ signer }) => signer), kind).toEqual([...(kind.includes('stranger') ? ['Somebody Else'] : []), person.name])
  }
  await context.close()
})
