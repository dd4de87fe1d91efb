// Both text gateways against a real HTTP server: the request each makes, and that a refusal throws without repeating number or text.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { genericGateway } from './generic'
import { twilioGateway } from './twilio'

type Seen = { url: string; headers: IncomingMessage['headers']; body: string }
const seen: Seen[] = []
let server: Server
let status = 201
let origin = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ url: request.url ?? '', headers: request.headers, body })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"to":"+48500123456"}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

const message = { to: '+48500123456', body: 'Your code is 123456' }

describe('text gateways', () => {
  it('speaks to Twilio', async () => {
    await twilioGateway({ url: origin, accountSid: 'AC1', authToken: 'secret', from: '+15005550006' }).send(message, 'msg_1')
    const { url, headers, body } = seen.at(-1) as Seen
    expect(url).toBe('/2010-04-01/Accounts/AC1/Messages.json')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`)
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ To: message.to, Body: message.body, From: '+15005550006' })
  })

  it('speaks to any other gateway in JSON, with an idempotency key', async () => {
    await genericGateway({ url: `${origin}/send`, token: 'secret', from: 'QSignHub' }).send(message, 'msg_2')
    const { headers, body } = seen.at(-1) as Seen
    expect(headers).toMatchObject({ authorization: 'Bearer secret', 'idempotency-key': 'msg_2' })
    expect(JSON.parse(body)).toEqual({ id: 'msg_2', to: message.to, from: 'QSignHub', text: message.body })
  })

  it('throws on a refusal and tells only its status', async () => {
    status = 503
    const refused = await genericGateway({ url: origin, token: null, from: null })
      .send(message, 'msg_3')
      .catch((error: unknown) => error)
    expect(String(refused)).toContain('503')
    expect(String(refused)).not.toMatch(/4850|123456/)
  })
})
