// The conversation with one signer, as the console's page of the request follows it and writes into it.
import { consoleRoute } from '@/lib/http/console/route'
import { parse } from '@/lib/http/input/parse'
import { KnownQuery, ThreadView, WrittenInput } from '@/lib/http/schemas/message'
import { requestersThread } from '@/lib/operations/conversation/read-thread'
import { writeToSigner } from '@/lib/operations/conversation/write-to-signer'

export const GET = consoleRoute('requests:read', async ({ context, caller, request, of }) => {
  const known = parse(KnownQuery, Object.fromEntries(new URL(request.url).searchParams), 'query')
  return ThreadView.parse(await requestersThread(context, caller, { ...of, ...known }))
})

export const POST = consoleRoute(
  'requests:write',
  async ({ context, caller, of, body }) => {
    await writeToSigner(context, caller, { ...of, ...body })
    return {}
  },
  WrittenInput,
)
