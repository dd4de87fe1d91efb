// Sends files to browsers: behind file links, which need no key because they are unguessable and end, and from the console.

import { contextFor } from '../context'
import { newId } from '../domain/ids'
import type { Context } from '../operations/context'
import { openLinkedFile } from '../operations/document/open-linked-file'
import { fileHeaders } from './file-headers'
import type { Download } from './pipeline'
import { problemAnswer } from './problem-response'

type Segment = { params: Promise<{ token: string }> }

export async function linkedFile(_: Request, segment: Segment): Promise<Response> {
  const { token } = await segment.params
  return fileAnswer((context) => openLinkedFile(context, token), 'private, max-age=3600')
}

export async function fileAnswer(file: (context: Context) => Promise<Download>, caching: string): Promise<Response> {
  const context = await contextFor(newId('req'))
  const shared = { 'x-request-id': context.requestId, 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }
  try {
    const { name, mimeType, bytes } = await file(context)
    const headers = fileHeaders(name, mimeType, bytes.length, mimeType === 'image/png' ? 'inline' : 'attachment')
    return new Response(new Uint8Array(bytes), { headers: { ...headers, ...shared, 'cache-control': caching } })
  } catch (error) {
    const answer = problemAnswer(context, error)
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: { ...answer.headers, ...shared, 'cache-control': 'no-store' } })
  }
}
