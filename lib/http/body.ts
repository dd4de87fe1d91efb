// Reads the body of a request, with limits, and answers its fingerprint: what makes two requests the same for idempotency.

import { Problem } from '../domain/problem'
import { fingerprintOf } from './idempotency'
import { readForm, type UploadedFile } from './multipart'

export type Body = { value: unknown; file: UploadedFile | null; fingerprint: string }

const LARGEST_JSON = 1024 * 1024
/** Deeper than any request of ours; far less than what exhausts a function that calls itself, here or in whoever reads our answer. */
const DEEPEST_JSON = 32

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
  const value = parsed(text)
  return { value, file: null, fingerprint: fingerprintOf(query, JSON.stringify(value)) }
}

function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The body is not valid JSON. Check quotation marks, commas and brackets.')
  }
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_JSON) throw new Problem('MALFORMED_REQUEST', `The JSON body is nested more than ${DEEPEST_JSON} levels deep. Send a flatter one.`)
    level = level.flatMap((inner): unknown[] => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []))
  }
  return value
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
