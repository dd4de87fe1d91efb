// What the log tells of a person's whole way and of calls that go wrong: who asked and what was refused, by ids; nothing of what was said.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLog } from '../../adapters/log'
import { signerLink } from '../../operations/kernel/links'
import { readContent } from '../../operations/kernel/outbox'
import { asInstallation, callRoute } from '../../testing/as-installation'
import { newRequest, openSession, PIN, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import * as documents from '../endpoints/documents'
import * as requests from '../endpoints/signature-requests'

const PERSON = { name: 'Łukasz Jan Żółć', email: 'lukasz.zolc@example.com', phone: '+48500123456' }
const lines: string[] = []
let test: TestContext
let takeAway: () => void
beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  Object.assign(test.context, { log: openLog('info', { write: (line) => void lines.push(line) }) })
  takeAway = asInstallation(test, test.context)
})
afterAll(async () => {
  takeAway()
  await test.close()
})

it('has no name, address, number, title, PIN, code, link or key in it', async () => {
  const wrongKey = `qsh_test_${'w'.repeat(32)}`
  const { id, signers } = await newRequest(test, [PERSON, { ...PERSON, name: 'Anna Kowalska' }])
  const [signer = '', second = ''] = signers.map((one) => one.id)
  await (await Walk.open(test, signer)).to('signed')

  const cookie = `__Host-qsh-${second}=${await openSession(test, second)}`
  const said = { name: PERSON.name, email: PERSON.email, phone: PERSON.phone, pin: PIN, code: '271828' }
  for (const body of [
    { act: 'sign', activation: 'act_0000000000000000', pin: PIN, code: '271828' },
    { act: 'sign_by_code', activation: 'act_0000000000000000', code: '271828' },
    { act: 'create_pin', ...said },
    { act: 'confirm_details', ...said },
    { act: PERSON.email },
    `{"name":"${PERSON.name}"`,
  ]) {
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(`https://sign.example.com/api/journey/${second}/acts`, { method: 'POST', headers, body: text })
    expect((await callRoute('api/journey/[signer]/acts/route.ts', request, { signer: second }))?.status).toBeGreaterThanOrEqual(400)
  }

  for (const key of [test.apiKey, wrongKey]) {
    const headers = { 'x-api-key': key }
    const form = new FormData()
    form.set('file', new File(['%PDF-1.7 nothing'], `${PERSON.name}.pdf`, { type: 'application/pdf' }))
    const calls = [
      documents.upload.handle(new Request('https://sign.example.com/v1/documents', { method: 'POST', headers, body: form }), {}),
      requests.create.handle(
        new Request('https://sign.example.com/v1/signature-requests', {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ signers: [{ ...PERSON, [PERSON.email]: PERSON.phone }], metadata: said }),
        }),
        {},
      ),
      requests.list.handle(new Request(`https://sign.example.com/v1/signature-requests?status=${PERSON.email}`, { headers }), {}),
    ]
    for (const answer of await Promise.all(calls)) expect(answer.status).toBeGreaterThanOrEqual(400)
  }

  const messages = await test.context.db.outboxMessage.findMany({ where: { requestId: id } })
  const texts = messages.map((message) => readContent(test.context, message).text)
  const codes = texts.flatMap((text) => text.match(/\b\d{6}\b/g) ?? [])
  const links = (await test.context.db.signer.findMany({ where: { requestId: id } })).map((row) => signerLink(test.context, row).token)
  const log = lines.join('')
  expect(lines.length).toBeGreaterThan(10)
  expect([codes.length > 1, links.length]).toEqual([true, 2])
  const silent = ['Żółć', 'ukasz', 'ZOLC', 'Kowalska', PERSON.email, '500123456', 'Contract', PIN, '271828', ...codes, ...links]
  for (const word of [...silent, cookie.split('=')[1] ?? '', test.apiKey, wrongKey]) expect(log).not.toContain(word)
})
