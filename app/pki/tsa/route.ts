// The time-stamping authority, RFC 3161 section 3.4: a TimeStampReq by POST.
import { derAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export function POST(request: Request): Promise<Response> {
  return derAnswer(request, 'application/timestamp-reply', (pki, query) => pki.answerTimestampQuery(query))
}
