// Serves the description: without a key, to every origin, and not again to whoever has it already.

import { createHash } from 'node:crypto'
import { config } from '../../config'
import { contextFor } from '../../context'
import { newId } from '../../domain/ids'
import { admitAnybody } from '../api/admission'
import { problemAnswer } from '../answer/problem-response'
import { send } from '../answer/send'
import { openApiDocument } from './document'

/** Made at the first request; the process does not change afterwards. */
let made: { body: string; etag: string } | undefined

export async function serveDescription(request: Request): Promise<Response> {
  const context = await contextFor(newId('req'))
  const { refusal, headers: quota } = await admitAnybody(context, request)
  if (refusal) return send(problemAnswer(context, refusal), { ...quota, 'x-request-id': context.requestId, 'cache-control': 'no-store' })
  made ??= write()
  const headers = {
    ...quota,
    'x-request-id': context.requestId,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
    etag: made.etag,
  }
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === made?.etag)
  if (known) return new Response(null, { status: 304, headers })
  return new Response(made.body, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

function write(): { body: string; etag: string } {
  const body = JSON.stringify(openApiDocument(config().baseUrl))
  return { body, etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"` }
}
