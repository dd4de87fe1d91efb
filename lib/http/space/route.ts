// The one way by which the calls of the space's pages come in: same origin, session, limits, and the errors of the product.

import type { z } from 'zod'
import { contextFor } from '../../context'
import type { HolderCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { requireWithinLimit } from '../../operations/kernel/limits'
import { readersLanguage } from '../../wording/readers-language'
import { answered } from '../answer/answered'
import { json, type Answer } from '../answer/problem-response'
import { readBody } from '../input/body'
import { clientDigest } from '../input/client-address'
import { parse } from '../input/parse'
import { requireOwnPage, requireSameOrigin } from '../input/same-origin'
import { spaceCaller } from './session'

const PER_SESSION = { name: 'space', count: 300, windowMs: 60_000 }

type Params = Readonly<Record<string, string | string[] | undefined>>
type Segment = { params: Promise<Params> }
type Handler = (request: Request, segment: Segment) => Promise<Response>
export type SpaceCall = { context: Context; caller: HolderCaller; request: Request; params: Params }

/** Answers JSON, without the members that `present` does not name. */
export function spaceRoute<B>(
  act: (call: SpaceCall & { body: B }) => Promise<unknown>,
  { body, present }: { body?: z.ZodType<B>; present?: z.ZodType },
): Handler {
  return spaceAnswer(async (call) => {
    const input = body ? parse(body, (await readBody(call.context, call.request, 'json')).value, 'body') : (undefined as B)
    const answer = await act({ ...call, body: input })
    return json(200, present ? present.parse(answer) : answer)
  })
}

/** The same pipeline for files, which answer in their own way. */
export function spaceAnswer(answer: (call: SpaceCall) => Promise<Answer>): Handler {
  return async (request, segment) => {
    const context = await contextFor()
    return answered(request, { context, log: { name: 'space' }, language: readersLanguage(request) }, async ({ who }) => {
      if (request.method === 'GET' || request.method === 'HEAD') requireOwnPage(request)
      else requireSameOrigin(request, context.baseUrl)
      const caller = await spaceCaller(context, request.headers.get('cookie'))
      if (!caller) throw new Problem('SESSION_ENDED.space')
      await requireWithinLimit(context, caller.sessionId, PER_SESSION)
      who.session_id = caller.sessionId
      const client = clientDigest(context, request.headers)
      return answer({ context, caller: { ...caller, client }, request, params: await segment.params })
    })
  }
}

/** A part of the address, as text. */
export function named(params: Params, name: string): string {
  const value = params[name]
  return typeof value === 'string' ? value : ''
}
