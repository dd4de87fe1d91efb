// The OCSP responder, RFC 6960 appendix A.1: the request, base64 and then URL-encoded, as the rest of the path of a GET.
import { ocspRequestOfPath } from '@/lib/context'
import { ocspAnswer, pkiAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { params: Promise<{ request: string[] }> }): Promise<Response> {
  // Base64 may contain slashes, which arrive as several segments.
  const query = ocspRequestOfPath((await params).request.join('/'))
  return pkiAnswer(request, async (pki) => ocspAnswer(await pki.ocspResponse(query ?? new Uint8Array())))
}
