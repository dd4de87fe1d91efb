// Makes a route handler of an operation: `export const POST = route(createSignatureRequest, { scope, body, status, view, present })`.

import { contextFor } from '../context'
import { newId } from '../domain/ids'
import { handle, type Operation, type RouteOptions } from './pipeline'

type Segment = { params: Promise<Record<string, string | string[] | undefined>> }

export function route<R, P extends object = object, Q extends object = object, B extends object = object, F extends object = object>(
  operation: Operation<P & Q & B & F, R>,
  options: RouteOptions<R, P, Q, B, F>,
): (request: Request, segment: Segment) => Promise<Response> {
  return async (request, segment) => handle(await contextFor(newId('req')), operation, options, request, await segment.params)
}
