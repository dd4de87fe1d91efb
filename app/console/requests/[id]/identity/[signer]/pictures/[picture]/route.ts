// The pictures of a referred check for the person at the console, never cached. Each look is logged, so a link elsewhere must not make one.
import { fileAnswer } from '@/lib/http/api/linked-file'
import { requireConsoleCaller } from '@/lib/http/console/session'
import { requireOwnPage } from '@/lib/http/input/same-origin'
import { parse } from '@/lib/http/input/parse'
import { PictureParams } from '@/lib/http/schemas/verification-decision'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { getEvidencePicture } from '@/lib/operations/verification/decision/evidence-picture'

type Segment = { params: Promise<{ id: string; signer: string; picture: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { id, signer, picture } = await params
  return fileAnswer(request, async (context) => {
    requireOwnPage(request)
    const caller = await requireConsoleCaller(context, request)
    const wanted = parse(PictureParams, { request_id: id, signer_id: signer, picture }, 'path')
    return getEvidencePicture(await atTimeOf(context, context.db, { request: wanted.requestId }), caller, wanted)
  })
}
