// Answers of the public PKI protocols: DER in, DER out, and the files that a certificate's links name.

import { Problem } from '../../domain/problem'
import { wholeBody } from '../input/body-pieces'
import { send } from '../answer/send'

/** The largest request that OCSP and time-stamping clients make is a few hundred octets. */
const LARGEST_QUERY = 16 * 1024

type PublishedFile = { contentType: string; bytes: Uint8Array }

/** Protocol errors are answers in the protocol; only a body that cannot be a request at all is refused in HTTP. */
export async function derAnswer(
  request: Request,
  contentType: string,
  answer: (query: Uint8Array) => Promise<Uint8Array>,
): Promise<Response> {
  let query: Uint8Array
  try {
    query = await wholeBody(request, LARGEST_QUERY, () => new Problem('MALFORMED_REQUEST.pki_large'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return new Response(null, { status: 413 })
  }
  return der(contentType, await answer(query))
}

export function der(contentType: string, bytes: Uint8Array): Response {
  return send({ status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: bytes })
}

/** Null becomes 404. Cached publicly, but briefly, because revocation lists must be fresh. */
export function fileAnswer(file: PublishedFile | null): Response {
  if (!file)
    return new Response('There is no such file. Known are root.pem, root.cer, issuing.cer, root.crl, issuing.crl and pds_en.pdf.\n', {
      status: 404,
    })
  return send({ status: 200, headers: { 'content-type': file.contentType, 'cache-control': 'public, max-age=60' }, body: file.bytes })
}
