// The requester is written to when a request ends or somebody cannot go on: one mail for each fact, to whom and about what they want.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { JOB } from '../../domain/caller'
import type { Fact } from '../../domain/event'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { setOrganisationContact } from '../administration/organisation-contact'
import { completeRequest } from '../completion/complete-request'
import { append } from '../kernel/evidence'
import { post, readContent } from '../kernel/outbox'
import { changeScript } from '../kernel/signer-script'
import { NOTICES } from '../kernel/tenant-contact'
import { deliverMessage } from '../maintenance/deliver-message'
import { announceExpiry } from '../requests/announce-expiry'

let t: TestContext
let rewind: Rewind
let request: string
let signer: string
let walk: Walk
const TEAM = 'team@bank.example'

beforeAll(async () => {
  t = await testContext({ identity: scriptedIdentity().identity })
  await setOrganisationContact(t.context, t.caller.tenantId, { email: 'ask@bank.example', notify: [TEAM, 'second@bank.example'] })
  const made = await newRequest(t, [{ name: 'Lukasz Jan Zolc', email: 'lukasz@example.com' }])
  request = made.id
  signer = made.signers[0]?.id ?? ''
  walk = await Walk.open(t, signer)
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

async function told(): Promise<string[]> {
  const rows = await t.context.db.outboxMessage.findMany({ where: { template: { startsWith: 'organisation_' } }, orderBy: { id: 'asc' } })
  const mails = rows.map((row) => ({ template: row.template, ...readContent(t.context, row) }))
  for (const { subject, html, text } of mails) expect(`${subject}${html}${text}`).not.toMatch(/Lukasz|Zolc|lukasz@|500123456/)
  return mails.map(({ template, to }) => `${template.slice('organisation_'.length)} ${to}`).sort()
}
const both = (says: string) => [`${says} second@bank.example`, `${says} ${TEAM}`]
const happens = (fact: Fact) => t.context.db.$transaction((tx) => append(t.context, tx, request, [{ by: JOB, fact }]))

it('hears that all have signed, once, and of each signature only where it wants to', async () => {
  await walk.to('signed')
  await completeRequest(t.context, { request })
  await completeRequest(t.context, { request })
  expect(await told()).toEqual(both('completed'))
})

it('hears of each signature that is not the last, where it wants to', async () => {
  await setOrganisationContact(t.context, t.caller.tenantId, { notices: NOTICES, notify: null })
  const two = await newRequest(t, [
    { name: 'Eleni Papadopoulou', email: 'eleni@example.com' },
    { name: 'John Smith', email: 'john@example.com' },
  ])
  await t.context.db.$transaction((tx) =>
    append(t.context, tx, two.id, [{ by: JOB, fact: { type: 'signer_signed', signer: two.signers[0]?.id ?? '' } }]),
  )
  expect(await told()).toEqual(['signed ask@bank.example'])
})

it('hears of a refusal, without its reason', async () => {
  await walk.act({ act: 'refuse', reason: 'The rate of interest is not what we spoke of' })
  expect(await told()).toEqual(both('refused'))
  const rows = await t.context.db.outboxMessage.findMany({ where: { template: 'organisation_refused' } })
  expect(rows.map((row) => readContent(t.context, row).text).join()).not.toContain('rate of interest')
})

it('hears that time ran out, once', async () => {
  t.advance(40 * 86_400_000)
  for (let time = 0; time < 2; time++) await announceExpiry(t.context, { request })
  expect(await told()).toEqual(both('expired'))
})

const of = (): { signer: string } => ({ signer })
const STUCK: [string, () => Fact][] = [
  ['help', () => ({ type: 'verification_failed', ...of(), verification: 'ver_1', reason: 'GLARE', findings: [], attempts_left: 0 })],
  [
    'decision',
    () => ({
      type: 'verification_referred',
      ...of(),
      verification: 'ver_1',
      referrals: ['FACE_UNCERTAIN'],
      findings: [],
      result_sha256: '',
    }),
  ],
  ['locked', () => ({ type: 'credential_locked', ...of(), credential: 'cred_1' })],
  ['undeliverable', () => ({ type: 'message_not_delivered', ...of(), channel: 'email', template: 'invitation' })],
]
it.each(STUCK)('hears that somebody cannot go on: %s', async (says, fact) => {
  await happens(fact())
  expect(await told()).toEqual(both(says))
})

it('hears nothing of a try that may be repeated, nor what it does not want to hear', async () => {
  await happens({ type: 'verification_failed', ...of(), verification: 'ver_1', reason: 'GLARE', findings: [], attempts_left: 2 })
  await setOrganisationContact(t.context, t.caller.tenantId, { notices: ['completed'] })
  for (const [, fact] of STUCK) await happens(fact())
  expect(await told()).toEqual([])
})

it('hears nothing of signers for whom the sandbox acts', async () => {
  await changeScript(t.context, t.context.db, signer, (script) => ({ ...script, walked: true }))
  for (const [, fact] of STUCK) await happens(fact())
  await happens({ type: 'request_expired' })
  expect(await told()).toEqual([])
})

it('nobody is written to where no address was given', async () => {
  await setOrganisationContact(t.context, t.caller.tenantId, { email: null, notify: null })
  for (const [, fact] of STUCK) await happens(fact())
  expect(await told()).toEqual([])
})

it('a mail that is given up is a fact of the request, of which it hears; its own mails are none', async () => {
  const { tenantId, mode } = t.caller
  const context = { ...t.context, mailer: { send: () => Promise.reject(new Error('550 no such mailbox')) } }
  const posted = (more: object) =>
    t.context.db.$transaction((tx) =>
      post(t.context, tx, {
        tenantId,
        mode,
        requestId: request,
        channel: 'email',
        template: 'invitation',
        to: 'x@example.com',
        text: 'Hello',
        ...more,
      }),
    )
  for (const message of [await posted({ signerId: signer }), await posted({ template: 'organisation_help' })]) {
    await t.context.db.outboxMessage.update({ where: { id: message }, data: { attempts: 23 } })
    await deliverMessage(context, { message })
    await deliverMessage(context, { message })
  }
  expect((await told()).filter((line) => line.startsWith('undeliverable'))).toEqual(both('undeliverable'))
})
