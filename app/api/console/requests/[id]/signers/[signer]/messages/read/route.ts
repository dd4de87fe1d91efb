// How far the requester has read the conversation with one signer.
import { consoleRoute } from '@/lib/http/console/route'
import { ReadInput } from '@/lib/http/schemas/message'
import { markReadByRequester } from '@/lib/operations/conversation/mark-read'

export const POST = consoleRoute(
  'requests:read',
  async ({ context, caller, of, body }) => {
    await markReadByRequester(context, caller, { ...of, ...body })
    return {}
  },
  ReadInput,
)
