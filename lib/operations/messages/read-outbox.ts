// Lists the messages of test mode, newest first, as they look; live messages cannot be read here.

import type { Channel, OutboxState } from '../../generated/prisma/client'
import { isWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { readContent } from '../kernel/outbox'

export type OutgoingMessage = {
  id: string
  channel: Channel
  template: string
  to: string
  subject: string
  html: string
  text: string
  attachments: string[]
  state: OutboxState
  requestId: string | null
  signerId: string | null
  createdAt: Date
}

const SHOWN = 100

/** The messages of one account, or of all. */
export type Whose = { tenantId: string } | 'all'

/** `address` narrows the list to one recipient: a mail address or a phone number. */
export async function readOutbox(
  context: Context,
  whose: Whose,
  { address = null }: { address?: string | null } = {},
): Promise<OutgoingMessage[]> {
  const rows = await context.db.outboxMessage.findMany({
    where: { mode: 'test', ...(whose === 'all' ? {} : { tenantId: whose.tenantId }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: address === null ? SHOWN : SHOWN * 10,
  })
  const messages = rows
    // One that was changed outside of the product is left out, and is in the log.
    .filter((row) => row.content.length > 0 && isWhole(context, 'outboxMessage', row))
    .map((row): OutgoingMessage => {
      const { to, subject, html, text, attachments } = readContent(context, row)
      return {
        id: row.id,
        channel: row.channel,
        template: row.template,
        to,
        subject,
        html,
        text,
        attachments: attachments.map(({ name }) => name),
        state: row.state,
        requestId: row.requestId,
        signerId: row.signerId,
        createdAt: row.createdAt,
      }
    })
  return messages.filter(({ to }) => address === null || to === address).slice(0, SHOWN)
}
