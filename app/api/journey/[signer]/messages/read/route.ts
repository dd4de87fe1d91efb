// POST /api/journey/{signer}/messages/read
import { journeyRoute } from '@/lib/http/journey/route'
import { ReadInput } from '@/lib/http/schemas/message'
import { markReadBySigner } from '@/lib/operations/conversation/mark-read'

export const POST = journeyRoute(
  async ({ context, caller, body }) => {
    await markReadBySigner(context, caller, body.to)
    return {}
  },
  { body: ReadInput },
)
