// Acts that are repeated without end: they are refused, by name, or left out of the evidence, long before the chain of events grows heavy. The
// request can still end, and its signer goes on.

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EvidenceEvent, Fact } from '../../domain/event'
import { newId } from '../../domain/ids'
import { newRequest, Walk } from '../../testing/journey-walk'
import { rewriteEvidence } from '../../testing/rewrite-evidence'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { takeOver } from '../access/take-over'
import { fileLink, shortly } from '../documents/file-links'
import { loadEvents } from '../kernel/evidence'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import type { RequestView } from '../requests/get-signature-request'
import { completeRequest } from './complete-request'
import { downloadSignedDocument } from './download-signed-document'
import { openLinkedFile } from './open-linked-file'

const lukasz = { name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }
const HOUR_MS = 3_600_000

let t: TestContext
beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
})
afterAll(() => t.close())

const signerOf = (request: RequestView) => request.signers[0]?.id ?? ''
const timesOf = async (request: string, type: Fact['type']) =>
  (await loadEvents(t.context, t.context.db, request)).filter(({ fact }) => fact.type === type).length

/** As if this had happened so often, one second after the other, until now. */
async function happened(request: string, often: number, fact: Fact, by: Pick<EvidenceEvent, 'actor' | 'caller'>): Promise<void> {
  const now = t.context.now().getTime()
  await rewriteEvidence(t, request, (events) => {
    const last = events.at(-1)
    if (!last) throw new Error('a request has evidence')
    const { session: _, caller: __, ...rest } = last
    const more = Array.from({ length: often }, (___, index) => ({
      ...rest,
      ...by,
      id: newId('evt'),
      at: new Date(now - (often - index) * 1000).toISOString(),
      fact,
    }))
    return [...events, ...more]
  })
}

it('leaves out screens that take turns, and links that are opened again and again; the signer goes on, and the request ends all the same', async () => {
  const request = await newRequest(t, [lukasz])
  const signer = signerOf(request)
  const [desk, phone] = [await Walk.open(t, signer), await Walk.open(t, signer)]
  const opened = { type: 'device_taken_over', signer, session: 'ses_1', kind: 'phone' } as const
  await happened(request.id, 59, opened, { actor: 'signer' })
  await takeOver(t.context, { ...phone.caller, active: false })
  await takeOver(t.context, { ...desk.caller, active: false })
  expect(await timesOf(request.id, 'device_taken_over')).toBe(60)
  await happened(request.id, 300, { ...opened, type: 'link_opened', device: '0'.repeat(64) }, { actor: 'signer' })
  t.advance(HOUR_MS)
  const later = await Walk.open(t, signer)
  expect(await timesOf(request.id, 'link_opened')).toBe(302)
  await later.to('details')
  await cancelSignatureRequest(t.context, t.caller, { requestId: request.id })
  await completeRequest(t.context, { request: request.id })
  expect(await timesOf(request.id, 'evidence_sealed')).toBe(1)
})

it('counts a file that is loaded by its link once an hour, and downloads with a key up to a number that nobody needs', async () => {
  const request = await newRequest(t, [lukasz])
  await (await Walk.open(t, signerOf(request))).to('signed')
  await completeRequest(t.context, { request: request.id })
  const document = request.documents[0]?.id ?? ''
  const link = fileLink(t.context, { file: 'signed', request: request.id, document }, shortly(t.context.now()))
  const open = () => openLinkedFile(t.context, { token: link.split('/').at(-2) ?? '', name: 'signed.pdf' })
  for (let time = 0; time < 5; time++) await open()
  expect(await timesOf(request.id, 'signed_document_downloaded')).toBe(1)
  t.advance(HOUR_MS)
  await open()
  expect(await timesOf(request.id, 'signed_document_downloaded')).toBe(2)

  const keyed = { actor: 'requester', caller: t.caller.apiKeyId } as const
  await happened(request.id, 200, { type: 'signed_document_downloaded', document, sha256: '0'.repeat(64) }, keyed)
  const wanted = { requestId: request.id, documentId: document, archive: false }
  await expect(downloadSignedDocument(t.context, t.caller, wanted)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  t.advance(HOUR_MS)
  expect(await downloadSignedDocument(t.context, t.caller, wanted)).toMatchObject({ mimeType: 'application/pdf' })
})
