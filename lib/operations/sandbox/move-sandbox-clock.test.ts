// The test clock of one request: what people and retention see moves, other requests and cryptography do not.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadEvents } from '../kernel/evidence'
import { atTimeOf } from '../kernel/request-clock'
import { getSignatureRequest } from '../requests/get-signature-request'
import { listSignatureRequests } from '../requests/list-signature-requests'
import { remindSigner } from '../requests/remind-signer'
import { statusById } from '../status/request-status'
import { sweep } from '../maintenance/sweep'
import { Walk } from '../../testing/journey-walk'
import { getVerification } from '../verification/get-verification'
import { completeSandboxSigner } from './complete-sandbox-signer'
import { moveSandboxClock } from './move-sandbox-clock'
import { openSandbox, type Sandbox } from '../../testing/open-sandbox'

const DAY = 86_400
let t: Sandbox
beforeAll(async () => {
  t = await openSandbox()
})
afterAll(async () => {
  await t.close()
})

const move = (request: string, by: { advanceSeconds?: number; to?: Date }) =>
  moveSandboxClock(t.context, t.caller, { signatureRequestId: request, ...by })
const factsOf = async (request: string) =>
  (await loadEvents(t.context, t.context.db, request)).map(({ at, fact }) => ({ at, type: fact.type }))

test('the clock moves only ahead, at most ten years, and only for test keys of the account', async () => {
  const { request } = await t.newOne()
  expect(await move(request, { advanceSeconds: 90 })).toMatchObject({
    offsetSeconds: 90,
    movedSeconds: 90,
    status: 'pending',
    now: new Date('2026-11-20T10:01:30.000Z'),
  })
  expect(await move(request, { to: new Date('2026-11-21T10:00:00.000Z') })).toMatchObject({ offsetSeconds: DAY, movedSeconds: DAY - 90 })
  await expect(move(request, { to: new Date('2026-11-21T09:00:00.000Z') })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  await expect(move(request, { advanceSeconds: 10 * 365 * DAY })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  await expect(
    moveSandboxClock(t.context, { ...t.caller, mode: 'live' }, { signatureRequestId: request, advanceSeconds: 1 }),
  ).rejects.toMatchObject({ code: 'SANDBOX_ONLY' })
  const { caller } = await t.newCaller()
  await expect(moveSandboxClock(t.context, caller, { signatureRequestId: request, advanceSeconds: 1 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await factsOf(request)).filter(({ type }) => type === 'clock_moved').map(({ at }) => at)).toEqual([
    '2026-11-20T10:01:30.000Z',
    '2026-11-21T10:00:00.000Z',
  ])
})

test('past the deadline the request expires at once, alone, and everybody sees it', async () => {
  const [moved, other] = [await t.newOne(), await t.newOne()]
  const walk = await Walk.open(t, moved.signer)
  expect(await move(moved.request, { advanceSeconds: 31 * DAY })).toMatchObject({ status: 'expired' })
  expect((await factsOf(moved.request)).map(({ type }) => type)).toContain('request_expired')
  expect(await walk.place()).toBe('expired')
  expect((await statusById(t.context, t.caller, moved.request)).status).toBe('expired')
  const listed = await listSignatureRequests(t.context, t.caller, { limit: 100 })
  expect(Object.fromEntries(listed.requests.map(({ id, status }) => [id, status]))).toMatchObject({
    [moved.request]: 'expired',
    [other.request]: 'pending',
  })
})

test('the deadline also comes by itself, on a clock that runs ahead', async () => {
  const { request } = await t.newOne()
  await move(request, { advanceSeconds: 30 * DAY - 60 })
  const { status, expiresAt } = await getSignatureRequest(t.context, t.caller, { requestId: request })
  expect([status, expiresAt]).toEqual(['pending', new Date('2026-12-20T10:00:00.000Z')])
  await sweep(t.context, 'running')
  expect((await factsOf(request)).at(-1)).toMatchObject({ type: 'clock_moved' })
  t.advance(61_000)
  expect((await getSignatureRequest(t.context, t.caller, { requestId: request })).status).toBe('expired')
  await sweep(t.context, 'running')
  expect((await factsOf(request)).at(-1)).toMatchObject({ type: 'request_expired', at: '2026-12-20T10:00:01.000Z' })
})

test('a check of identity gets old; signatures, certificates and time-stamps keep the real time; pictures are destroyed at the end of their retention', async () => {
  const { request, signer } = await t.newOne()
  await completeSandboxSigner(t.context, t.caller, { signerId: signer, stopAt: 'pin' })
  await move(request, { advanceSeconds: DAY + 1 })
  t.advance(1_000)
  // The person was seen more than a day ago, so their identity is checked once more.
  expect(await completeSandboxSigner(t.context, t.caller, { signerId: signer, stopAt: 'sign' })).toMatchObject({
    at: 'sign',
    attempts: { used: 2 },
  })
  expect(await completeSandboxSigner(t.context, t.caller, { signerId: signer })).toMatchObject({ at: 'signed' })
  const {
    signers: [shown],
  } = await getSignatureRequest(t.context, t.caller, { requestId: request })
  const dayOf = (date: Date | string | undefined) => date && new Date(date).toISOString().slice(0, 10)
  const real = t.context.machineNow()
  expect(dayOf(shown?.signedAt ?? undefined)).toBe(dayOf(new Date(real.getTime() + (DAY + 1) * 1000)))
  expect([shown?.certificate?.validFrom, shown?.timestamp?.at].map(dayOf)).toEqual([real, real].map(dayOf))
  const identityOf = async () => (await getVerification(t.context, t.caller, { requestId: request, signerId: signer })).identity
  expect(await identityOf()).toMatchObject({ fullName: 'ANNA MARIA KOWALSKA' })
  await move(request, { advanceSeconds: 89 * DAY })
  expect(await identityOf()).not.toBeNull()
  await move(request, { advanceSeconds: 2 * DAY })
  expect(await identityOf()).toBeNull()
  expect(await t.context.db.frame.count({ where: { verification: { signerId: signer } } })).toBe(0)
})

test('reminders may follow each other after a day of the moved clock', async () => {
  const { request, signer } = await t.newOne()
  const remind = async () =>
    remindSigner(await atTimeOf(t.context, t.context.db, { request }), t.caller, {
      requestId: request,
      signerId: signer,
      channel: 'email',
      message: null,
    })
  expect(await remind()).toMatchObject({ sent: 1, left: 2 })
  await move(request, { advanceSeconds: DAY - 1 })
  await expect(remind()).rejects.toMatchObject({ code: 'REMINDER_TOO_SOON' })
  await move(request, { advanceSeconds: 1 })
  expect(await remind()).toMatchObject({ sent: 2, left: 1 })
})

test('documents that nobody needs are deleted at the end of their retention', async () => {
  const { request } = await t.newOne()
  const purgedAt = async () =>
    (await t.context.db.document.findFirstOrThrow({ where: { uses: { some: { requestId: request } } } })).purgedAt
  expect(await move(request, { advanceSeconds: 89 * DAY })).toMatchObject({ status: 'expired' })
  expect(await purgedAt()).toBeNull()
  await move(request, { advanceSeconds: 2 * DAY })
  expect(await purgedAt()).not.toBeNull()
})
