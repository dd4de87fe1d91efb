// Sends files to browsers: behind file links, which need no key because they are unguessable and end, and from the console.

import { contextFor } from '../../context'
import { newId } from '../../domain/ids'
import type { Context } from '../../operations/kernel/context'
import { openLinkedFile } from '../../operations/completion/open-linked-file'
import { admitAnybody } from './admission'
import { fileHeaders } from '../answer/file-headers'
import type { File } from '../../operations/kernel/file'
import { problemAnswer } from '../answer/problem-response'
import { send } from '../answer/send'

type Segment = { params: Promise<{ token: string; name: string }> }

export async function linkedFile(request: Request, segment: Segment): Promise<Response> {
  const { token, name } = await segment.params
  const context = await contextFor(newId('req'))
  const { refusal, headers } = await admitAnybody(context, request)
  return answer(
    context,
    () => (refusal ? Promise.reject(refusal) : openLinkedFile(context, { token, name })),
    'private, max-age=3600',
    headers,
  )
}

export async function fileAnswer(file: (context: Context) => Promise<File>, caching: string): Promise<Response> {
  const context = await contextFor(newId('req'))
  return answer(context, () => file(context), caching)
}

async function answer(context: Context, file: () => Promise<File>, caching: string, quota: Record<string, string> = {}): Promise<Response> {
  const shared = { ...quota, 'x-request-id': context.requestId, 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }
  try {
    const { name, mimeType, bytes } = await file()
    const headers = fileHeaders(name, mimeType, mimeType === 'image/png' ? 'inline' : 'attachment')
    return send({ status: 200, headers: { ...headers, ...shared, 'cache-control': caching }, body: bytes })
  } catch (error) {
    return send(problemAnswer(context, error), { ...shared, 'cache-control': 'no-store' })
  }
}
