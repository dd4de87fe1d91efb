// Reads the body of a request, with limits, and answers its fingerprint: what makes two requests the same for idempotency.

import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { wholeBody } from './body-pieces'
import { fingerprintOf } from './fingerprint'
import { readJsonWithFile } from './json-with-file'
import { readForm, type UploadedFile } from './multipart'
import { queryOf } from '../node/sent-query'

export type Body = { value: unknown; file: UploadedFile | null; fingerprint: string }

const LARGEST_JSON = 1024 * 1024
/** Deeper than any request of ours; far less than what exhausts a function that calls itself, here or in whoever reads our answer. */
const DEEPEST_JSON = 32

/**
 * The file of a form is written aside: whoever reads a body discards `file.staged` in the end. `member`: the member of a JSON body that is a
 * file in base64. `largestFile`: bytes; 50 MB unless said otherwise.
 */
export async function readBody(
  { blobs }: Pick<Context, 'blobs'>,
  request: Request,
  kind: 'json' | 'form' | 'none',
  member: string | null = null,
  largestFile?: number,
): Promise<Body> {
  const query = queryOf(request).toString()
  if (kind === 'none') return { value: undefined, file: null, fingerprint: fingerprintOf(query) }
  if (kind === 'form') {
    const { fields, file } = await readForm(request, () => blobs.stage(), largestFile)
    const parts = Object.entries(fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat()
    return { value: fields, file, fingerprint: fingerprintOf(query, ...parts, ...(file ? [file.name, file.staged.sha256] : [])) }
  }
  if (member === null) {
    const value = jsonOf(request, await readText(request))
    return { value, file: null, fingerprint: fingerprintOf(query, JSON.stringify(value)) }
  }
  const { text, file } = await readJsonWithFile(request, { member, stage: () => blobs.stage(), largest: LARGEST_JSON })
  try {
    const value = jsonOf(request, decoded(text))
    requireFileAsRead(value, member, file)
    return { value, file, fingerprint: fingerprintOf(query, JSON.stringify(value)) }
  } catch (error) {
    await file?.staged.discard()
    throw error
  }
}

/** The name of the member can be written in ways that only the parser understands: then the two do not agree. */
function requireFileAsRead(value: unknown, member: string, file: UploadedFile | null): void {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined
  const expected = file === null || file.staged.size === 0 ? '' : file.staged.sha256
  if (typeof found === 'string' ? found === expected : file === null) return
  throw new Problem('MALFORMED_REQUEST', `Write the name "${member}" plainly, without escapes, and send it once.`)
}

function jsonOf(request: Request, text: string): unknown {
  if (text.trim() === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as JSON, with Content-Type: application/json.')
  }
  return parsed(text)
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
    if (depth > DEEPEST_JSON)
      throw new Problem('MALFORMED_REQUEST', `The JSON body is nested more than ${DEEPEST_JSON} levels deep. Send a flatter one.`)
    level = level.flatMap((inner): unknown[] => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []))
  }
  return value
}

async function readText(request: Request): Promise<string> {
  const bytes = await wholeBody(
    request,
    LARGEST_JSON,
    () => new Problem('MALFORMED_REQUEST', 'The JSON body is larger than 1 MB. Upload documents with POST /v1/documents.'),
  )
  return decoded(bytes)
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('MALFORMED_REQUEST', 'The body is not valid UTF-8.')
  }
}
