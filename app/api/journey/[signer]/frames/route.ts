// POST /api/journey/{signer}/frames
import { withFrames } from '@/lib/http/journey/frames'
import { journeyAnswer } from '@/lib/http/journey/route'
import { json } from '@/lib/http/answer/problem-response'
import { FramesAccepted } from '@/lib/http/schemas/journey'
import { receiveFrames } from '@/lib/operations/steps/document/receive-frames'

export const POST = journeyAnswer(async ({ context, caller, request }) =>
  json(200, FramesAccepted.parse(await withFrames(request, caller.signerId, (upload) => receiveFrames(context, caller, upload)))),
)
