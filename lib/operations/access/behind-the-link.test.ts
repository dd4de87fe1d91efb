// What a link, or a session that is over, gives without opening anything: the first page, where the person goes on, and a new link by mail.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { setOrganisationContact } from '../administration/organisation-contact'
import { signerLink } from '../kernel/links'
import { newRequest, openSession, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { firstPage } from './first-page'
import { openInvitation } from './open-invitation'
import { requestNewLinkFrom } from './request-new-link'
import { whomToAskFrom } from './whom-to-ask'
import { codeOf } from '@/lib/testing/refusal'

let test: TestContext
beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
})
afterAll(() => test.close())

async function asked(people: number) {
  const request = await newRequest(
    test,
    Array.from({ length: people }, (_, at) => ({ name: 'Łukasz Żółć', email: `lukasz${at}@example.com` })),
  )
  const signers = request.signers.map(({ id }) => id)
  const tokens = await Promise.all(
    signers.map(async (id) => signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id } })).token),
  )
  return { signers, tokens }
}

it('the first page is shown to whose turn it is, and to nobody with another link', async () => {
  const { tokens } = await asked(2)
  const { mimeType, bytes } = await firstPage(test.context, tokens[0] ?? '')
  expect([mimeType, bytes instanceof Uint8Array ? Buffer.from(bytes.subarray(1, 4)).toString() : '']).toEqual(['image/png', 'PNG'])
  expect(await codeOf(firstPage(test.context, tokens[1] ?? ''))).toBe('NOT_FOUND')
  expect(await codeOf(firstPage(test.context, 'A'.repeat(43)))).toBe('NOT_FOUND')
})

it('somebody who comes back reads what is left, and whether the camera is needed', async () => {
  const { signers, tokens } = await asked(1)
  const begun = async () => {
    const invitation = await openInvitation(test.context, tokens[0] ?? '')
    if (!invitation.known) throw new Error('the link is known')
    if (invitation.begun === null) return null
    const { steps, ...begun } = invitation.begun
    return { ...begun, done: steps.filter(({ done }) => done).length, total: steps.length }
  }
  expect(await begun()).toBeNull()
  const walk = await Walk.open(test, signers[0] ?? '')
  await walk.to('issuance_terms')
  expect(await begun()).toEqual({ next: 'issuance_terms', done: 2, total: 12, camera: true })
  await walk.to('review')
  expect(await begun()).toEqual({ next: 'review', done: 10, total: 12, camera: false })
})

it('a session that is over has a new link mailed to the address on file; a guessed one has nothing', async () => {
  const { signers } = await asked(1)
  const [signer = ''] = signers
  const cookie = await openSession(test, signer)
  test.advance(16 * 60_000)
  const mails = () => test.context.db.outboxMessage.count({ where: { signerId: signer, template: 'new_link' } })
  await requestNewLinkFrom(test.context, signer, 'guess')
  expect(await mails()).toBe(0)
  await requestNewLinkFrom(test.context, signer, cookie)
  expect(await mails()).toBe(1)
})

it('a session that is over says whom to ask; a guessed one, another signer of the request, and an erased person do not', async () => {
  const { signers, tokens } = await asked(2)
  const [signer = '', other = ''] = signers
  await setOrganisationContact(test.context, test.caller.tenantId, { email: 'loans@bank.example', phone: '+44 20 7946 0018' })
  const cookie = await openSession(test, signer)
  test.advance(16 * 60_000)
  const reach = { email: 'loans@bank.example', phone: '+44 20 7946 0018', hours: null }
  expect(await whomToAskFrom(test.context, signer, cookie)).toMatchObject({ name: 'Example Bank', reach })
  expect(await whomToAskFrom(test.context, signer, 'guess')).toBeNull()
  expect(await whomToAskFrom(test.context, other, cookie)).toBeNull()
  // As deleting the request does.
  await test.context.db.signer.update({ where: { id: signer }, data: { profileKey: null } })
  expect(await whomToAskFrom(test.context, signer, cookie)).toBeNull()
  expect(await openInvitation(test.context, tokens[0] ?? '')).toEqual({ known: false, ask: null })
})
