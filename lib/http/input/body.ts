// Reads the body of a request, with limits, and answers its fingerprint: what makes two requests the same for idempotency.

import { randomUUID } from 'node:crypto'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { limitConcurrency } from '../../operations/kernel/limit-concurrency'
import { queryOf } from '../node/sent-query'
import { contentOf, stagedBody, wholeBody } from './body-pieces'
import { fileFrom, LARGEST_WRITTEN } from './embedded-file'
import { fingerprintOf } from './fingerprint'
import { readForm } from './form'
import { longestText, parseJson } from './json'
import { bodyLimitOf, KILOBYTE } from './route-limits'
import type { UploadedFile } from './uploaded-file'

export type Body = { value: unknown; file: UploadedFile | null; fingerprint: string }

/**
 * A file is staged on the disk: the caller discards `file.staged` in the end. `member`: the member of a JSON body that is a file in base64.
 * `largestFile`: bytes; 50 MB unless said otherwise. What else a body may have, its route says (route-limits.ts).
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
  const most = bodyLimitOf(request)
  return jsonOf(request, await wholeBody(request, most, () => tooLarge(most)))
}

type WithFile = { value: unknown; file: UploadedFile | null }

/** A large body is in memory with its file decoded beside it. */
const reading = limitConcurrency('large-json', 2)

/** A large body waits on disk for its turn to be read: however many arrive at once, memory holds two. */
async function readJsonWithFile(blobs: Context['blobs'], request: Request, member: string): Promise<WithFile> {
  const beside = bodyLimitOf(request)
  const refuseFile = () => new Problem('DOCUMENT_TOO_LARGE.embedded', { member })
  const body = await stagedBody(request, { inMemory: beside, most: beside + LARGEST_WRITTEN }, () => blobs.stage(), refuseFile)
  if (body instanceof Uint8Array) return withFile(blobs, jsonOf(request, body), member)
  try {
    return await reading(async () => withLargeFile(blobs, request, await contentOf(body), { member, beside }))
  } finally {
    await body.discard()
  }
}

/** In `value`, the file's digest replaces its base64, so that equal requests have equal values. */
async function withFile(blobs: Context['blobs'], value: unknown, member: string, written?: Uint8Array): Promise<WithFile> {
  const base64 = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined
  if (typeof base64 !== 'string' || base64 === '') return { value, file: null }
  const file = await fileFrom(written ?? Buffer.from(JSON.stringify(base64).slice(1, -1)), member, () => blobs.stage())
  return { value: { ...(value as object), [member]: file.staged.sha256 }, file }
}

/** The one long text of such a body has to be the file. It is never a string: a word that nobody can guess stands for it while the rest is parsed. */
async function withLargeFile(
  blobs: Context['blobs'],
  request: Request,
  bytes: Uint8Array,
  { member, beside }: { member: string; beside: number },
): Promise<WithFile> {
  const { from, to } = longestText(bytes)
  const refusal = () => new Problem('MALFORMED_REQUEST.json_large_beside', { kilobytes: beside / KILOBYTE, member })
  if (bytes.length - (to - from) > beside) throw refusal()
  const word = randomUUID()
  const value = jsonOf(request, Buffer.concat([bytes.subarray(0, from), Buffer.from(word), bytes.subarray(to)]))
  if ((value as Record<string, unknown>)[member] !== word) throw refusal()
  return withFile(blobs, value, member, bytes.subarray(from, to))
}

function jsonOf(request: Request, bytes: Uint8Array): unknown {
  const value = parseJson(bytes)
  if (value === undefined) return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE.json')
  }
  return value
}

export function tooLarge(most: number): Problem {
  return new Problem('MALFORMED_REQUEST.json_large', { kilobytes: most / KILOBYTE })
}
