// In live mode nothing is sent before an organisation has said where its signers ask.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { Problem } from '../../domain/problem'
import { testContext, type TestContext } from '../../testing/test-context'
import { setOrganisationContact, type ContactChange } from '../administration/organisation-contact'
import { CommandRefused } from '../administration/refused'
import { createSignatureRequest } from './create-signature-request'
import { PLAIN_REQUEST } from './request-rules'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(() => t.close())

const missing = async (mode: 'test' | 'live'): Promise<unknown> =>
  createSignatureRequest(t.context, { ...t.caller, mode }, { ...PLAIN_REQUEST, documentIds: ['doc_none'], signers: [] }).catch(
    (error: unknown) => (error instanceof Problem ? (error.parameters['missing'] ?? error.code) : error),
  )
const set = (change: ContactChange) => setOrganisationContact(t.context, t.caller.tenantId, change)

it('names what is missing, one after the other, and asks a test key for nothing', async () => {
  expect(await missing('live')).toBe('email')
  await set({ email: 'loans@bank.example' })
  expect(await missing('live')).toBe('phone')
  await set({ phone: '+44 20 7946 0018' })
  expect(await missing('live')).toBe('hours')
  await set({ hours: 'Mon to Fri, 9 to 17' })
  expect(await missing('live')).not.toMatch(/email|phone|hours/)
  await set({ email: null, phone: null, hours: null })
  expect([await missing('live'), await missing('test')]).toEqual(['email', expect.not.stringMatching(/email|phone|hours/)])
})

it.each<ContactChange>([
  { email: 'nobody' },
  { notify: ['a@bank.example', 'b'] },
  { notify: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@bank.example`) },
  { phone: 'call\u202eme' },
  { hours: 'x'.repeat(121) },
])('refuses %j, which no page could show and no mail reach', async (change) => {
  await expect(set(change)).rejects.toBeInstanceOf(CommandRefused)
})

it('writes to the address that signers see, unless others are given', async () => {
  expect((await set({ email: 'loans@bank.example' })).notify).toEqual(['loans@bank.example'])
  expect((await set({ notify: ['team@bank.example'] })).notify).toEqual(['team@bank.example'])
  expect((await set({ notify: null })).notify).toEqual(['loans@bank.example'])
})
