// Declares the endpoints of the REST API: each names its operation, its schemas and its words once; routes serve it, openapi.json describes
// it.

import type { z } from 'zod'
import { contextFor } from '../../context'
import type { Scope } from '../../domain/permissions'
import type { ProblemCode } from '../../domain/problem'
import { refuseMethod, tellMethods, type Answered, type Method } from './not-allowed'
import { handle, type Operation, type RouteOptions } from './pipeline'

export type Tag = 'Documents' | 'Signature requests' | 'Signers' | 'Direct signatures' | 'Validation' | 'Webhooks' | 'Sandbox' | 'Account'

/** The words of the reference beside the schemas. */
export type Description = {
  /** The verb of the operation, in camel case: createSignatureRequest. */
  operationId: string
  method: Method
  /** Below /v1, with parameters in braces: /signature-requests/{request_id}. */
  path: string
  tag: Tag
  /** One line without a full stop. */
  summary: string
  /** Markdown: what it does, when it may be called, what it costs. */
  description?: string
  /** The refusals of its own; those that every endpoint may give (key, limits, syntax) are not listed. */
  problems?: readonly ProblemCode[]
}

export type Endpoint = Description & {
  scope: Scope
  status: number
  params?: z.ZodType
  query?: z.ZodType
  /** The JSON body, or with `form` the text fields beside the file of a multipart body. */
  body?: z.ZodType
  form: boolean
  /** What a JSON answer shows; absent where nothing but a file is sent. */
  view?: z.ZodType
  /** Media types of the file that is sent, or may be asked for instead. */
  sends?: readonly string[]
  /** Whether the answer names what was created in Location. */
  locates: boolean
  handle(request: Request, params: object): Promise<Response>
}

export function endpoint<R, P extends object = object, Q extends object = object, B extends object = object, F extends object = object>(
  operation: Operation<P & Q & B & F, R>,
  declared: Description & RouteOptions<R, P, Q, B, F>,
): Endpoint {
  const { operationId, method, path, tag, summary, description, problems, scope, params, query, body, form, status = 200 } = declared
  return {
    operationId,
    method,
    path,
    tag,
    summary,
    scope,
    status,
    form: form !== undefined,
    locates: 'location' in declared,
    ...(description === undefined ? {} : { description }),
    ...(problems ? { problems } : {}),
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body } : {}),
    ...('download' in declared
      ? { sends: declared.sends }
      : { view: declared.view, ...(declared.instead && { sends: declared.instead.sends }) }),
    handle: async (request, values) => handle(await contextFor(), operation, declared, request, values),
  }
}

type Segment = { params: Promise<Record<string, string | string[] | undefined>> }
type Handler = (request: Request, segment: Segment) => Promise<Response>

/** The handlers of one path: those of its endpoints, a 405 with Allow for every other method, and OPTIONS. */
export function serve(...endpoints: readonly Endpoint[]): Record<Answered, Handler> {
  const allowed = endpoints.map(({ method }) => method)
  const of = (method: Method): Handler => {
    const found = endpoints.find((declared) => declared.method === method)
    return found ? async (request, segment) => found.handle(request, await segment.params) : (request) => refuseMethod(request, allowed)
  }
  return {
    GET: of('GET'),
    POST: of('POST'),
    PUT: of('PUT'),
    PATCH: of('PATCH'),
    DELETE: of('DELETE'),
    OPTIONS: (request) => tellMethods(request, allowed),
  }
}
