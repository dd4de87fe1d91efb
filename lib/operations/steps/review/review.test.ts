// Reading and accepting: what may be downloaded when, and that exactly what was read to its end is accepted.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadEvents } from '../../kernel/evidence'
import { testContext, type TestContext } from '../../../testing/test-context'
import { newRequest, placesAlong, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { downloadAllDocuments, downloadDocument } from './download-documents'
import { codeOf } from '@/lib/testing/refusal'

const PLACES = ['terms', 'details', 'review', 'sign', 'signed'] as const
let test: TestContext
let walk: Walk
let standAt: (place: (typeof PLACES)[number]) => Promise<void>

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity, start: new Date(Math.floor(Date.now() / 1000) * 1000) })
  const {
    signers: [signer],
  } = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  walk = await Walk.open(test, signer?.id ?? '')
  standAt = await placesAlong(test, walk, PLACES)
})
afterAll(() => test.close())

const one = async () => (await walk.view()).documents[0]?.id ?? ''
const download = async (keep: boolean) => codeOf(downloadDocument(test.context, walk.caller, { document: await one(), keep }))

describe('accepting', () => {
  const accept = async (
    change: (documents: { id: string; sha256: string }[]) => { id: string; sha256: string }[] = (documents) => documents,
  ) => {
    const { documents, texts } = await walk.view()
    return codeOf(
      walk.act({
        act: 'approve_documents',
        documents: change(documents.map(({ id, sha256 }) => ({ id, sha256 }))),
        text: texts[0]?.sha256 ?? '',
      }),
    )
  }
  const read = async () => {
    for (const { id, sha256 } of (await walk.view()).documents) await walk.act({ act: 'view_document', document: id, sha256, as: 'pages' })
  }

  it('is refused before every document was read to its end', async () => {
    await standAt('review')
    expect(await accept()).toBe('STATE_CONFLICT')
    await read()
    expect(await accept()).toBe('done')
  })

  it('leaves in the evidence in which way each document was read, once', async () => {
    await standAt('review')
    const { requestId: request, documents } = await walk.view()
    const [document] = documents
    if (document === undefined) throw new Error('no document')
    for (const as of ['text', 'pages'] as const) {
      await walk.act({ act: 'view_document', document: document.id, sha256: document.sha256, as })
    }
    const facts = (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact)
    const { id, sha256 } = document
    expect(facts.filter(({ type }) => type === 'document_viewed')).toEqual([
      expect.objectContaining({ type: 'document_viewed', document: id, sha256, as: 'text' }),
    ])
  })

  it('is refused for other bytes, for fewer documents, and for other documents than those of the request', async () => {
    await standAt('review')
    await read()
    expect(await accept((documents) => documents.map(({ id }) => ({ id, sha256: '0'.repeat(64) })))).toBe('DOCUMENT_CHANGED')
    expect(await accept(() => [])).toBe('DOCUMENT_CHANGED')
    expect(await accept((documents) => documents.map(({ sha256 }) => ({ id: 'doc_0000000000000000', sha256 })))).toBe('DOCUMENT_CHANGED')
    expect((await walk.view()).place).toEqual({ at: 'step', step: 'review' })
  })
})

describe('a document', () => {
  it.each([
    ['terms', 'done', 'done'],
    ['details', 'done', 'done'],
    ['review', 'done', 'done'],
    ['sign', 'done', 'STATE_CONFLICT'],
    ['signed', 'done', 'done'],
  ] as const)('at %s: shown in the page %s, downloaded to keep %s', async (place, shown, kept) => {
    await standAt(place)
    expect([await download(false), await download(true), await codeOf(downloadAllDocuments(test.context, walk.caller))]).toEqual([
      shown,
      kept,
      kept,
    ])
  })

  it('that is kept unsigned is recorded in the evidence; after a restart it can be kept again', async () => {
    await standAt('sign')
    await walk.act({ act: 'restart' })
    await walk.to('review')
    expect(await download(true)).toBe('done')
    const { requestId: request, documents } = await walk.view()
    expect((await loadEvents(test.context, test.context.db, request)).at(-1)?.fact).toMatchObject({
      type: 'unsigned_documents_downloaded',
      documents: documents.map(({ id }) => id),
    })
  })

  it('of another request is not found', async () => {
    await standAt('review')
    expect(await codeOf(downloadDocument(test.context, walk.caller, { document: 'doc_0000000000000000', keep: false }))).toBe('NOT_FOUND')
  })
})
