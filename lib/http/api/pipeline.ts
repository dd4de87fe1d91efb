// The one pipeline of the REST API, in order: API key, rate limit, scope, idempotency, parse, operation, present, headers.

import { z } from 'zod'
import { Problem, type FieldPath } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import { requirePermission, type Scope } from '../../domain/permissions'
import type { Context } from '../../operations/kernel/context'
import type { LoadedRequest } from '../../operations/requests/load-requests'
import { atTimeOf } from '../../operations/kernel/request-clock'
import type { File } from '../../operations/kernel/file'
import { answered } from '../answer/answered'
import { admit } from './admission'
import { readBody, type Body } from '../input/body'
import { fileHeaders } from '../answer/file-headers'
import { idempotencyKeyOf, once } from './idempotency'
import type { UploadedFile } from '../input/uploaded-file'
import { parse } from '../input/parse'
import { onTheWire } from '../answer/field-path'
import { json, orProblem, type Answer } from '../answer/problem-response'
import { queryOf } from '../node/sent-query'

type Schema<T> = z.ZodType<T>

type Common<P, Q, B, F> = {
  scope: Scope
  params?: Schema<P>
  query?: Schema<Q>
  /** JSON, or with `form` the text fields beside the file of a multipart body. */
  body?: Schema<B>
  /** Puts the uploaded file into the operation's input. */
  form?: (file: UploadedFile) => F
  /** Bytes; 50 MB unless said otherwise. */
  largestFile?: number
  /** `member` of the JSON body may be a file in base64, which takes `scope`; `as` puts the file into the operation's input. */
  embeds?: { member: string; scope: Scope; as: (file: UploadedFile | null) => F }
  /** The operation makes the answer to a repetition anew, of what it did and of what is sent: no answer of success is kept, for it holds a document. */
  answersAnew?: true
  /** For operations that show one signature request, which is read together with the key: puts it into the operation's input. */
  reads?: (request: LoadedRequest | null) => F
  /** The path in the JSON body `sent` of a field that the operation names; needed where the two differ in more than spelling. */
  pathOf?: (path: FieldPath, sent: unknown) => FieldPath
  /** 200 unless said otherwise. */
  status?: 200 | 201 | 202
}
/** `view`: the schema of the answer. Members of `present` beyond it are dropped; a missing one is a bug. */
type Presented<R> = {
  view: z.ZodType
  present: (result: R, context: Context) => unknown
  location?: (result: R) => string
  /** Where the caller asked for a file in the place of the answer. */
  instead?: { file: (result: R) => File | null; sends: readonly string[] }
}
/** `sends`: the media types that `download` may have, for the description. */
type Sent<R> = { download: (result: R) => File; sends: readonly string[] }
export type RouteOptions<R, P, Q, B, F = object> = Common<P, Q, B, F> & (Presented<R> | Sent<R>)

export type Operation<I, R> = (context: Context, caller: OrganisationCaller, input: I) => Promise<R>

/** Answers one request in the context that was made for it, request id included. */
export async function handle<R, P extends object, Q extends object, B extends object, F extends object>(
  context: Context,
  operation: Operation<P & Q & B & F, R>,
  options: RouteOptions<R, P, Q, B, F>,
  request: Request,
  params: object,
): Promise<Response> {
  return answered(request, { context, log: { name: 'api', fields: { scope: options.scope } } }, async (call) => {
    const { caller, request: read } = await admit(call, options.reads ? requestNamed(options.params, params) : {})
    if (caller instanceof Problem) throw caller
    requirePermission(caller, options.scope)
    const kind = options.form ? 'form' : options.body ? 'json' : 'none'
    const body = await readBody(context, request, kind, { member: options.embeds?.member, largestFile: options.largestFile })
    try {
      if (options.embeds && body.file) requirePermission(caller, options.embeds.scope)
      const perform = (at: Context) =>
        orProblem(at, async () => {
          const input = inputOf(options, request, params, body, read)
          const result = await operation(await timed(at, caller, input, options), caller, input).catch((error: unknown) => {
            throw error instanceof Problem ? error.withPaths((path) => onTheWire(options.pathOf?.(path, body.value) ?? path)) : error
          })
          return answerOf(at, options, result)
        })
      const reading = request.method === 'GET' || request.method === 'HEAD'
      const key = reading ? null : idempotencyKeyOf(request.headers)
      if (key === null) return await perform(context)
      const { pathname: path } = new URL(request.url)
      const asked = { caller, key, method: request.method, path, fingerprint: body.fingerprint }
      return await once(context, asked, perform, { keeps: options.answersAnew ? (status) => status >= 400 : () => true })
    } finally {
      await body.file?.staged.discard()
    }
  })
}

/** Only ids reach the database; a caller with a key is told later what is wrong with the value. */
function requestNamed(schema: Schema<unknown> | undefined, params: object): { request?: string } {
  const { data } = schema?.safeParse(params) ?? {}
  return typeof data === 'object' && data !== null && 'requestId' in data && typeof data.requestId === 'string'
    ? { request: data.requestId }
    : {}
}

/** The context with the time of the signature request, which a test clock may have moved. */
async function timed(context: Context, { mode }: OrganisationCaller, input: object, { reads }: { reads?: unknown }): Promise<Context> {
  if (mode !== 'test' || reads || !('requestId' in input) || typeof input.requestId !== 'string') return context
  return atTimeOf(context, context.db, { request: input.requestId })
}

/** An unknown parameter is refused: its sender meant something by it. */
const NO_QUERY = z.strictObject({})

/** What the operation is given: the parsed parts of the request, side by side. */
function inputOf<R, P, Q, B, F>(
  options: RouteOptions<R, P, Q, B, F>,
  request: Request,
  params: object,
  { value, file }: Body,
  read: LoadedRequest | null,
): P & Q & B & F {
  const given = [...queryOf(request)]
  const query = Object.fromEntries(given)
  if (given.length !== Object.keys(query).length) throw new Problem('MALFORMED_REQUEST.parameter_twice')
  return {
    ...(options.params ? parse(options.params, params, 'path') : {}),
    ...(options.query ? parse(options.query, query, 'query') : parse(NO_QUERY, query, 'query')),
    ...(options.body ? parse(options.body, value, 'body') : {}),
    ...(options.form ? options.form(required(file)) : {}),
    ...(options.embeds ? options.embeds.as(file) : {}),
    ...(options.reads ? options.reads(read) : {}),
  } as P & Q & B & F
}

function answerOf<R, P, Q, B, F>(context: Context, options: RouteOptions<R, P, Q, B, F>, result: R): Answer {
  if ('download' in options) return sent(options.download(result))
  const file = options.instead?.file(result)
  if (file) return sent(file)
  const headers = options.location ? { location: `${context.baseUrl}${options.location(result)}` } : {}
  return json(options.status ?? 200, options.view.parse(options.present(result, context)), headers)
}

const sent = ({ name, mimeType, bytes }: File): Answer => ({ status: 200, headers: fileHeaders(name, mimeType, 'attachment'), body: bytes })

function required<T>(file: T | null): T {
  if (file !== null) return file
  throw new Problem(
    'VALIDATION_FAILED.no_file',
    {},
    {
      errors: [{ path: ['file'], code: 'REQUIRED', detail: 'part_required' }],
    },
  )
}
