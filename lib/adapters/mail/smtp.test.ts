// Mail over a real SMTP conversation: what arrives is what was handed over, under the same message id at every try.

import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smtpMailer } from './smtp'

const received: string[] = []
let server: Server
let refuse = false

/** The receiving half of RFC 5321, as much of it as one message needs. */
function converse(socket: Socket): void {
  let body: string | null = null
  socket.write('220 test\r\n')
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString()
    if (body !== null) {
      body += text
      if (!body.endsWith('\r\n.\r\n')) return
      received.push(body)
      body = null
      socket.write('250 kept\r\n')
    } else if (text.startsWith('DATA')) {
      body = ''
      socket.write('354 go on\r\n')
    } else if (text.startsWith('RCPT') && refuse) {
      socket.write('550 no such mailbox\r\n')
    } else if (text.startsWith('QUIT')) {
      socket.end('221 bye\r\n')
    } else {
      socket.write('250 ok\r\n')
    }
  })
}

beforeAll(async () => {
  server = createServer(converse)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
})
afterAll(() => { server.close() })

const mailer = () => smtpMailer({ url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from: 'Example Bank <sign@example.com>', host: 'sign.example.com' })
const mail = {
  to: 'anna@example.com', subject: 'Zażółć', html: '<p>Hello</p>', text: 'Hello',
  attachments: [{ name: 'contract.pdf', mimeType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') }],
}

describe('smtpMailer', () => {
  it('sends text, HTML and attachments', async () => {
    await mailer().send(mail, 'msg_1')
    const [message = ''] = received
    expect(message).toContain('From: Example Bank <sign@example.com>')
    expect(message).toContain('Message-ID: <msg_1@sign.example.com>')
    expect(message).toContain('Auto-Submitted: auto-generated')
    expect(message).toContain('contract.pdf')
    expect(message).toContain(Buffer.from('%PDF-1.7').toString('base64'))
  })

  it('throws when the other side refuses', async () => {
    refuse = true
    await expect(mailer().send(mail, 'msg_2')).rejects.toThrow()
  })
})
