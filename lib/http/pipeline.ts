// The one pipeline of the REST API, in order: API key, rate limit, scope, idempotency, parse, operation, present, headers.

import type { z } from 'zod'
import { Problem } from '../domain/problem'
import type { ApiCaller, Context } from '../operations/context'
import { authenticate, keyOf, requireScope, type Scope } from './authenticate'
import { readBody } from './body'
import { fileHeaders } from './file-headers'
import { idempotencyKeyOf, once } from './idempotency'
import type { UploadedFile } from './multipart'
import { parse } from './parse'
import { json, problemAnswer, type Answer } from './problem-response'
import { anonymousSubject, countRequest, quotaHeaders, refuseWhenExceeded } from './rate-limit'

type Schema<T> = z.ZodType<T>
/** A file to be sent as it is. */
export type Download = { name: string; mimeType: string; bytes: Uint8Array }

type Common<P, Q, B, F> = {
  scope: Scope
  params?: Schema<P>
  query?: Schema<Q>
  /** JSON, or with `form` the text fields beside the file of a multipart body. */
  body?: Schema<B>
  /** How the operation calls the uploaded file. */
  form?: (file: UploadedFile) => F
  /** 200 unless said otherwise. */
  status?: 200 | 201
}
/** `view` is what the wire shows: whatever `present` gives beyond it is dropped, whatever is missing is a bug. */
type Presented<R> = { view: z.ZodType; present: (result: R, context: Context) => unknown; location?: (result: R) => string }
type Sent<R> = { download: (result: R) => Download }
export type RouteOptions<R, P, Q, B, F = object> = Common<P, Q, B, F> & (Presented<R> | Sent<R>)

export type Operation<I, R> = (context: Context, caller: ApiCaller, input: I) => Promise<R>

/** Answers one request in the context that was made for it, request id included. */
export async function handle<R, P extends object, Q extends object, B extends object, F extends object>(
  context: Context,
  operation: Operation<P & Q & B & F, R>,
  options: RouteOptions<R, P, Q, B, F>,
  request: Request,
  params: object,
): Promise<Response> {
  const headers: Record<string, string> = { 'x-request-id': context.requestId, 'cache-control': 'no-store' }
  const started = performance.now()
  let answer: Answer
  try {
    const caller = await admit(context, request, headers)
    requireScope(caller, options.scope)
    const { value, file, fingerprint } = await readBody(request, options.form ? 'form' : options.body ? 'json' : 'none')
    const perform = async (): Promise<Answer> => {
      try {
        const url = new URL(request.url)
        const query = Object.fromEntries(url.searchParams)
        if ([...url.searchParams].length !== Object.keys(query).length) throw new Problem('MALFORMED_REQUEST', 'A query parameter was sent twice.')
        const input = {
          ...(options.params ? parse(options.params, params, 'path') : {}),
          ...(options.query ? parse(options.query, query, 'query') : {}),
          ...(options.body ? parse(options.body, value, 'body') : {}),
          ...(options.form ? options.form(required(file)) : {}),
        } as P & Q & B & F
        return answerOf(context, options, await operation(context, caller, input))
      } catch (error) {
        return problemAnswer(context, error)
      }
    }
    const key = request.method === 'GET' || request.method === 'HEAD' ? null : idempotencyKeyOf(request.headers)
    const path = new URL(request.url).pathname
    answer = key === null ? await perform() : await once(context, { caller, key, method: request.method, path, fingerprint }, perform)
  } catch (error) {
    answer = problemAnswer(context, error)
  }
  const { method } = request
  context.log.info({ request_id: context.requestId, method, route: options.scope, status: answer.status, ms: Math.round(performance.now() - started) }, 'api')
  return new Response(new Uint8Array(answer.body), { status: answer.status, headers: { ...answer.headers, ...headers } })
}

/** The key's own quota; whoever has no valid key is counted by address, and still learns the limits. */
async function admit(context: Context, request: Request, headers: Record<string, string>) {
  const caller = await authenticate(context, keyOf(request.headers)).catch(async (error: unknown) => {
    if (!(error instanceof Problem)) throw error
    const quota = await countRequest(context, anonymousSubject(request.headers), 'anonymous')
    Object.assign(headers, quotaHeaders(quota, context.now()))
    refuseWhenExceeded(quota, context.now())
    throw error
  })
  const quota = await countRequest(context, `key:${caller.apiKeyId}`, caller.plan)
  Object.assign(headers, quotaHeaders(quota, context.now()))
  refuseWhenExceeded(quota, context.now())
  return caller
}

function answerOf<R, P, Q, B, F>(context: Context, options: RouteOptions<R, P, Q, B, F>, result: R): Answer {
  if ('download' in options) {
    const { name, mimeType, bytes } = options.download(result)
    return { status: 200, headers: fileHeaders(name, mimeType, bytes.length, 'attachment'), body: bytes }
  }
  const headers = options.location ? { location: `${context.baseUrl}${options.location(result)}` } : {}
  return json(options.status ?? 200, options.view.parse(options.present(result, context)), headers)
}

function required<T>(file: T | null): T {
  if (file !== null) return file
  throw new Problem('VALIDATION_FAILED', 'No file was sent. Add it as a multipart part named "file", as in curl -F "file=@contract.pdf".', {
    errors: [{ pointer: '/file', code: 'REQUIRED', detail: 'this part is required' }],
  })
}
