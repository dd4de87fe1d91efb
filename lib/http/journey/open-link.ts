// What the page behind a link may post: open the journey, or ask for a new link. Both are forms, so they work before any script has loaded.

import { contextFor } from '../../context'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { exchangeLink } from '../../operations/access/exchange-link'
import { requestNewLink } from '../../operations/access/request-new-link'
import { answered } from '../answer/answered'
import type { Answer } from '../answer/problem-response'
import { deviceOf, sessionCookie, sessionTokenOf } from './session'

type Segment = { params: Promise<{ token: string }> }

/** 303 to the journey, with its cookie; an invalid link leads back to its page, which says so. */
export async function openLink(request: Request, segment: Segment): Promise<Response> {
  return openWith(await contextFor(), request, (await segment.params).token)
}

export function openWith(context: Context, request: Request, token: string): Promise<Response> {
  const back = `/s/${encodeURIComponent(token)}`
  const tooOften = () => seeOther(`${back}?wait=1`)
  return answered(request, { context, log: { name: 'open' }, headers: { 'referrer-policy': 'no-referrer' }, tooOften }, async ({ who }) => {
    // A forged request would have to know the token; other sites are refused all the same.
    if (request.headers.get('sec-fetch-site') === 'cross-site') return seeOther(back)
    try {
      const { signerId, sessionToken } = await exchangeLink(context, {
        token,
        device: deviceOf(request),
        sessionOf: (signer) => sessionTokenOf(request, signer, context.baseUrl),
      })
      who.signer_id = signerId
      const cookie = sessionToken === null ? {} : { 'set-cookie': sessionCookie(signerId, sessionToken, context.baseUrl) }
      return seeOther(`/sign/${signerId}`, cookie)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      context.log.info({ request_id: context.requestId, code: error.code }, 'a link was not opened')
      return error.code === 'RATE_LIMITED' ? tooOften() : seeOther(back)
    }
  })
}

/** Known and unknown links get the same answer, so that nobody learns which links exist. */
export async function renewLink(request: Request, segment: Segment): Promise<Response> {
  return renewWith(await contextFor(), request, (await segment.params).token)
}

export function renewWith(context: Context, request: Request, token: string): Promise<Response> {
  const tooOften = ({ extra }: Problem) => empty(429, { 'retry-after': String(extra.retryAfterSeconds ?? 600) })
  return answered(request, { context, log: { name: 'renew' }, tooOften }, async () => {
    if (request.headers.get('sec-fetch-site') === 'cross-site') return empty(403)
    await requestNewLink(context, token)
    return empty(202)
  })
}

const seeOther = (location: string, headers: Record<string, string> = {}): Answer => empty(303, { location, ...headers })
const empty = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers, body: null })
