// What the status page shows, for whoever holds its link.
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { presentStatus } from '@/lib/http/schemas/status'
import { readersLanguage } from '@/lib/i18n'
import { statusByToken } from '@/lib/operations/status/request-status'

type Segment = { params: Promise<{ token: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { token } = await params
  return pageAnswer(request, async (context) =>
    presentStatus(await statusByToken(context, token, await readersLanguage()), { shared: true }),
  )
}
