// What the console shows of one request, to a browser signed in with a key of its account.
import { requireConsoleCaller } from '@/lib/http/console/session'
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { presentStatus } from '@/lib/http/schemas/status'
import { noteSeen } from '@/lib/operations/conversation/mark-read'
import { statusById } from '@/lib/operations/status/request-status'

type Segment = { params: Promise<{ id: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { id } = await params
  return pageAnswer(request, async (context) => {
    const standing = await statusById(context, await requireConsoleCaller(context, request), id)
    await noteSeen(context, 'requester', { requestId: standing.id })
    return presentStatus(standing, { shared: false })
  })
}
