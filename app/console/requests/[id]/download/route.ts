// Downloads from the console: the same files as GET /v1/signature-requests/{id}/download, for the person who is signed in.
import { requireConsoleCaller } from '@/lib/http/console/session'
import { fileAnswer } from '@/lib/http/api/linked-file'
import { parse } from '@/lib/http/input/parse'
import { requireOwnPage } from '@/lib/http/input/same-origin'
import { DownloadQuery } from '@/lib/http/schemas/signature-request'
import { queryOf } from '@/lib/http/node/sent-query'
import { downloadSignedDocument } from '@/lib/operations/completion/download-signed-document'

type Segment = { params: Promise<{ id: string }> }

export async function GET(request: Request, { params }: Segment): Promise<Response> {
  const { id } = await params
  return fileAnswer(request, async (context) => {
    requireOwnPage(request)
    const caller = await requireConsoleCaller(context, request)
    const query = parse(DownloadQuery, Object.fromEntries(queryOf(request)), 'query')
    return downloadSignedDocument(context, caller, { requestId: id, ...query })
  })
}
