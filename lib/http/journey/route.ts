// The pipeline of the journey's own calls: origin, session from the cookie, limits, parse, act, and the view or the problem as JSON.

import type { z } from 'zod'
import { contextFor } from '../../context'
import { Problem } from '../../domain/problem'
import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import { findSession } from '../../operations/access/session'
import { requireWithinLimit } from '../../operations/kernel/limits'
import { atTimeOf } from '../../operations/kernel/request-clock'
import { readBody } from '../input/body'
import { sessionTokenOf } from './session'
import { answered } from '../answer/answered'
import { parse } from '../input/parse'
import type { File } from '../../operations/kernel/file'
import { json, type Answer } from '../answer/problem-response'
import { clientDigest, originOf } from '../input/client-address'
import { fileHeaders, type Disposition } from '../answer/file-headers'
import { requireSameOrigin } from '../input/same-origin'
import { readersLanguage } from '../../wording/readers-language'

/** By session: others with the same link may look as often as they like. */
const PER_SESSION = { name: 'journey', count: 600, windowMs: 60_000 }

type Segment = { params: Promise<Record<string, string | string[] | undefined>> }
type Handler = (request: Request, segment: Segment) => Promise<Response>
type Caller = { context: Context; caller: SignerCaller; request: Request; params: Record<string, string | string[] | undefined> }

/** What `act` answers is sent as JSON, without the members that `present` does not name: the page is not told those. */
export function journeyRoute<B, R>(
  act: (call: Caller & { body: B }) => Promise<R>,
  options: { body?: z.ZodType<B>; present?: z.ZodType } = {},
): Handler {
  return journeyAnswer(async (call) => {
    const body = options.body ? parse(options.body, (await readBody(call.context, call.request, 'json')).value, 'body') : (undefined as B)
    const answer = await act({ ...call, body })
    return json(200, options.present ? options.present.parse(answer) : answer)
  })
}

/** The same pipeline for files and uploads, which answer in their own way. */
export function journeyAnswer(answer: (call: Caller) => Promise<Answer>): Handler {
  return async (request, segment) => handleJourney(await contextFor(), request, await segment.params, answer)
}

export async function handleJourney(
  context: Context,
  request: Request,
  params: Record<string, string | string[] | undefined>,
  answer: (call: Caller) => Promise<Answer>,
): Promise<Response> {
  return answered(request, { context, log: { name: 'journey' }, language: readersLanguage(request) }, async ({ who }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request, context.baseUrl)
    const caller = await callerOf(context, request, typeof params['signer'] === 'string' ? params['signer'] : '')
    Object.assign(who, { signer_id: caller.signerId, session_id: caller.sessionId })
    return answer({ context: await atTimeOf(context, context.db, { signer: caller.signerId }), caller, request, params })
  })
}

async function callerOf(context: Context, request: Request, signerId: string): Promise<SignerCaller> {
  const token = sessionTokenOf(request, signerId, context.baseUrl)
  const caller = token === undefined ? null : await findSession(context, signerId, token)
  if (!caller) throw new Problem('SESSION_ENDED.journey')
  await requireWithinLimit(context, caller.sessionId, PER_SESSION)
  return { ...caller, client: clientDigest(context, request.headers), origin: originOf(request.headers) }
}

export function fileAnswer({ name, mimeType, bytes }: File, disposition: Disposition): Answer {
  return { status: 200, headers: fileHeaders(name, mimeType, disposition), body: bytes }
}
