// The conversation with one signer, as the console's page of the request follows it.
import { requireConsoleCaller } from '@/lib/http/console/session'
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { parse } from '@/lib/http/input/parse'
import { KnownQuery, ThreadView } from '@/lib/http/schemas/message'
import { requestersThread } from '@/lib/operations/conversation/read-thread'

type Segment = { params: Promise<{ id: string; signer: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { id, signer } = await params
  return pageAnswer(request, async (context) => {
    const caller = await requireConsoleCaller(context)
    const known = parse(KnownQuery, Object.fromEntries(new URL(request.url).searchParams), 'query')
    return ThreadView.parse(await requestersThread(context, caller, { requestId: id, signerId: signer, ...known }))
  })
}
