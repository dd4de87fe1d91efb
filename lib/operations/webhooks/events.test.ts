// What webhooks tell of whole journeys: which events, in which order, with what in them, and that nothing of it is personal.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebhookEvent } from '../../http/schemas/webhook-event'
import type { OrganisationCaller } from '../../domain/caller'
import { announceExpiry } from '../requests/announce-expiry'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { completeRequest } from '../completion/complete-request'
import { decideVerification } from '../verification/decision/decide-verification'
import { getVerificationEvidence } from '../verification/decision/get-evidence'
import { testContext, type TestContext } from '../../testing/test-context'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import type { WebhookBody } from './body'
import { createWebhookEndpoint } from './endpoint/create-webhook-endpoint'
import { deleteWebhookEndpoint } from './endpoint/delete-webhook-endpoint'
import { STANDARD, SUBSCRIBABLE, type SubscribableType } from './event-types'
import { getEvent } from './event/get-event'
import { listEvents } from './event/list-events'

const ANNA = { name: 'Łukasz Jan Żółć', email: 'lukasz@example.com', phone: '+48500123456' }
let t: TestContext
let script: Script
beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  t = await testContext({ identity: scripted.identity })
  // Each look at the clock is a little later, so that what happens one after the other has an order.
  const { machineNow } = t.context
  Object.assign(t.context, {
    machineNow: () => {
      t.advance(1)
      return machineNow()
    },
  })
})
afterAll(async () => {
  await t.close()
})

const subscribe = (events: readonly SubscribableType[]) =>
  createWebhookEndpoint(t.context, t.caller, { url: 'http://localhost:4000/', description: null, events, contactEmail: null })
const told = async (requestId: string): Promise<WebhookBody[]> =>
  (await listEvents(t.context, t.caller, { requestId, limit: 100 })).items.reverse()
const typesOf = async (requestId: string) => (await told(requestId)).map(({ type, data }) => (data.step ? `${type} ${data.step}` : type))
const deliveriesOf = async (endpointId: string) =>
  (await t.context.db.webhookDelivery.findMany({ where: { endpointId }, include: { event: true }, orderBy: { createdAt: 'asc' } })).map(
    ({ event }) => event.type,
  )

it('follows a signer from the invitation to the document, a failed check included', async () => {
  const [all, standard, one] = [await subscribe(SUBSCRIBABLE), await subscribe(STANDARD), await subscribe(['signature_request.completed'])]
  const request = await newRequest(t, [ANNA])
  const signer = request.signers[0]?.id ?? ''
  await Walk.open(t, signer)
  const walk = await Walk.open(t, signer)
  script.verdict = 'FACE_MISMATCH'
  await walk.to('selfie')
  await walk.selfie()
  script.verdict = null
  await walk.to('signed')
  await completeRequest(t.context, { request: request.id })
  expect(await typesOf(request.id)).toEqual([
    'signature_request.created',
    'signer.opened',
    'signer.step_completed terms',
    'signer.step_completed details',
    'signer.step_completed issuance_terms',
    'signer.step_completed identity',
    'signer.step_completed document',
    'signer.step_completed selfie',
    'signer.verification_failed',
    'signer.step_completed identity',
    'signer.step_completed document',
    'signer.step_completed selfie',
    'signer.verification_completed',
    'signer.identification_succeeded',
    'signer.step_completed extracted_data',
    'signer.step_completed names',
    'signer.step_completed pin',
    'signer.step_completed certificate',
    'signer.step_completed review',
    'signer.step_completed sign',
    'signer.signed',
    'signature_request.completed',
  ])
  const events = await told(request.id)
  expect(events.find(({ type }) => type === 'signer.verification_failed')?.data).toEqual({
    signature_request: { id: request.id, status: 'pending', signed_document_url: null, metadata: {} },
    signer: { id: signer, status: 'pending_verification', order: 1 },
    verification: { status: 'failed', attempt: 1, reason: 'FACE_MISMATCH', attempts_left: 2 },
  })
  expect(events.at(-1)).toMatchObject({
    livemode: false,
    api_version: 'v1',
    data: {
      signature_request: {
        id: request.id,
        status: 'completed',
        signed_document_url: `https://sign.example.com/v1/signature-requests/${request.id}/download`,
        metadata: {},
      },
    },
  })
  for (const event of events) {
    expect(WebhookEvent.parse(event)).toEqual(event)
    expect(JSON.stringify(event)).not.toMatch(/ukasz|Żółć|example\.com"|48500|ZOLC|ABC123456|\/s\/|\/r\//i)
    expect(await getEvent(t.context, t.caller, { eventId: event.id })).toEqual(event)
  }
  expect((await deliveriesOf(all.id)).length).toBe(events.length)
  expect((await deliveriesOf(standard.id)).sort()).toEqual(
    events
      .map(({ type }) => type)
      .filter((type) => STANDARD.some((other) => other === type))
      .sort(),
  )
  expect(await deliveriesOf(one.id)).toEqual(['signature_request.completed'])
  for (const { id } of [all, standard, one]) await deleteWebhookEndpoint(t.context, t.caller, { endpointId: id })
})

it('keeps what happened for a tenant without endpoints, but not the steps that nobody follows', async () => {
  const request = await newRequest(t, [{ ...ANNA, email: 'other@example.com' }])
  const walk = await Walk.open(t, request.signers[0]?.id ?? '')
  await walk.to('details')
  await cancelSignatureRequest(t.context, t.caller, { requestId: request.id, reason: 'Terms of Łukasz Żółć were updated' })
  expect(await typesOf(request.id)).toEqual(['signature_request.created', 'signature_request.cancelled'])
  expect((await told(request.id)).at(-1)?.data).toEqual({
    signature_request: { id: request.id, status: 'cancelled', signed_document_url: null, metadata: {} },
    cancelled_by: 'requester',
  })
})

it('tells of a refusal, of a correction and of an expiry', async () => {
  const { id } = await subscribe(SUBSCRIBABLE)
  const refused = await newRequest(t, [{ ...ANNA, email: 'refusing@example.com' }])
  const walk = await Walk.open(t, refused.signers[0]?.id ?? '')
  await walk.to('details')
  await walk.act({ act: 'correct_details', phone: '+48500999888' })
  await walk.act({ act: 'refuse', reason: 'I am not Łukasz' })
  const events = await told(refused.id)
  expect(events.find(({ type }) => type === 'signer.data_corrected')?.data).toMatchObject({ fields: ['phone'] })
  expect(events.find(({ type }) => type === 'signer.refused')?.data.signer?.status).toBe('refused')
  expect(events.find(({ type }) => type === 'signature_request.cancelled')?.data).toEqual({
    signature_request: { id: refused.id, status: 'cancelled', signed_document_url: null, metadata: {} },
    cancelled_by: 'signer',
  })
  expect(JSON.stringify(events)).not.toMatch(/500999888|I am not/)
  const late = await newRequest(t, [{ ...ANNA, email: 'late@example.com' }])
  t.advance(31 * 24 * 3_600_000)
  await announceExpiry(t.context, { request: late.id })
  expect((await told(late.id)).at(-1)).toMatchObject({
    type: 'signature_request.expired',
    data: { signature_request: { status: 'expired' } },
  })
  await deleteWebhookEndpoint(t.context, t.caller, { endpointId: id })
})

it('says when the identification has failed for good', async () => {
  const request = await newRequest(t, [{ ...ANNA, email: 'failing@example.com' }])
  const walk = await Walk.open(t, request.signers[0]?.id ?? '')
  script.verdict = 'FACE_MISMATCH'
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await walk.to('selfie')
    await walk.selfie()
  }
  script.verdict = null
  expect(await typesOf(request.id)).toEqual([
    'signature_request.created',
    'signer.verification_failed',
    'signer.verification_failed',
    'signer.verification_failed',
    'signer.identification_failed',
  ])
})

