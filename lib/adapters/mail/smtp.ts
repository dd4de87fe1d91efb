// Mail by SMTP.

import { createTransport } from 'nodemailer'
import type { Mailer } from '../../domain/ports'

/** `url`: smtp://user:password@host:587 or smtps://…; `from`: a mail address, with a name or without. */
export function smtpMailer({ url, from, host, requireTLS }: { url: string; from: string; host: string; requireTLS: boolean }): Mailer {
  const transport = createTransport({
    url,
    // Mails hold links that open documents: where the server is another machine, they go to it encrypted or not at all (RFC 3207).
    requireTLS,
    // The mailer never reads files or addresses named in a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
  })
  return {
    async send(mail, messageId) {
      await transport.sendMail({
        from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        ...(mail.html ? { html: mail.html } : {}),
        attachments: mail.attachments.map(({ name, mimeType, bytes }) => ({
          filename: name,
          contentType: mimeType,
          content: Buffer.from(bytes),
        })),
        // The same id at every try: the receiving server can recognise a repetition. RFC 3834: asks for no out-of-office replies.
        messageId: `<${messageId}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
  }
}
