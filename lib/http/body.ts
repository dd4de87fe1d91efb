// Reads the body of a request, with limits, and answers its fingerprint: what makes two requests the same for idempotency.

import { Problem } from '../domain/problem'
import { fingerprintOf } from './idempotency'
import { readForm, type UploadedFile } from './multipart'

export type Body = { value: unknown; file: UploadedFile | null; fingerprint: string }

const LARGEST_JSON = 1024 * 1024

export async function readBody(request: Request, kind: 'json' | 'form' | 'none'): Promise<Body> {
  const query = new URL(request.url).search
  if (kind === 'none') return { value: undefined, file: null, fingerprint: fingerprintOf(query) }
  if (kind === 'form') {
    const { fields, file } = await readForm(request)
    const parts = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)).flat()
    return { value: fields, file, fingerprint: fingerprintOf(query, ...parts, ...(file ? [file.name, file.bytes] : [])) }
  }
  const text = await readText(request)
  if (text.trim() === '') return { value: {}, file: null, fingerprint: fingerprintOf(query, '') }
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as JSON, with Content-Type: application/json.')
  }
  try {
    const value: unknown = JSON.parse(text)
    return { value, file: null, fingerprint: fingerprintOf(query, JSON.stringify(value)) }
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The body is not valid JSON. Check quotation marks, commas and brackets.')
  }
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > LARGEST_JSON) throw new Problem('MALFORMED_REQUEST', 'The JSON body is larger than 1 MB. Upload documents with POST /v1/documents.')
    chunks.push(value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The body is not valid UTF-8.')
  }
}
