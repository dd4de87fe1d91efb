// The outbox: a mail or text message is a sealed row of the same transaction as the event that causes it, and a job that delivers it.

import type { Mode } from '../../domain/event'
import { newId } from '../../domain/ids'
import { Channel } from '../../generated/prisma/enums'
import { bound, requireWhole, type Stored } from './bound-rows'
import type { Context, Tx } from './context'
import { openColumn, sealColumn } from './sealed-columns'

export { Channel }

/**
 * A file to go along, by reference: resolved when the message is delivered, never copied into the row. `sha256`: of the revision; absent in
 * messages of before.
 */
export type Attachment = { name: string; mimeType: string } & ({ revision: string; sha256?: string } | { blob: string })

export type MessageContent = { to: string; subject: string; html: string; text: string; attachments: readonly Attachment[] }

export type Posting = {
  tenantId: string
  mode: Mode
  requestId?: string
  signerId?: string
  channel: Channel
  /** Names the kind of message (`invitation`, `signing_code`…) for the outbox and the logs. */
  template: string
  to: string
  subject?: string
  html?: string
  text: string
  attachments?: readonly Attachment[]
}

/** Answers the message's id. The message is delivered after the transaction commits, at least once, with retries. */
export async function post(context: Context, tx: Tx, posting: Posting): Promise<string> {
  const { to, subject = '', html = '', text, attachments = [] } = posting
  const id = newId('msg')
  await tx.outboxMessage.create({
    data: bound(context.secrets, 'outboxMessage', {
      id,
      tenantId: posting.tenantId,
      mode: posting.mode,
      requestId: posting.requestId ?? null,
      signerId: posting.signerId ?? null,
      channel: posting.channel,
      template: posting.template,
      createdAt: context.machineNow(),
      content: sealContent(context, id, { to, subject, html, text, attachments }),
    }),
  })
  await context.enqueue(tx, 'deliver_message', { message: id }, { key: id })
  return id
}

/** Opens the content of a row. It is sealed for the id of the row, and the row says for whom it is. */
export function readContent(
  context: Pick<Context, 'secrets' | 'integrity' | 'log'>,
  message: Stored<'outboxMessage'> & { id: string; content: Uint8Array },
): MessageContent {
  requireWhole(context, 'outboxMessage', message)
  const plaintext = openColumn(context, 'message', message.id, message.content)
  return JSON.parse(plaintext.toString('utf8')) as MessageContent
}

/** Sealed under the server share: text messages carry signing codes, and the database alone must not give them away. */
function sealContent(context: Context, id: string, content: MessageContent): Uint8Array<ArrayBuffer> {
  return sealColumn(context.secrets, 'message', id, Buffer.from(JSON.stringify(content)))
}
