// What went out in test mode; `?to=` narrows it to one address.
import { pageAnswer } from '@/lib/http/page-answer'
import { parse } from '@/lib/http/parse'
import { OutboxQuery, presentOutbox } from '@/lib/http/schemas/outbox'
import { queryOf } from '@/lib/http/sent-query'
import { requireTestMode } from '@/lib/http/test-mode'
import { readOutbox } from '@/lib/operations/messages/read-outbox'

export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(queryOf(request))
  return pageAnswer(async (context) => {
    requireTestMode()
    return presentOutbox(await readOutbox(context, { address: parse(OutboxQuery, query, 'query').to ?? null }))
  })
}
