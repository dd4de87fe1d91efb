// GET and POST /api/journey/{signer}/messages
import { parse } from '@/lib/http/input/parse'
import { journeyRoute } from '@/lib/http/journey/route'
import { KnownQuery, ThreadView, WrittenInput } from '@/lib/http/schemas/message'
import { noteSeen } from '@/lib/operations/conversation/mark-read'
import { signersThread } from '@/lib/operations/conversation/read-thread'
import { writeToRequester } from '@/lib/operations/conversation/write-to-requester'

export const GET = journeyRoute(
  async ({ context, caller, request }) => {
    await noteSeen(context, 'signer', { id: caller.signerId })
    const known = parse(KnownQuery, Object.fromEntries(new URL(request.url).searchParams), 'query')
    return signersThread(context, caller, known)
  },
  { present: ThreadView },
)

export const POST = journeyRoute(
  async ({ context, caller, body }) => {
    await writeToRequester(context, caller, body)
    return {}
  },
  { body: WrittenInput },
)
