// The files that certificates of the test CA point to: CA certificates, revocation lists, the disclosure statement.
import { pkiAnswer, publishedFile } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params
  return pkiAnswer(request, async (pki) => publishedFile(await pki.certificateFile(file)))
}
