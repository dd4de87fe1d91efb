// Delivers one message of the outbox by mail or text message; without a mail server or gateway the message stays in the outbox.

import { JOB } from '../../domain/caller'
import type { Mail } from '../../domain/ports'
import type { OutboxMessage, OutboxState } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { readContent, type Attachment, type MessageContent } from '../kernel/outbox'
import { readRevision } from '../kernel/revisions'
import { isSandboxAddress } from '../kernel/magic-address'
import { isForSandbox } from '../messages/send-text'

/** After so many tries a message counts as undeliverable; with the queue's growing pauses that is about four hours. */
const TRIES = 24

/** Throws when the other side refuses, so that the queue tries again. A message already dealt with is left alone. */
export async function deliverMessage(context: Context, input: { message: string }): Promise<void> {
  const message = await context.db.outboxMessage.findUnique({ where: { id: input.message } })
  if (message?.state !== 'queued') return
  try {
    const sent = await deliver(context, message, readContent(context, message))
    await finish(context, context.db, message, sent ? 'sent' : 'kept')
  } catch (error) {
    const attempts = message.attempts + 1
    await context.db.outboxMessage.update({ where: { id: message.id }, data: { attempts } })
    if (attempts < TRIES) throw error
    await giveUp(context, message)
    context.log.error(
      { message_id: message.id, template: message.template, channel: message.channel, error },
      'a message could not be delivered',
    )
  }
}

/** That a message did not reach its signer is a fact of the request, of which the requester is told. */
async function giveUp(context: Context, message: OutboxMessage): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const { requestId, signerId: signer, channel, template } = message
    if (requestId !== null && signer !== null) {
      await append(context, tx, requestId, [{ by: JOB, fact: { type: 'message_not_delivered', signer, channel, template } }])
    }
    await finish(context, tx, message, 'failed')
  })
}

async function deliver(context: Context, message: OutboxMessage, content: MessageContent): Promise<boolean> {
  if (message.channel === 'sms') {
    const gateway = context.texts(message.mode)
    if (!gateway || (await isForTheSandbox(context, message, content))) return false
    await gateway.send({ to: content.to, body: content.text }, message.id)
    return true
  }
  if (!context.mailer || (await isForTheSandbox(context, message, content))) return false
  const { to, subject, html, text } = content
  await context.mailer.send(
    { to, subject, html, text, attachments: await Promise.all(content.attachments.map((a) => resolve(context, a))) },
    message.id,
  )
  return true
}

/** Not delivered: mails to magic addresses, which have no mailbox, and text messages to signers for whom the sandbox acts. */
async function isForTheSandbox(context: Context, { mode, channel, signerId }: OutboxMessage, { to }: MessageContent): Promise<boolean> {
  if (mode !== 'test') return false
  if (channel === 'email') return isSandboxAddress(to)
  const signer = signerId === null ? null : await context.db.signer.findUnique({ where: { id: signerId } })
  return isForSandbox(mode, signer && requireWhole(context, 'signer', signer), to)
}

async function resolve(context: Context, attachment: Attachment): Promise<Mail['attachments'][number]> {
  const { name, mimeType } = attachment
  if ('blob' in attachment) return { name, mimeType, bytes: await context.blobs.get(attachment.blob) }
  const revision = await context.db.revision.findUniqueOrThrow({ where: { id: attachment.revision } })
  // The row could be changed until the message goes out; what is sealed in the message cannot.
  return { name, mimeType, bytes: await readRevision(context, { ...revision, sha256: attachment.sha256 ?? revision.sha256 }) }
}

/** Test mode keeps the content, for /outbox to show. Live mode deletes it, because it holds addresses and signing codes. */
async function finish(context: Context, db: Tx, message: OutboxMessage, state: OutboxState): Promise<void> {
  const forget = message.mode === 'live' && state !== 'kept' ? { content: new Uint8Array() } : {}
  await db.outboxMessage.update({
    where: { id: message.id },
    data: { state, ...(state === 'sent' ? { sentAt: context.now(), attempts: message.attempts + 1 } : {}), ...forget },
  })
}
