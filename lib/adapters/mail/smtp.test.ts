// Mail sent to a real SMTP server: it arrives as it was handed over, with the same message id at every try.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smtpMailer } from './smtp'
import { smtpSink, type SmtpSink } from '../../testing/mail/smtp-sink'

let sink: SmtpSink
beforeAll(async () => {
  sink = await smtpSink()
})
afterAll(() => sink.close())

const mailer = () => smtpMailer({ url: sink.url, from: 'Example Bank <sign@example.com>', host: 'sign.example.com', requireTLS: false })
const mail = {
  to: 'anna@example.com',
  subject: 'Zażółć',
  html: '<p>Hello</p>',
  text: 'Hello',
  attachments: [{ name: 'contract.pdf', mimeType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') }],
}

describe('smtpMailer', () => {
  it('sends text, HTML and attachments', async () => {
    await mailer().send(mail, 'msg_1')
    const [message = ''] = sink.received
    expect(message).toContain('From: Example Bank <sign@example.com>')
    expect(message).toContain('Message-ID: <msg_1@sign.example.com>')
    expect(message).toContain('Auto-Submitted: auto-generated')
    expect(message).toContain('contract.pdf')
    expect(message).toContain(Buffer.from('%PDF-1.7').toString('base64'))
  })

  it('hands nothing over in clear where encryption is asked for', async () => {
    const before = sink.received.length
    const strict = smtpMailer({ url: sink.url, from: 'sign@example.com', host: 'sign.example.com', requireTLS: true })
    await expect(strict.send(mail, 'msg_3')).rejects.toThrow()
    expect(sink.received).toHaveLength(before)
  })

  it('throws when the other side refuses', async () => {
    sink.refuse = true
    await expect(mailer().send(mail, 'msg_2')).rejects.toThrow()
  })
})
