// The messages of test mode that the visitor may read; `?to=` narrows the list to one recipient.
import { config } from '@/lib/config'
import { Problem } from '@/lib/domain/problem'
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { readableMessages } from '@/lib/http/console/readable-messages'
import { parse } from '@/lib/http/input/parse'
import { OutboxQuery, presentOutbox } from '@/lib/http/schemas/outbox'
import { queryOf } from '@/lib/http/node/sent-query'
import { readOutbox } from '@/lib/operations/messages/read-outbox'

export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(queryOf(request))
  return pageAnswer(request, async (context) => {
    if (config().mode !== 'test') throw new Problem('NOT_FOUND.no_path_here')
    const whose = await readableMessages(context, request.headers)
    if (whose === null) throw new Problem('SESSION_ENDED.console')
    return presentOutbox(await readOutbox(context, whose, { address: parse(OutboxQuery, query, 'query').to ?? null }))
  })
}
