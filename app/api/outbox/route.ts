// The messages of test mode; `?to=` narrows the list to one recipient.
import { config } from '@/lib/config'
import { Problem } from '@/lib/domain/problem'
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { parse } from '@/lib/http/input/parse'
import { OutboxQuery, presentOutbox } from '@/lib/http/schemas/outbox'
import { queryOf } from '@/lib/http/node/sent-query'
import { readOutbox } from '@/lib/operations/messages/read-outbox'

export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(queryOf(request))
  return pageAnswer(request, async (context) => {
    if (config().mode !== 'test') throw new Problem('NOT_FOUND.no_path_here')
    return presentOutbox(await readOutbox(context, { address: parse(OutboxQuery, query, 'query').to ?? null }))
  })
}