it('says why a person is to decide, and what they have decided, by codes alone', async () => {
  const request = await newRequest(t, [{ ...ANNA, email: 'referred@example.com' }])
  const ids = { requestId: request.id, signerId: request.signers[0]?.id ?? '' }
  const walk = await Walk.open(t, ids.signerId)
  const referred = async () => {
    script.referral = 'FACE_UNCERTAIN'
    await walk.to('decision')
    script.referral = null
    const { verificationId, resultSha256 } = await getVerificationEvidence(t.context, t.caller, ids)
    return { ...ids, verificationId, resultSha256, note: 'The same scar.' }
  }
  await decideVerification(t.context, t.caller, {
    ...(await referred()),
    decision: 'reject',
    reasons: ['FACE_DIFFERENT', 'DATA_DIFFERENT'],
  })
  await decideVerification(t.context, t.caller, { ...(await referred()), decision: 'approve', reasons: ['FACE_SAME'] })
  const events = (await told(request.id)).slice(1)
  expect(events.map(({ type, data }) => [type, data.verification])).toEqual([
    ['signer.verification_referred', { status: 'referred', attempt: 1, reason: null, attempts_left: 2, referrals: ['FACE_UNCERTAIN'] }],
    ['signer.verification_decided', { status: 'failed', attempt: 1, reason: 'FACE_DIFFERENT', attempts_left: 2, decision: 'reject' }],
    ['signer.verification_failed', { status: 'failed', attempt: 1, reason: 'FACE_DIFFERENT', attempts_left: 2 }],
    ['signer.verification_referred', { status: 'referred', attempt: 2, reason: null, attempts_left: 1, referrals: ['FACE_UNCERTAIN'] }],
    ['signer.verification_decided', { status: 'verified', attempt: 2, reason: null, attempts_left: 1, decision: 'approve' }],
    ['signer.verification_completed', { status: 'verified', attempt: 2, reason: null, attempts_left: 1 }],
    ['signer.identification_succeeded', { status: 'verified', attempt: 2, reason: null, attempts_left: 1 }],
  ])
  for (const event of events) expect(WebhookEvent.parse(event)).toEqual(event)
  expect(JSON.stringify(events)).not.toMatch(/ukasz|ZOLC|ABC123456|scar/i)
})

it('shows the events of one account and mode only, page by page', async () => {
  const other: OrganisationCaller = (await t.newCaller()).caller
  const live: OrganisationCaller = { ...t.caller, mode: 'live' }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listEvents(t.context, t.caller, { limit: 3, cursor })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(await t.context.db.webhookEvent.count({ where: { tenantId: t.caller.tenantId } }))
  const first = await listEvents(t.context, t.caller, { limit: 1 })
  for (const stranger of [other, live]) {
    expect((await listEvents(t.context, stranger, { limit: 10 })).items).toEqual([])
    await expect(getEvent(t.context, stranger, { eventId: seen[0] ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(listEvents(t.context, stranger, { limit: 1, cursor: first.nextCursor ?? '' })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    })
  }
  await expect(listEvents(t.context, t.caller, { limit: 1, type: 'signer.signed', cursor: first.nextCursor ?? '' })).rejects.toMatchObject({
    code: 'INVALID_CURSOR',
  })
})
