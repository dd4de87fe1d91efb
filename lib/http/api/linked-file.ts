// Sends files to browsers: behind file links, which need no key because they are unguessable and expire, and from the console.

import { openLinkedFile } from '../../operations/completion/open-linked-file'
import type { Context } from '../../operations/kernel/context'
import type { File } from '../../operations/kernel/file'
import { answered } from '../answer/answered'
import { fileHeaders } from '../answer/file-headers'
import type { Answer } from '../answer/problem-response'
import { admitAnybody } from './admission'

type Segment = { params: Promise<{ token: string; name: string }> }

const WRAPPED = { log: { name: 'file' }, headers: { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } }

export async function linkedFile(request: Request, segment: Segment): Promise<Response> {
  const { token, name } = await segment.params
  return answered(request, WRAPPED, async (call) => {
    await admitAnybody(call)
    return sent(await openLinkedFile(call.context, { token, name }), 'private, max-age=3600')
  })
}

export function fileAnswer(request: Request, file: (context: Context) => Promise<File>): Promise<Response> {
  return answered(request, WRAPPED, async ({ context }) => sent(await file(context), 'no-store'))
}

function sent({ name, mimeType, bytes }: File, caching: string): Answer {
  const headers = fileHeaders(name, mimeType, mimeType === 'image/png' ? 'inline' : 'attachment')
  return { status: 200, headers: { ...headers, 'cache-control': caching }, body: bytes }
}
