// The OCSP responder, RFC 6960 appendix A: the request in the body of a POST.
import { derAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export function POST(request: Request): Promise<Response> {
  return derAnswer(request, 'application/ocsp-response', (pki, query) => pki.ocspResponse(query))
}
