// What the console shows of one request, to whoever is signed in with a key of its account.
import { Problem } from '@/lib/domain/problem'
import { consoleCaller } from '@/lib/http/console/session'
import { pageAnswer } from '@/lib/http/answer/page-answer'
import { presentStatus } from '@/lib/http/schemas/status'
import { statusById } from '@/lib/operations/status/request-status'

type Segment = { params: Promise<{ id: string }> }

export async function GET(_: Request, { params }: Segment): Promise<Response> {
  const { id } = await params
  return pageAnswer(async (context) => {
    const signedIn = await consoleCaller()
    if (!signedIn) throw new Problem('SESSION_ENDED', 'You are signed out. Sign in to the console again.')
    return presentStatus(await statusById(context, signedIn.caller, id), { shared: false })
  })
}
