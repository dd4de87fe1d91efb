// The time-stamping authority, RFC 3161 section 3.4: a TimeStampReq by POST.

import { installation } from '@/lib/context'
import { derAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export async function POST(request: Request): Promise<Response> {
  const { pki } = await installation()
  return derAnswer(request, 'application/timestamp-reply', pki.answerTimestampQuery)
}
