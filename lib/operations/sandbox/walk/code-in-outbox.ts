// Reads the newest code of a text message out of the outbox, as the person would read it on their phone. Test mode only.

import { Problem } from '../../../domain/problem'
import type { Context } from '../../kernel/context'
import { readContent } from '../../kernel/outbox'

export async function codeInOutbox(
  context: Context,
  signerId: string,
  template: 'signing_code' | 'phone_code' | 'holder_code',
): Promise<string> {
  const newest = await context.db.outboxMessage.findFirst({
    where: { signerId, template, channel: 'sms', mode: 'test' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const code = newest && /^\d{6}/.exec(readContent(context, newest).text)?.[0]
  if (!code) throw new Problem('STATE_CONFLICT.no_code_sent')
  return code
}
