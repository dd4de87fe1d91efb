// What the status page shows to anybody who holds its link.
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { presentStatus } from '@/lib/http/schemas/status'
import { statusByToken } from '@/lib/operations/status/request-status'
import { readersLanguage } from '@/lib/wording/readers-language'

type Segment = { params: Promise<{ token: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { token } = await params
  const language = readersLanguage(request)
  return pageAnswer(request, async (context) => presentStatus(await statusByToken(context, token, language), { shared: true }), language)
}
