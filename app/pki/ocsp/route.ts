// The OCSP responder, RFC 6960 appendix A: the request in the body of a POST.

import { installation } from '@/lib/context'
import { derAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export async function POST(request: Request): Promise<Response> {
  const { pki } = await installation()
  return derAnswer(request, 'application/ocsp-response', pki.ocspResponse)
}
