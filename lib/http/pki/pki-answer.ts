// Answers of the public PKI protocols: DER in, DER out, and the files that a certificate's links name.

import { createHash } from 'node:crypto'
import { installation, type Installation } from '../../context'
import { Problem } from '../../domain/problem'
import { answered } from '../answer/answered'
import type { Answer } from '../answer/problem-response'
import { wholeBody } from '../input/body-pieces'
import { bodyLimitOf } from '../input/route-limits'

type Pki = Installation['pki']
type DerType = 'application/ocsp-response' | 'application/timestamp-reply'

export async function pkiAnswer(request: Request, answer: (pki: Pki) => Promise<Answer>): Promise<Response> {
  const { pki, contextFor } = await installation()
  return answered(request, { context: contextFor(), log: { name: 'pki' } }, () => answer(pki))
}

/** Protocol errors are answers in the protocol; only a body that cannot be a request at all is refused in HTTP. */
export function derAnswer(
  request: Request,
  type: DerType,
  answer: (pki: Pki, query: Uint8Array) => Promise<Uint8Array>,
): Promise<Response> {
  return pkiAnswer(request, async (pki) => {
    const query = await wholeBody(request, bodyLimitOf(request), () => new Problem('MALFORMED_REQUEST.pki_large')).catch(tooLarge)
    return query === null ? { status: 413, headers: {}, body: null } : der(type, await answer(pki, query))
  })
}

function tooLarge(error: unknown): null {
  if (error instanceof Problem) return null
  throw error
}

function der(type: DerType, bytes: Uint8Array): Answer {
  return { status: 200, headers: { 'content-type': type }, body: bytes }
}

/** The answer to an error is five octets. Caches keep no errors (RFC 5019, section 5). */
const ERROR_OCTETS = 5

/**
 * The answer to a GET, which caches keep (RFC 5019, section 6.2). For a minute only, though it is good for a day: who asks whether a
 * certificate was revoked wants to know it now.
 */
export function ocspAnswer(bytes: Uint8Array): Answer {
  const answer = der('application/ocsp-response', bytes)
  if (bytes.length <= ERROR_OCTETS) return answer
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`
  return { ...answer, headers: { ...answer.headers, etag, 'cache-control': 'public, max-age=60, no-transform, must-revalidate' } }
}

type PublishedFile = Awaited<ReturnType<Pki['certificateFile']>>

/** Null becomes 404. Cached publicly, but briefly, because revocation lists must be fresh. */
export function publishedFile(file: PublishedFile): Answer {
  if (!file) return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(NO_SUCH_FILE) }
  return { status: 200, headers: { 'content-type': file.contentType, 'cache-control': 'public, max-age=60' }, body: file.bytes }
}

const NO_SUCH_FILE = 'There is no such file. Known are root.pem, root.cer, issuing.cer, root.crl, issuing.crl, tl.xml and pds_en.pdf.\n'
