// Reads the body of a request, with limits, and answers its fingerprint: what makes two requests the same for idempotency.

import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { limitConcurrency } from '../../operations/kernel/limit-concurrency'
import { queryOf } from '../node/sent-query'
import { contentOf, stagedBody, wholeBody } from './body-pieces'
import { fileFrom, LARGEST_BASE64 } from './embedded-file'
import { fingerprintOf } from './fingerprint'
import { readForm } from './form'
import { MEGABYTE, type UploadedFile } from './uploaded-file'

export type Body = { value: unknown; file: UploadedFile | null; fingerprint: string }

const LARGEST_JSON = MEGABYTE
/** The deepest nesting of JSON: more than any request needs, and far less than what overflows a recursive function, ours or a client's. */
const DEEPEST_JSON = 32

/**
 * A file is staged on the disk: the caller discards `file.staged` in the end. `member`: the member of a JSON body that is a file in base64.
 * `largestFile`: bytes; 50 MB unless said otherwise.
 */
export async function readBody(
  { blobs }: Pick<Context, 'blobs'>,
  request: Request,
  kind: 'json' | 'form' | 'none',
  { member, largestFile }: { member?: string | undefined; largestFile?: number | undefined } = {},
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
  const { value, file } =
    member === undefined ? { value: await readJson(request), file: null } : await readJsonWithFile(blobs, request, member)
  return { value, file, fingerprint: fingerprintOf(query, JSON.stringify(value)) }
}

async function readJson(request: Request): Promise<unknown> {
  return jsonOf(request, await wholeBody(request, LARGEST_JSON, () => new Problem('MALFORMED_REQUEST.json_large')))
}

type WithFile = { value: unknown; file: UploadedFile | null }

/** Parsing takes four times the size of the body in memory. */
const parsing = limitConcurrency('large-json', 2)

/** A large body waits on disk for its turn to be parsed: however many arrive at once, memory holds two. */
async function readJsonWithFile(blobs: Context['blobs'], request: Request, member: string): Promise<WithFile> {
  const refuseFile = () => new Problem('DOCUMENT_TOO_LARGE.embedded', { member })
  const body = await stagedBody(request, { inMemory: LARGEST_JSON, most: LARGEST_JSON + LARGEST_BASE64 }, () => blobs.stage(), refuseFile)
  if (body instanceof Uint8Array) return withFile(blobs, request, member, body)
  try {
    return await parsing(async () => withFile(blobs, request, member, await contentOf(body)))
  } finally {
    await body.discard()
  }
}

/** In `value`, the file's digest replaces its base64, so that equal requests have equal values. */
async function withFile(blobs: Context['blobs'], request: Request, member: string, bytes: Uint8Array): Promise<WithFile> {
  const value = jsonOf(request, bytes)
  const base64 = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined
  const length = typeof base64 === 'string' ? base64.length : 0
  if (length > LARGEST_BASE64) throw new Problem('DOCUMENT_TOO_LARGE.embedded', { member })
  if (bytes.length - length > LARGEST_JSON) throw new Problem('MALFORMED_REQUEST.json_large_beside', { member })
  if (typeof base64 !== 'string' || base64 === '') return { value, file: null }
  const file = await fileFrom(base64, member, () => blobs.stage())
  return { value: { ...(value as object), [member]: file.staged.sha256 }, file }
}

function jsonOf(request: Request, bytes: Uint8Array): unknown {
  const text = decoded(bytes)
  if (text.trim() === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE.json')
  }
  return parsed(text)
}

function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem('MALFORMED_REQUEST.not_json')
  }
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_JSON) throw new Problem('MALFORMED_REQUEST.json_deep', { levels: DEEPEST_JSON })
    level = level.flatMap((inner): unknown[] => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []))
  }
  return value
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('MALFORMED_REQUEST.not_utf8')
  }
}
