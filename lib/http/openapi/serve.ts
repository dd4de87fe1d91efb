// Serves the description: without a key, to every origin, and not again to a client that has it already (ETag).

import { config } from '../../config'
import { sha256Hex } from '../../crypto/algorithms'
import { answered } from '../answer/answered'
import { admitAnybody } from '../api/admission'
import { openApiDocument } from './document'

/** Made at the first request: the description does not change while the process runs. */
let made: { body: Uint8Array; etag: string } | undefined

export function serveDescription(request: Request): Promise<Response> {
  return answered(request, { log: { name: 'description' } }, async (call) => {
    await admitAnybody(call)
    const { body, etag } = (made ??= write())
    const headers = {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300',
      etag,
    }
    const known = request.headers.get('if-none-match')?.split(',') ?? []
    if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return { status: 304, headers, body: null }
    return { status: 200, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body }
  })
}

function write(): { body: Uint8Array; etag: string } {
  const body = Buffer.from(JSON.stringify(openApiDocument(config().baseUrl)))
  return { body, etag: `"${sha256Hex(body).slice(0, 32)}"` }
}
