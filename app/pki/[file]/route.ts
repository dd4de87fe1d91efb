// The files that certificates of the test CA point to: CA certificates, revocation lists, the disclosure statement.

import { installation } from '@/lib/context'
import { fileAnswer } from '@/lib/http/pki/pki-answer'

export const dynamic = 'force-dynamic'

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { pki } = await installation()
  return fileAnswer(await pki.certificateFile((await params).file))
}
