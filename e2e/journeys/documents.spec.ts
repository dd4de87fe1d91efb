// Every kind of PDF that people send: long, with form fields, with cross-reference streams, 45 MB, and already signed by a stranger.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { formPdf, largePdf, strangerSignedPdf, streamPdf } from '../documents'
import { judgePdf } from '../judges/pdf'
import { placed } from '../scene'
import { fetchPki } from '../server'
import { WHOLE } from '../whole'
import { anna, ask, completed, seat, type Asked } from './people'
import { test as withProduct } from './product'

type Kinds = { directory: string; judge(asked: Asked, signers: readonly string[], roots?: readonly string[]): Promise<void> }

const test = withProduct.extend<{ kinds: Kinds }>({
  kinds: async ({ product }, provide) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'documents-'))
    const pki = await fetchPki(product.baseUrl, directory)
    await provide({
      directory,
      judge: async (asked, signers, roots = []) => {
        await completed(asked)
        const file = path.join(directory, `${asked.request.id}.pdf`)
        writeFileSync(file, await asked.api.download(asked.request.id))
        const judged = judgePdf(file, [pki.root, ...roots])
        expect(judged.problems).toEqual([])
        expect([judged.signatureTimestamps, judged.documentTimestamps]).toEqual([[true], [true]])
        expect(judged.signatures.map(({ signer }) => signer)).toEqual(signers)
      },
    })
    rmSync(directory, { recursive: true, force: true })
  },
})

test('a returning signer reads a long document, and signs with PIN and code alone', async ({ browser, product, kinds }) => {
  const person = anna()
  const { pin } = await placed(product, [person], 'signed', { keep: true })
  const { at, context } = await seat(browser, product, { ...person, pin, returning: true })
  const long = ['a hundred pages with form fields', await formPdf(100)] as const
  for (const [kind, document] of WHOLE ? [long, ['45 MB', await largePdf(45)] as const] : [long]) {
    const asked = await ask(product, [person], [document])
    at.visited.length = 0
    await at.open(asked.links[0] ?? '')
    expect(await at.goOn(['review']), kind).toBe('review')
    await readToTheEnd(at.page)
    expect(await at.goOn(), kind).toBe('done')
    // A busy machine shows the page of waiting before the end.
    const acted = at.visited.filter((place) => place !== 'sealing')
    expect(acted, 'a signer who proves to hold a certificate chooses it and goes on to the review').toEqual([
      'details',
      'saved_identity',
      'review',
      'sign',
      'done',
    ])
    await kinds.judge(asked, [person.name])
  }
  await context.close()
})

/** Scrolls to the end as a person does, and again only when the end has moved out of sight. */
async function readToTheEnd(page: Page): Promise<void> {
  const accept = page.getByRole('button', { name: 'Accept this document' }).first()
  const last = page.locator('[data-page]').last()
  await last.waitFor({ timeout: 120_000 })
  await expect
    .poll(
      async () => {
        const inSight = await last.evaluate((sheet) => Math.abs(sheet.getBoundingClientRect().bottom - window.innerHeight) < 100)
        if (!inSight) await last.evaluate((sheet) => sheet.scrollIntoView({ block: 'end' }))
        return accept.isEnabled()
      },
      { timeout: 120_000 },
    )
    .toBe(true)
}

test('documents of 45 MB are signed', async ({ product, kinds }) => {
  const person = anna()
  await kinds.judge(await placed(product, [person], 'signed', { documents: [await largePdf(45)] }), [person.name])
})

test('documents with cross-reference streams are signed', async ({ product, kinds }) => {
  const person = anna()
  await kinds.judge(await placed(product, [person], 'signed', { documents: [await streamPdf(kinds.directory)] }), [person.name])
})

test('a document that a stranger has signed keeps their signature', async ({ product, kinds }) => {
  const person = anna()
  const stranger = await strangerSignedPdf(kinds.directory)
  await kinds.judge(
    await placed(product, [person], 'signed', { documents: [stranger.pdf] }),
    ['Somebody Else', person.name],
    [stranger.root],
  )
})
