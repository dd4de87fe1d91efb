// Messages on their way out: a mail server or text gateway that is down costs tries, never a message, and none arrives twice.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smtpMailer } from '../../adapters/mail/smtp'
import { smtpSink } from '../../testing/mail/smtp-sink'
import { genericGateway } from '../../adapters/sms/generic'
import { textsOf } from '../../context'
import { deliverMessage } from './deliver-message'
import { post, type Posting } from '../kernel/outbox'
import { testContext, type TestContext } from '../../testing/test-context'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(async () => {
  await t.close()
})

const posted = async (more: Partial<Posting>): Promise<string> =>
  t.context.db.$transaction((tx) =>
    post(t.context, tx, {
      tenantId: t.caller.tenantId,
      mode: 'test',
      channel: 'email',
      template: 'invitation',
      to: 'anna@example.com',
      subject: 'Please sign',
      text: 'Hello Anna',
      ...more,
    }),
  )
const row = (id: string) => t.context.db.outboxMessage.findUniqueOrThrow({ where: { id } })

test('a mail waits for its server, goes out once, and under the same id at every try', async () => {
  const { port, url, close } = await smtpSink()
  await close()
  const context = { ...t.context, mailer: smtpMailer({ url, from: 'sign@example.com', host: 'sign.example.com', requireTLS: false }) }
  const id = await posted({})
  for (const attempts of [1, 2]) {
    await expect(deliverMessage(context, { message: id })).rejects.toThrow()
    expect(await row(id)).toMatchObject({ state: 'queued', attempts, sentAt: null })
  }
  const sink = await smtpSink(port)
  await deliverMessage(context, { message: id })
  await deliverMessage(context, { message: id })
  expect(await row(id)).toMatchObject({ state: 'sent', attempts: 3 })
  expect(sink.received).toHaveLength(1)
  expect(sink.received[0]).toContain(`Message-ID: <${id}@sign.example.com>`)
  await sink.close()
})

test('a mail that is refused every time is given up with a line for the operator, which names nobody', async () => {
  const sink = await smtpSink()
  sink.refuse = true
  const context = {
    ...t.context,
    mailer: smtpMailer({ url: sink.url, from: 'sign@example.com', host: 'sign.example.com', requireTLS: false }),
  }
  const id = await posted({})
  await t.context.db.outboxMessage.update({ where: { id }, data: { attempts: 23 } })
  await deliverMessage(context, { message: id })
  expect((await row(id)).state).toBe('failed')
  const line = t.errors.at(-1) ?? {}
  expect(line).toMatchObject({ message_id: id, template: 'invitation', channel: 'email' })
  await sink.close()
})

test('a text message waits for its gateway; in live mode its words are forgotten once it is sent', async () => {
  let status = 503
  const bodies: unknown[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (status < 300) bodies.push(JSON.parse(body))
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`
  const gateway = genericGateway({ url, token: 'secret', from: 'QSignHub' })
  const context = { ...t.context, texts: () => gateway }
  const id = await posted({ channel: 'sms', mode: 'live', template: 'signing_code', to: '+48500123456', text: 'Your code is 123456' })
  await expect(deliverMessage(context, { message: id })).rejects.toThrow('503')
  status = 202
  await deliverMessage(context, { message: id })
  expect(bodies).toEqual([{ id, to: '+48500123456', from: 'QSignHub', text: 'Your code is 123456' }])
  expect(await row(id)).toMatchObject({ state: 'sent', attempts: 2 })
  expect((await row(id)).content).toHaveLength(0)
  server.close()
})

test('a text message of test mode stays in the outbox, also where a gateway sends those of live mode', async () => {
  const sent: string[] = []
  const gateway = { send: async (_: unknown, id: string) => void sent.push(id) }
  const context = { ...t.context, texts: textsOf(gateway, { inTestMode: false }) }
  const ids = {
    test: await posted({ channel: 'sms', mode: 'test', to: '+48500123456' }),
    live: await posted({ channel: 'sms', mode: 'live', to: '+48500123456' }),
  }
  for (const message of Object.values(ids)) await deliverMessage(context, { message })
  expect([await row(ids.test), await row(ids.live)]).toMatchObject([{ state: 'kept' }, { state: 'sent' }])
  const asked = await posted({ channel: 'sms', mode: 'test', to: '+48500123456' })
  await deliverMessage({ ...t.context, texts: textsOf(gateway, { inTestMode: true }) }, { message: asked })
  expect(sent).toEqual([ids.live, asked])
})

test('without a server or gateway a message stays where it can be read', async () => {
  const id = await posted({ channel: 'sms', to: '+48500123456', text: 'Your code is 123456' })
  await deliverMessage(t.context, { message: id })
  expect(await row(id)).toMatchObject({ state: 'kept', attempts: 0 })
})
